"""The ledger: whatever the exchanges, members and claims, each partition sums to the total."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attribution.ledger import BENIGN, Ledger, Member, Snapshot, assign, book, check_balance, close
from app.attribution.review import approved, draft_claim
from app.errors import DataError
from app.model.attribution import Claim, ClaimRole, EvidenceItem

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2026, 2, 1)
SNAPSHOT = Snapshot("D-000001", DAY, "i", "c", "b", "k", "q", "s")
Row = tuple[str, date, str | None, int]


def facts(rows: list[Row]) -> duckdb.DuckDBPyConnection:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    table = pa.table(
        {
            "account_id": pa.array(columns[0], pa.string()),
            "day": pa.array(columns[1], pa.date32()),
            "known_day": pa.array(columns[1], pa.date32()),
            "query_cluster": pa.array(columns[2], pa.string()),
            "exchanges": pa.array(columns[3], pa.int64()),
            "input_tokens": pa.array(columns[3], pa.int64()),
            "output_tokens": pa.array([None] * len(rows), pa.int64()),
        }
    )
    connection = duckdb.connect()
    connection.register("usage", table)
    connection.execute("CREATE VIEW asked AS SELECT * FROM usage")
    return connection


def claim(operator: str, ring: str, *accounts: str) -> Claim:
    item = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)
    made = draft_claim(operator, ring, ClaimRole.RUNS, "ann", "x", NOW, evidence=[item], members=accounts)
    return approved(made, "bob", "ok", NOW)


def booked(rows: list[Row], members: list[Member], claims: list[Claim], as_of: date | None = None) -> Ledger:
    owner, contested = assign(members, claims, NOW)
    with facts(rows) as connection:
        return close(book(connection, members, owner, as_of), claims, NOW, SNAPSHOT, contested)


accounts = st.sampled_from([f"a{n}" for n in range(8)])
usage = st.lists(
    st.tuples(accounts, st.dates(DAY, date(2026, 2, 5)), st.none() | st.sampled_from("xyz"), st.integers(1, 2**40)),
    max_size=40,
)
memberships = st.dictionaries(accounts, st.tuples(st.sampled_from(["R-1", "R-2"]), st.floats(0, 1)))
claimed = st.lists(st.tuples(st.sampled_from(["O-1", "O-2"]), st.sampled_from(["R-1", "R-2", "R-9"])), max_size=3)


@given(usage, memberships, claimed, st.none() | st.just(date(2026, 2, 3)))
def test_every_exchange_is_in_exactly_one_bucket(
    rows: list[Row], told: dict[str, tuple[str, float]], pairs: list[tuple[str, str]], as_of: date | None
):
    members = [Member(account, ring, score) for account, (ring, score) in told.items()]
    found = booked(rows, members, [claim(*pair) for pair in pairs], as_of)
    held = sum(row[3] for row in rows if as_of is None or row[1] <= as_of)
    for bound in ("low", "likely", "high"):
        assert sum(getattr(bucket.exchanges, bound) for bucket in found.buckets) == held == found.total
    for bucket in found.buckets[:-1]:
        assert bucket.exchanges.low <= bucket.exchanges.likely <= bucket.exchanges.high
        assert bucket.exchanges.likely <= bucket.volume.likely <= bucket.volume.high
    assert [bucket.bucket for bucket in found.buckets].count(BENIGN) == 1 and found.buckets[-1].bucket == BENIGN
    assert len({bucket.bucket for bucket in found.buckets}) == len(found.buckets)


def world(score: float = 0.99) -> tuple[list[Row], list[Member]]:
    """Ten reseller's accounts ask `hot` together and each a customer's own things; a crowd asks for `cold`."""
    rows: list[Row] = [(f"r{n}", DAY, "hot", 100) for n in range(10)]
    rows += [(f"r{n}", DAY, "cold", 40) for n in range(10)]
    rows += [("r0", DAY, "one customer's", 500)]
    rows += [(f"h{n}", DAY, "cold", 50) for n in range(100)]
    return rows, [Member(f"r{n}", "R-1", score) for n in range(10)]


def test_volume_and_extraction_are_two_figures():
    rows, members = world()
    ring, benign = booked(rows, members, []).buckets
    assert (ring.bucket, ring.exchanges.likely, ring.volume.likely) == ("ring:R-1", 1_000, 1_900)
    assert (benign.exchanges.likely, benign.accounts) == (5_900, 100)
    assert (ring.input_tokens, ring.output_tokens) == (1_000, 0)


@pytest.mark.parametrize(
    ("score", "bounds"),
    [(0.95, (1_000, 1_000, 1_000)), (0.94, (0, 1_000, 1_000)), (0.49, (0, 0, 1_000)), (0.04, (0, 0, 0))],
)
def test_bounds_follow_the_membership_scores(score: float, bounds: tuple[int, int, int]):
    rows, members = world(score)
    found = booked(rows, members, []).buckets[0].exchanges
    assert (found.low, found.likely, found.high) == bounds


def test_without_a_cluster_the_account_decides_but_not_surely():
    rows: list[Row] = [(f"r{n}", DAY, None, 10) for n in range(5)] + [("h", DAY, None, 7)]
    ring, benign = booked(rows, [Member(f"r{n}", "R-1", 0.99) for n in range(5)], []).buckets
    assert (ring.exchanges.low, ring.exchanges.likely, benign.exchanges.likely) == (0, 50, 7)


def test_an_approved_claim_moves_the_bucket_and_rivals_do_not_both_get_it():
    rows, members = world()
    one = booked(rows, members, [claim("O-1", "R-1")])
    assert [bucket.bucket for bucket in one.buckets] == ["operator:O-1", BENIGN]
    part = booked(rows, members, [claim("O-1", "R-1", "r0", "r1")])
    assert {b.bucket: b.exchanges.likely for b in part.buckets} == {"operator:O-1": 200, "ring:R-1": 800, BENIGN: 5_900}
    both = booked(rows, members, [claim("O-1", "R-1"), claim("O-2", "R-1", "r0")])
    assert both.contested == 1
    assert {b.bucket: b.accounts for b in both.buckets[:-1]} == {"operator:O-1": 9, "ring:R-1": 1}


def test_the_same_snapshot_gives_the_same_digest():
    rows, members = world()
    assert booked(rows, members, []).digest == booked(rows[::-1], members[::-1], []).digest
    assert booked(rows, members, []).digest != booked(rows[1:], members, []).digest


def test_a_ledger_that_does_not_add_up_is_refused():
    row = {
        "ring_id": "R-1",
        "total": 5,
        **{f"{side}{b}": 1 for side in ("", "benign_") for b in ("low", "likely", "high")},
    }
    with pytest.raises(DataError, match="hold 2 exchanges instead of 5"):
        check_balance([row], 5)
    check_balance([row], 2)
