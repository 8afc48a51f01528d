"""Corrected payments, actions, networks and clusters: as of a day what was told by then stands, whatever came later."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.graph import Neo4jStore, Query
from app.graph.audit import run_checks
from app.ingest.retention import erase, hold, prune
from app.linkage import queries as linkage
from app.rings.store import queries as rings
from app.settings import Settings
from tests.graph.test_account_versions import ACCOUNTS, DAYS, START, Graph, Row, at

pytestmark = pytest.mark.graph
FINDERS = (rings.FIND_SAME_INSTRUMENT, rings.FIND_SAME_BILLING_NAME)
Told = tuple[str, Row]
"""A kind of feed and a row of it."""


def payment(chance: random.Random) -> Row:
    added = chance.choice([None, 0, 0, 1, 2])
    return {
        # The last two accounts are named by payments and actions alone.
        "account_id": f"acct-{chance.randrange(ACCOUNTS + 2):02d}",
        "instrument_id": f"card-{chance.randrange(4)}",
        "added_at": "" if added is None else at(added, 5),
        "name_hash": chance.choice(["", "n1", "n2"]),
        "address_hash": chance.choice(["", "x1", "x2"]),
        "bin": chance.choice(["", "400000", "510000"]),
        "issuer_country": chance.choice(["DE", "FR"]),
    }


def action(chance: random.Random) -> Row:
    return {
        "account_id": f"acct-{chance.randrange(ACCOUNTS + 2):02d}",
        "at": at(chance.randrange(2), 9),
        "action": chance.choice(["banned", "suspended", "limited"]),
        "reason": chance.choice(["", "resale"]),
    }


def network(chance: random.Random) -> Row:
    return {
        "prefix": f"198.51.{chance.randrange(3)}.0/24",
        "asn": chance.choice(["", "64500", "64501"]),
        "organization": chance.choice(["", "hosts", "homes"]),
        "kind": chance.choice(["", "vpn", "residential"]),
    }


def cluster(chance: random.Random) -> Row:
    return {
        "query_cluster": f"q{chance.randrange(2)}",
        "capability": chance.choice(["", "agentic-reasoning", "software-engineering"]),
        "signature": chance.choice(["", *SKETCHES]),
    }


SKETCHES = [f"simhash64-v1:{digit * 16}" for digit in "0f"]
KINDS = {
    "payments": (payment, ("account_id", "instrument_id"), 30),
    "actions": (action, ("account_id", "at", "action"), 12),
    "networks": (network, ("prefix",), 5),
    "clusters": (cluster, ("query_cluster",), 5),
}
"""Kind of feed -> a row by chance, the columns of its key, how many keys are drawn."""


def corrected(kind: str, chance: random.Random) -> Iterator[Row]:
    """What may have been told of one key before and later, some of it twice."""
    make, key, _ = KINDS[kind]
    of_key = {name: value for name, value in make(chance).items() if name in key}
    for _ in range(chance.choice([1, 1, 2, 4])):
        day = chance.randrange(DAYS)
        told = make(chance) | of_key
        told["known_at"] = at(day, chance.randrange(1440)) if chance.random() < 0.8 else ""
        told["updated_at"] = chance.choice(["", at(day), at(day), at(chance.randrange(DAYS))])
        if kind == "payments":
            gone = told["known_at"] > told["added_at"] and chance.random() < 0.5
            told["removed_at"] = told["known_at"] if gone else ""
        yield told
        if chance.random() < 0.3:
            yield told | {"known_at": at(chance.randrange(day, DAYS), 1439)}


def history(chance: random.Random) -> list[Told]:
    return [(kind, row) for kind, (_, _, keys) in KINDS.items() for _ in range(keys) for row in corrected(kind, chance)]


def day_of(row: Row) -> int:
    """Number of the day on which a row may first be seen; 0 where it has no time."""
    times = [row[name] for name in ("added_at", "at", "known_at") if row.get(name)]
    return max(((datetime.fromisoformat(time) - START).days for time in times), default=0)


def write(told: list[Told], folder: Path, name: str = "1") -> Path:
    folder.mkdir(exist_ok=True)
    lines = ["account_id,occurred_at,query_cluster,ip,signature\n"]
    for n in range(ACCOUNTS):
        lines += [f"acct-{n:02d},{at(0, n)},q{n % 2},198.51.{n % 3}.{n},\n"]
        lines += [f"acct-{n:02d},{at(0, n + 20)},,,{SKETCHES[n // 3 % 2]}\n"]
    (folder / "exchanges.csv").write_text("".join(lines))
    for kind in {kind for kind, _ in told}:
        rows = [row for of, row in told if of == kind]
        with (folder / f"{kind}-{name}.csv").open("w", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


class Corrected(Graph):
    """The session's graph, and what is asked of earlier rows."""

    def answers(self, day: int | None) -> list[Any]:
        """What detection, fingerprints and finders see as of a day."""
        as_of = date(2026, 9, 1 + day) if day is not None else None
        params = {"max_degree": 100, "min_size": 2, "limit": 50, "as_of": as_of}
        return [*super().answers(day), *(self.store.read(query, **params) for query in FINDERS)]


