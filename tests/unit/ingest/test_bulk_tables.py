"""The importer's tables, without an importer: whatever kinds of feed there are, every end of a link is a node."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.bulk import write_tables
from app.ingest.progress import silent
from app.ingest.run import batch_id_of, inspect
from app.ingest.sources import find_sources
from app.ingest.spool import make_spool
from app.model.schema import LINKS, NODES
from tests.examples import examples

TIME = "2026-03-01T08:00:00Z"
LATER = "2026-03-03T08:00:00Z"
FEEDS = {
    "accounts": "account_id,created_at,email,signup_ip,signup_client,signup_device,parent_account_id,referrer_id,"
    f"plan,updated_at,known_at\na1,{TIME},Ann.Lee1@gmail.com,203.0.113.7,ja4,d1,org,a2,team,,\n"
    f'a1,{TIME},,203.0.113.9,,,,,"of, ""all""",{TIME},\na3,{TIME},x@b.example,2001:db8::1,ja5,d2,org,a1,,,\n'
    f"a3,{TIME},,,,,,,,{LATER},{LATER}\n",
    "payments": f"account_id,instrument_id,kind,added_at,known_at\na1,pi_1,card,{TIME},\na9,pi_1,,,\n"
    f"a9,pi_1,wallet,{TIME},{LATER}\n",
    "exchanges": "account_id,occurred_at,ip,client,device_id,query_cluster,input_tokens\n"
    f"a1,{TIME},203.0.113.7,ja4,d1,q1,5\nghost,{TIME},h:00ff00ff,,,q9,\n",
    "clusters": "query_cluster,label,capability\nq1,sorting,software-engineering\nq7,,\n",
    "networks": "prefix,asn,kind\n203.0.113.0/24,64500,vpn\n203.0.0.0/16,,\n",
    "logins": f"account_id,at,ip,device_id\na2,{TIME},203.0.113.200,d9\na8,{TIME},,\n",
    "actions": f"account_id,at,action,reason\na2,{TIME},banned,resale\n",
}
Rows = dict[str, list[dict[str, str]]]


def _rows(drop: Path, folder: Path) -> Rows:
    """Label or link type -> rows of its table."""
    inputs = [inspect(source) for source in find_sources(drop)]
    spool = make_spool(folder / "spool", batch_id_of(inputs), inputs, bytes(32), folder / "facts", [], silent)
    batch: dict[str, Any] = {"batch_id": spool.folder.name, "status": "done", "rows": 3, "done_at": 1_772_352_000_123}
    found: Rows = {}
    for table in write_tables(spool, batch):
        with table.path.open(encoding="utf-8", newline="") as handle:
            found.setdefault(table.name, []).extend(csv.DictReader(handle))
        assert table.links == (table.name in LINKS)
    return found


def _of(kinds: set[str]) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder) / "drop"
        drop.mkdir()
        for kind in kinds:
            (drop / f"{kind}.csv").write_text(FEEDS[kind], encoding="utf-8")
        return _rows(drop, Path(folder))


@settings(max_examples=examples(8), deadline=None)
@given(st.sets(st.sampled_from(sorted(FEEDS)), min_size=1))
def test_every_end_is_a_node_and_every_node_stands_once(kinds: set[str]) -> None:
    told = _of(kinds)
    ids = {}
    for label in told.keys() & NODES.keys():
        keys = [row[f"{NODES[label].key[0]}:ID({label})"] for row in told[label]]
        ids[label] = set(keys)
        assert len(ids[label]) == len(keys), label
    for link in told.keys() & LINKS.keys():
        for row in told[link]:
            assert row[f":START_ID({LINKS[link].start})"] in ids[LINKS[link].start], link
            [(end, key)] = [(end, row[f":END_ID({end})"]) for end in LINKS[link].ends if f":END_ID({end})" in row]
            assert key in ids[end], link
    assert len(told["FeedFile"]) == len(told["READ"]) == len(kinds)


