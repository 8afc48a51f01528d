"""Corrected accounts: as of a day the row of that day stands, as if nothing told later had ever been read."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.attribution.queries import READ_TRAITS
from app.facts import open_facts
from app.graph import Neo4jStore, Query
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.ingest import ingest
from app.ingest.retention import erase, hold, prune
from app.linkage.fingerprint import snapshot_digest
from app.linkage.read import read_snapshot
from app.pipeline.detection import facts_of
from app.rings.store import queries as rings
from app.settings import Settings

pytestmark = pytest.mark.graph
START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 5
ACCOUNTS = 14
Row = dict[str, str]
FINDERS: dict[Query, dict[str, int]] = {
    query: {"max_degree": 100, "min_size": 2, "limit": 50}
    for query in (rings.FIND_SAME_DEVICE, rings.FIND_SAME_CLUSTER_AND_CLIENT, rings.FIND_SAME_PREFIX_AND_MAIL_PATTERN)
}


def at(day: int, minute: int = 0) -> str:
    return (START + timedelta(days=day, minutes=minute)).isoformat()


def history(chance: random.Random) -> list[Row]:
    """Up to six rows an account: corrections out of order, told again, several a day, with and without times."""
    rows = []
    for n in range(ACCOUNTS):
        for _ in range(chance.choice([1, 1, 2, 3, 6])):
            day = chance.randrange(DAYS)
            row = {
                "account_id": f"acct-{n:02d}",
                "created_at": at(chance.choice([0, 0, 0, 1, 2]), n),
                "known_at": at(day, chance.randrange(1440)) if chance.random() < 0.8 else "",
                "updated_at": chance.choice(["", at(day), at(day), at(chance.randrange(DAYS))]),
                "email": chance.choice(["", *(f"user{k}@mail{k % 3}.example" for k in range(5))]),
                "phone_hash": chance.choice(["", "t1", "t2"]),
                "signup_ip": chance.choice(["", "192.0.2.1", "192.0.2.2", "198.51.100.1"]),
                "signup_device": chance.choice(["", "d1", "d2", "d3"]),
                "signup_client": chance.choice(["", "web/1", "web/2"]),
                "verified": chance.choice(["none", "contract"]),
                "country": chance.choice(["", "DE", "FR"]),
                "plan": chance.choice(["free", "team"]),
                "parent_account_id": chance.choice(["", "root"]),
                "referrer_id": chance.choice(["", "root"]),
            }
            rows.append(row)
            if chance.random() < 0.3:  # told again, later
                rows.append(row | {"known_at": at(chance.randrange(DAYS), 1439)})
    return [{**rows[0], "account_id": "root", "created_at": at(0), "known_at": "", "parent_account_id": ""}, *rows]


def day_of(row: Row) -> int:
    """Number of the day on which a row may first be seen."""
    return max((datetime.fromisoformat(row[name]) - START).days for name in ("created_at", "known_at") if row[name])


def write(rows: list[Row], folder: Path, name: str = "accounts") -> Path:
    folder.mkdir(exist_ok=True)
    times = "".join(f"acct-{n:02d},{at(0, n)},q{n % 2}\n" for n in range(ACCOUNTS))
    (folder / "exchanges.csv").write_text(f"account_id,occurred_at,query_cluster\n{times}")
    with (folder / f"{name}.csv").open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


class Graph:
    """The session's graph, emptied, with facts of its own."""

    def __init__(self, store: Neo4jStore, settings: Settings, facts: Path) -> None:
        store.auto(EMPTY_LINKS)
        store.auto(EMPTY_NODES)
        self.store, self.settings = store, settings.model_copy(update={"facts_url": str(facts)})

    def take(self, folder: Path) -> None:
        summary = ingest(self.store, self.settings, folder)
        assert summary.quarantined == summary.quarantined_files == 0

    def answers(self, day: int | None) -> list[Any]:
        """What detection, finders and fingerprints see as of a day."""
        as_of = date(2026, 9, 1 + day) if day is not None else None
        with facts_of(self.settings, self.store) as view:
            seen: list[Any] = [snapshot_digest(read_snapshot(self.store, view.connection, as_of))]
        seen += [self.store.read(query, as_of=as_of, **params) for query, params in FINDERS.items()]
        ids = [f"acct-{n:02d}" for n in range(ACCOUNTS)]
        return [*seen, self.store.read(READ_TRAITS, accounts=ids, most=50, as_of=as_of)]

    def digest(self) -> str:
        done = [row["batch_id"] for row in self.store.read(LIST_DONE_BATCHES)]
        with open_facts(self.settings, done) as view:
            return digest(self.store, view.connection).digest

    def tell(self, query: Query) -> list[tuple[Any, ...]]:
        return sorted(tuple(row.values()) for row in self.store.read(query))