@pytest.mark.parametrize(
    ("seed", "compared"),
    [(1, (2, DAYS - 1)), *(pytest.param(seed, range(DAYS), marks=pytest.mark.full) for seed in (1, 2, 3))],
)
def test_as_of_a_day_equals_a_graph_that_was_told_no_more(
    store: Neo4jStore, settings: Settings, tmp_path: Path, seed: int, compared: Sequence[int]
) -> None:
    chance = random.Random(seed)
    rows = history(chance)
    assert len({day_of(row) for _, row in rows}) == DAYS

    late = chance.sample(rows, len(rows))
    cuts = sorted(chance.sample(range(1, len(rows)), 3))
    bit_by_bit = Corrected(store, settings, tmp_path / "facts-of-parts")
    for number, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True)):
        bit_by_bit.take(write(late[begin:end], tmp_path / "parts", f"{number}"))
    whole = [bit_by_bit.answers(day) for day in range(DAYS)]
    assert len({str(answer) for answer in whole}) == DAYS, "every day has an answer of its own"
    told = bit_by_bit.digest()
    assert run_checks(store) == []
    bit_by_bit.take(write(late[:: len(rows) // 10], tmp_path / "again"))
    assert bit_by_bit.digest() == told

    for day in compared:
        until = Corrected(store, settings, tmp_path / f"facts-{day}")
        until.take(write([one for one in rows if day_of(one[1]) <= day], tmp_path / f"until-{day}"))
        assert until.answers(None) == whole[day], f"as of day {day}"
    assert until.digest() == told, "one batch or several, in whatever order"


HEAD = "account_id,instrument_id,added_at,removed_at,name_hash,updated_at,known_at\n"
CARD = [
    f"gone,pi_very_unusual,,,first-name,{at(0)},\n",
    f"gone,pi_very_unusual,{at(0)},,second-name,{at(1)},{at(1)}\n",
    f"gone,pi_very_unusual,{at(0)},{at(3)},third-name,{at(3)},{at(3)}\n",
]


@pytest.fixture
def removed(store: Neo4jStore, settings: Settings, tmp_path: Path) -> Corrected:
    """A card was added, told again on day 1 and removed on day 3; that row was read first. `other` has it still."""
    graph = Corrected(store, settings, tmp_path / "facts")
    for number, line in reversed(list(enumerate(CARD))):
        (tmp_path / f"drop-{number}").mkdir()
        more = f"other,pi_very_unusual,{at(0)},,,,\n" if number == 1 else ""
        (tmp_path / f"drop-{number}" / "payments.csv").write_text(HEAD + line + more)
        graph.take(tmp_path / f"drop-{number}")
    return graph


@pytest.fixture
def days(inline: Any) -> Query:
    """Of each earlier row who paid, from when until when, and in which name."""
    found: Query = inline(
        "MATCH (a:Account)-[l:FORMERLY_PAID_WITH]->(:PaymentInstrument {instrument_id: 'pi_very_unusual'}) RETURN "
        "coalesce(toString(l.known_from), '') AS f, toString(l.known_to) AS t, l.name_hash AS n"
    )
    return found


def test_a_card_that_was_removed_is_there_on_the_days_before(removed: Corrected, days: Query, inline: Any) -> None:
    assert removed.tell(days) == [
        ("", "2026-09-02", "first-name"),
        ("2026-09-02", "2026-09-04", "second-name"),
    ]
    present = inline("MATCH (:Account {account_id: 'gone'})-[l:PAID_WITH]->() RETURN l.name_hash AS n, l.known_to AS t")
    assert removed.tell(present) == [("third-name", None)]
    params = {"max_degree": 40, "min_size": 2, "limit": 5}
    for day in range(DAYS):
        [found] = removed.store.read(rings.FIND_SAME_INSTRUMENT, as_of=date(2026, 9, 1 + day), **params)
        assert found["members"] == ["gone", "other"]


def test_an_erased_account_leaves_no_earlier_payment_behind(removed: Corrected, inline: Any) -> None:
    everything = inline(
        "MATCH (n) OPTIONAL MATCH (n)-[l]->() "
        "RETURN [k IN keys(n) | k + toStringOrNull(n[k])] AS a, [k IN keys(l) | l[k]] AS b"
    )
    traces = ["gone", "first-name", "second-name", "third-name"]
    before = str(removed.store.read(everything))
    assert [word for word in traces if word not in before] == []
    erase(removed.store, removed.settings, "gone")
    after = str(removed.store.read(everything))
    assert [word for word in traces if word in after] == [] and "pi_very_unusual" in after
    erase(removed.store, removed.settings, "other")
    assert "pi_very_unusual" not in str(removed.store.read(everything))
    assert run_checks(removed.store) == []


def test_pruning_takes_earlier_payments_that_no_later_day_shows(removed: Corrected, days: Query) -> None:
    hold(removed.store, removed.settings, "gone", "case 7")
    prune(removed.store, removed.settings, date(2026, 9, 3))
    assert [row[2] for row in removed.tell(days)] == ["first-name", "second-name"]
    hold(removed.store, removed.settings, "gone", None)
    prune(removed.store, removed.settings, date(2026, 9, 3))
    assert [row[2] for row in removed.tell(days)] == ["second-name"]
    assert run_checks(removed.store) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_was_told_of_others_is_told_on_the_days_before(
    store: Neo4jStore, settings: Settings, tmp_path: Path, inline: Any, order: tuple[int, int]
) -> None:
    graph = Corrected(store, settings, tmp_path / "facts")
    for number in order:
        drop = write([], tmp_path / f"drop-{number}")
        day = at(3) if number else ""
        kind, capability, reason = [("vpn", "search", "by rule"), ("mobile", "code", "by hand")][number]
        (drop / f"networks-{number}.csv").write_text(
            f"prefix,asn,kind,known_at,updated_at\n198.51.0.0/24,6450{number},{kind},{day},{day}\n"
        )
        (drop / f"clusters-{number}.csv").write_text(
            f"query_cluster,capability,known_at,updated_at\nq0,{capability},{day},{day}\n"
        )
        (drop / f"actions-{number}.csv").write_text(
            f"account_id,at,action,reason,known_at,updated_at\nacct-00,{at(1)},banned,{reason},{day},{day}\n"
        )
        graph.take(drop)
    for day_number, kind, capability, bans in (
        (0, "vpn", "search", 0),
        (1, "vpn", "search", 1),
        (3, "mobile", "code", 1),
    ):
        as_of = date(2026, 9, 1 + day_number)
        [subnets] = store.read(linkage.READ_SUBNETS, as_of=as_of)
        assert (subnets["prefixes"], subnets["kinds"]) == (["198.51.0.0/24"], [kind])
        [clusters] = store.read(linkage.READ_CLUSTERS, as_of=as_of)
        assert (clusters["clusters"], clusters["capabilities"]) == (["q0"], [capability])
        assert len(store.read(linkage.READ_BANS, as_of=as_of)[0]["days"]) == bans
    assert run_checks(store) == []
    earlier = inline("MATCH ()-[l]->() WHERE type(l) STARTS WITH 'FORMERLY' RETURN type(l) AS type")
    assert graph.tell(earlier) == [("FORMERLY_ANNOUNCED",), ("FORMERLY_DESCRIBED",), ("FORMERLY_SUBJECT_OF",)]
    prune(store, graph.settings, date(2026, 9, 3))
    assert len(graph.tell(earlier)) == 3
    prune(store, graph.settings, date(2026, 9, 4))
    assert graph.tell(earlier) == [] and run_checks(store) == []


@pytest.mark.parametrize(
    "change",
    ["SET l.known_to = date('2026-09-09')", "SET l.known_from = l.known_to", "SET l.rank = 'z'", "DELETE r"],
)
def test_earlier_payments_that_do_not_follow_are_found(removed: Corrected, inline: Any, change: str) -> None:
    text = "MATCH (a {account_id: 'gone'})-[l:FORMERLY_PAID_WITH]->(p)<-[r:PAID_WITH]-(a)"
    removed.store.write((inline(f"{text} {change}", "write"), {}))
    problems = [found.problem for found in run_checks(removed.store)]
    assert "FORMERLY_PAID_WITH: earlier rows that do not follow each other" in problems