def test_the_winning_row_gives_the_account_and_its_links() -> None:
    told = _of(set(FEEDS))
    accounts = {row["account_id:ID(Account)"]: row for row in told["Account"]}
    assert set(accounts) == {"a1", "a2", "a3", "a8", "a9", "org", "ghost"}
    assert accounts["a1"]["plan:string"] == 'of, "all"'
    assert (accounts["a1"]["exchanges:long"], accounts["ghost"]["input_tokens:long"]) == ("1", "0")
    assert accounts["a1"]["created_at:datetime"] == "2026-03-01T08:00:00.000Z"
    # Of the three addresses that a1's and a3's rows name, a1's replaced row's has no link: no day ever showed it.
    assert {(row[":START_ID(Account)"], row[":END_ID(IpAddress)"]) for row in told["SIGNED_UP_FROM"]} == {
        ("a1", "203.0.113.9"),
    }
    assert {next(iter(row.values())) for row in told["FORMERLY"]} == {"a3"}
    assert {list(row.values())[1] for row in told["FORMERLY"]} == {
        *("a3|2026-03-01", "2001:db8::/64", "ja5", "d2", "b.example", "v1:w1", "org", "a1"),
    }
    assert {(row["known_from:date"], row["known_to:date"]) for row in told["FORMERLY"]} == {
        ("2026-03-01", "2026-03-03")
    }
    assert {(row[":START_ID(IpAddress)"], row[":END_ID(Network)"]) for row in told["IN_NETWORK"]} == {
        (address, "203.0.113.0/24") for address in ("203.0.113.7", "203.0.113.9", "203.0.113.200")
    }
    [batch] = told["Batch"]
    assert batch["done_at:datetime"] == "2026-03-01T08:00:00.123Z"


_ROWS = st.lists(st.tuples(st.sampled_from(["x", "y"]), st.integers(1, 4), st.integers(1, 9)), min_size=1, max_size=12)


def _tables_of(kind: str, text: str) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder) / "drop"
        drop.mkdir()
        (drop / f"{kind}.csv").write_text(text)
        return _rows(drop, Path(folder))


def _wins(rows: list[tuple[str, int, int]], day: int) -> dict[str, str]:
    """Key -> UPDATED-KNOWN of its row that wins among those known by a day."""
    known = [(name, updated, then) for name, then, updated in rows if then <= day]
    best = {name: max(one[1:] for one in known if one[0] == name) for name in {one[0] for one in known}}
    return {name: f"p{updated}-{then}" for name, (updated, then) in best.items()}


@settings(max_examples=examples(12), deadline=None)
@given(_ROWS)
def test_each_day_shows_the_row_that_wins_among_those_known(rows: list[tuple[str, int, int]]) -> None:
    lines = [
        f"{name},{TIME},p{updated}-{known},2026-03-0{known}T09:00:00Z,2026-03-0{updated}T00:00:00Z\n"
        for name, known, updated in rows
    ]
    told = _tables_of("accounts", "account_id,created_at,plan,known_at,updated_at\n" + "".join(lines))
    plans = {row["version_key:ID(AccountVersion)"]: row["plan:string"] for row in told["AccountVersion"]}
    windows = [(*list(row.values())[:2], row["known_from:date"], row["known_to:date"]) for row in told["FORMERLY"]]
    for day in range(1, 5):
        of_day = f"2026-03-0{day}"
        shown = {a: plans[key] for a, key, begin, end in windows if begin <= of_day < end}
        now = {row["account_id:ID(Account)"]: row for row in told["Account"]}
        shown |= {name: row["plan:string"] for name, row in now.items() if row["known_from:date"] <= of_day}
        assert shown == _wins(rows, day)


@settings(max_examples=examples(12), deadline=None)
@given(_ROWS)
def test_each_day_shows_the_payment_that_wins_among_those_known(rows: list[tuple[str, int, int]]) -> None:
    when = ["", "", *(f"2026-03-0{known}T09:00:00Z" for known in (2, 3, 4))]  # without any time: from the start
    lines = [
        f"{name},pi,p{updated}-{known},{when[known]},2026-03-0{updated}T00:00:00Z\n" for name, known, updated in rows
    ]
    told = _tables_of("payments", "account_id,instrument_id,bin,known_at,updated_at\n" + "".join(lines))
    links = [
        (*list(row.values())[:1], row["bin:string"], row["known_from:date"], row.get("known_to:date", ""))
        for row in told["PAID_WITH"] + told["FORMERLY_PAID_WITH"]
    ]
    for day in range(1, 5):
        of_day = f"2026-03-0{day}"
        shown = [(name, said) for name, said, begin, end in links if begin <= of_day and (not end or of_day < end)]
        assert sorted(shown) == sorted(_wins(rows, day).items())
