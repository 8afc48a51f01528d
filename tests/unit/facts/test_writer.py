"""Fact files: written under their batch, read only where the batch is done, replaced by a second attempt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from app.errors import UsageError
from app.facts import open_facts, write_table
from app.facts.store import batch_files, facts_root
from app.model.facts import TABLES
from app.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "it's home")


def write(settings: Settings, batch: str, days: dict[str, int]) -> None:
    """Rows of `ids`, so many a day."""
    rows = " UNION ALL ".join(
        f"SELECT DATE '{day}' AS day, unnest(range({count}))::UBIGINT AS id_hash, 7::UBIGINT AS content_hash"
        for day, count in days.items()
    )
    with duckdb.connect() as connection:
        write_table(connection, facts_root(settings), "ids", batch, rows)


def count(settings: Settings, *batches: str) -> dict[date, int]:
    """Rows of `ids` a day over these batches."""
    with open_facts(settings, batches) as view:
        return dict(view.connection.execute("SELECT day, count(*) FROM ids GROUP BY ALL").fetchall())


def test_only_the_batches_asked_for_are_read(settings: Settings) -> None:
    write(settings, "b1", {"2026-03-01": 2, "2026-03-02": 3})
    write(settings, "b2", {"2026-03-02": 4})
    assert count(settings) == {}
    assert count(settings, "b1") == {date(2026, 3, 1): 2, date(2026, 3, 2): 3}
    assert count(settings, "b1", "b2", "gone") == {date(2026, 3, 1): 2, date(2026, 3, 2): 7}


def test_a_second_attempt_replaces_the_first_whole(settings: Settings) -> None:
    write(settings, "b1", {"2026-03-01": 2, "2026-03-02": 3})
    write(settings, "b2", {"2026-03-01": 1})
    write(settings, "b1", {"2026-03-02": 5})
    assert count(settings, "b1") == {date(2026, 3, 2): 5}
    assert count(settings, "b2") == {date(2026, 3, 1): 1}


def test_files_are_partitioned_by_day_and_named_by_batch(settings: Settings) -> None:
    write(settings, "b1", {"2026-03-01": 1, "2026-03-02": 1})
    files = batch_files(facts_root(settings), "ids", "b1")
    assert [path.parent.name for path in files] == ["day=2026-03-01", "day=2026-03-02"]
    assert {path.name.partition("_")[0] for path in files} == {"b1"}


def test_a_table_without_rows_is_empty_and_typed(settings: Settings) -> None:
    write(settings, "b1", {"2026-03-01": 0})
    with open_facts(settings, ["b1"]) as view:
        for table, columns in TABLES.items():
            described = view.connection.execute(f"DESCRIBE {table}").fetchall()
            assert {row[0]: row[1] for row in described} == columns
            assert view.connection.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]


def test_object_stores_are_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="RINGLEADER_FACTS: facts on object stores are not supported"):
        facts_root(Settings(home=tmp_path, facts_url="s3://bucket/facts"))


def test_a_column_that_earlier_files_lack_is_null(settings: Settings) -> None:
    folder = facts_root(settings) / "ids" / "day=2026-03-01"
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        old = folder / "b0_0.parquet"
        target = str(old).replace("'", "''")
        connection.execute(
            f"COPY (SELECT DATE '2026-03-01' AS day, {2**64 - 1}::UBIGINT AS id_hash, 1 AS more) TO '{target}'"
        )
    with open_facts(settings, ["b0"]) as view:
        assert view.connection.execute("SELECT * FROM ids").fetchall() == [(date(2026, 3, 1), 2**64 - 1, None)]


def test_all_288_slots_of_a_day_survive(settings: Settings) -> None:
    full = ", ".join(
        f"(1::HUGEINT << 64) - 1 AS s{word}" if word < 4 else "4294967295::HUGEINT AS s4" for word in range(5)
    )
    with duckdb.connect() as connection:
        rows = f"SELECT 'a' AS account_id, DATE '2026-03-01' AS day, DATE '2026-03-01' AS known_day, {full}"
        write_table(connection, facts_root(settings), "presence", "b1", rows)
    with open_facts(settings, ["b1"]) as view:
        found = view.connection.execute("SELECT s0, s1, s2, s3, s4 FROM presence").fetchnumpy()
    assert sum(int(found[f"s{word}"][0]).bit_count() for word in range(5)) == 288
