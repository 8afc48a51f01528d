"""The fact tables' part of the digest: the same however rows are split over files and batches, different otherwise."""

import copy

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph.digest import Digest, digest
from app.model.facts import TABLES
from tests.examples import examples


class Empty:
    """A graph without a node."""

    def stream(self, query: object, **params: object) -> list[dict[str, object]]:
        return []


def facts(tables: dict[str, list[tuple[object, ...]]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, columns in TABLES.items():
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        connection.execute(f"CREATE TABLE {name} ({typed})")
        marks = ", ".join("?" * len(columns))
        for row in tables.get(name, []):
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)
    return connection


def digested(**tables: list[tuple[object, ...]]) -> Digest:
    with facts(tables) as connection:
        return digest(Empty(), connection)  # type: ignore[arg-type]


USAGE = ("a1", "2026-08-01", "2026-08-02", 3, None, "q1", 7, "api")
names, numbers = st.sampled_from(["a1", "a2", None]), st.integers(0, 2**40)
usage_rows = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2"]),
        st.sampled_from(["2026-08-01", "2026-08-02"]),
        st.just("2026-08-02"),
        st.integers(0, 23),
        names,
        names,
        st.none() | st.integers(0, 2**64 - 1),
        names,
        numbers,
        numbers,
        numbers,
    ),
    max_size=6,
)


@settings(max_examples=examples(25), deadline=None)
@given(usage_rows, st.randoms(use_true_random=False))
def test_usage_does_not_depend_on_order_or_split(rows: list[tuple[object, ...]], random) -> None:
    split: list[tuple[object, ...]] = []
    for row in rows:
        parts = [random.randint(0, int(number)) for number in row[8:]]
        split += [(*row[:8], *parts), (*row[:8], *(int(n) - p for n, p in zip(row[8:], parts, strict=True)))]
    random.shuffle(split)
    assert digested(usage=split).digest == digested(usage=rows).digest


def test_every_column_of_usage_counts() -> None:
    row = [*USAGE, 1, 2, 3]
    seen = {digested(usage=[tuple(row)]).digest}
    for position, other in enumerate(["a2", "2026-08-02", "2026-08-03", 4, "", "q2", 2**64 - 1, None, 2, 3, 4]):
        changed = copy.copy(row)
        changed[position] = other
        seen.add(digested(usage=[tuple(changed)]).digest)
    assert len(seen) == 12


def test_presence_is_a_union_and_ids_are_a_set() -> None:
    day = ("a1", "2026-08-01", "2026-08-01")
    whole = digested(presence=[(*day, 7, 0, 0, 0, 2**63)], ids=[("2026-08-01", 5, 6)])
    split = digested(
        presence=[(*day, 3, 0, 0, 0, 2**63), (*day, 6, 0, 0, 0, 0)], ids=[("2026-08-01", 5, 6), ("2026-08-01", 5, 6)]
    )
    assert whole.digest == split.digest
    assert whole.digest != digested(presence=[(*day, 3, 0, 0, 0, 2**63)], ids=[("2026-08-01", 5, 6)]).digest


def test_of_logins_the_winning_row_counts() -> None:
    def login(rank: str, client: str) -> tuple[object, ...]:
        return ("a1", "2026-08-01", "2026-08-01", 1, "192.0.2.1", "d1", client, rank)

    assert digested(logins=[login("1", "x"), login("2", "y")]).digest == digested(logins=[login("2", "y")]).digest
    assert digested(logins=[login("2", "x")]).digest != digested(logins=[login("2", "y")]).digest


def test_empty_tables_have_no_part() -> None:
    assert digested().parts == {}


@pytest.mark.parametrize("table", sorted(TABLES.keys() - {"settled"}))  # it says what `quarantine` hides, no fact
def test_every_table_is_digested(table: str) -> None:
    example = {"VARCHAR": "x", "DATE": "2026-08-01", "TINYINT": 1, "BIGINT": 1, "UBIGINT": 1}
    row = tuple(example[kind] for kind in TABLES[table].values())
    assert digested(**{table: [row]}).parts.keys() == {table}