@pytest.mark.parametrize(
    ("seed", "compared"),
    [(1, (1, DAYS - 1)), *(pytest.param(seed, range(DAYS), marks=pytest.mark.full) for seed in (1, 2, 3))],
)
def test_as_of_a_day_equals_a_graph_that_was_told_no_more(
    store: Neo4jStore, settings: Settings, tmp_path: Path, seed: int, compared: Sequence[int]
) -> None:
    chance = random.Random(seed)
    rows = history(chance)
    assert len({day_of(row) for row in rows}) == DAYS

    late = chance.sample(rows, len(rows))
    cuts = sorted(chance.sample(range(1, len(rows)), 3))
    bit_by_bit = Graph(store, settings, tmp_path / "facts-of-parts")
    for number, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True)):
        bit_by_bit.take(write(late[begin:end], tmp_path / "parts", f"accounts-{number}"))
    whole = [bit_by_bit.answers(day) for day in range(DAYS)]
    assert len({str(answer) for answer in whole}) == DAYS, "every day has an answer of its own"
    told = bit_by_bit.digest()
    assert run_checks(store) == []
    bit_by_bit.take(write(late[:: len(rows) // 10], tmp_path / "again"))
    assert bit_by_bit.digest() == told

    for day in compared:
        until = Graph(store, settings, tmp_path / f"facts-{day}")
        until.take(write([row for row in rows if day_of(row) <= day], tmp_path / f"until-{day}"))
        assert until.answers(None) == whole[day], f"as of day {day}"
    assert until.digest() == told, "one batch or several, in whatever order"


VERSIONS = "MATCH (a:Account)-[l:FORMERLY]->(v:AccountVersion) "
TOLD = [
    ("0", "", "very.unusual@first.example", "192.0.2.77", "device-first", "parent-1"),
    ("1", "", "very.unusual@second.example", "192.0.2.78", "device-second", "other"),
    ("3", "", "very.unusual@third.example", "192.0.2.79", "", ""),
]


@pytest.fixture
def corrected(store: Neo4jStore, settings: Settings, tmp_path: Path) -> Iterator[Graph]:
    """`gone` was told on days 0, 1 and 3, the last row read first; `other` had `gone` for a parent on day 1."""
    graph = Graph(store, settings, tmp_path / "facts")
    head = "account_id,created_at,known_at,updated_at,email,signup_ip,signup_device,parent_account_id\n"
    for number, (day, _, email, address, device, parent) in reversed(list(enumerate(TOLD))):
        (tmp_path / f"drop-{number}").mkdir()
        (tmp_path / f"drop-{number}" / "accounts.csv").write_text(
            f"{head}gone,{at(0)},{at(int(day))},{at(int(day))},{email},{address},{device},{parent}\n"
            + (f"other,{at(0)},{at(1)},{at(1)},,,,gone\nother,{at(0)},{at(2)},{at(2)},,,,\n" if number == 1 else "")
        )
        graph.take(tmp_path / f"drop-{number}")
    yield graph


def test_versions_have_the_days_between_what_was_told(corrected: Graph, inline: Any) -> None:
    days = inline(f"{VERSIONS} RETURN a.account_id AS a, toString(l.known_from) AS f, toString(l.known_to) AS t")
    assert corrected.tell(days) == [
        ("gone", "2026-09-01", "2026-09-02"),
        ("gone", "2026-09-02", "2026-09-04"),
        ("other", "2026-09-02", "2026-09-03"),
    ]
    links = inline(
        "MATCH (a:Account)-[l:FORMERLY]->(x) WHERE NOT x:AccountVersion AND NOT x:EmailPattern "
        "RETURN l.known_from.day AS day, coalesce(x.address, x.device_id, x.domain, x.account_id) AS x"
    )
    assert corrected.tell(links) == [
        (1, "192.0.2.77"),
        (1, "device-first"),
        (1, "first.example"),
        (1, "parent-1"),
        (2, "192.0.2.78"),
        (2, "device-second"),
        (2, "gone"),
        (2, "other"),
        (2, "second.example"),
    ]


def test_an_erased_account_leaves_no_earlier_row_behind(corrected: Graph, inline: Any) -> None:
    everything = inline(
        "MATCH (n) OPTIONAL MATCH (n)-[l]->() "
        "RETURN [k IN keys(n) | k + toStringOrNull(n[k])] AS a, [k IN keys(l) | l[k]] AS b"
    )
    traces = ["gone", *(word for row in TOLD for word in (row[2].partition("@")[2], row[3], row[4]) if word)]
    before = str(corrected.store.read(everything))
    assert [word for word in traces if word not in before] == []
    tombstone = erase(corrected.store, corrected.settings, "gone")["tombstone"]
    after = str(corrected.store.read(everything))
    assert [word for word in traces if word in after] == []
    named = inline(f"{VERSIONS} MATCH (a)-[:FORMERLY]->(t:Account) RETURN v.parent_account_id AS p, t.account_id AS t")
    assert corrected.tell(named) == [(tombstone, tombstone)]
    assert run_checks(corrected.store) == []
    told = corrected.digest()
    erase(corrected.store, corrected.settings, "gone")
    assert corrected.digest() == told


def test_pruning_takes_versions_that_no_later_day_shows(corrected: Graph, inline: Any) -> None:
    days = inline(f"{VERSIONS} RETURN a.account_id AS a, toString(l.known_from) AS f")
    nodes = inline("MATCH (v:AccountVersion) RETURN v.version_key AS k")
    hold(corrected.store, corrected.settings, "gone", "case 7")
    prune(corrected.store, corrected.settings, date(2026, 9, 3))
    assert corrected.tell(days) == [("gone", "2026-09-01"), ("gone", "2026-09-02")]
    hold(corrected.store, corrected.settings, "gone", None)
    prune(corrected.store, corrected.settings, date(2026, 9, 3))
    assert corrected.tell(days) == [("gone", "2026-09-02")]
    assert corrected.tell(nodes) == [("gone|2026-09-02",)]
    left = inline("MATCH (x:EmailDomain|IpAddress|Device) RETURN coalesce(x.domain, x.address, x.device_id) AS x")
    assert ("first.example",) not in corrected.tell(left) and ("192.0.2.77",) not in corrected.tell(left)
    assert ("second.example",) in corrected.tell(left)
    assert run_checks(corrected.store) == []
