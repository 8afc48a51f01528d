"""Files are whole or not at all, in every format, with a sidecar that names their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from app.errors import IncompleteError, UsageError
from app.exports.contracts import TABLES, schema
from app.exports.files import meta_path, write_meta, write_table
from app.exports.formats import Format
from app.exports.tables import Asked, to_batches

SCHEMA = schema("memberships")
ROWS = [{"ring_id": "R-A", "account_id": f"a{n}", "score": n / 8} for n in range(7)]


@pytest.mark.parametrize("form", Format)
def test_failure_keeps_the_old_file(tmp_path: Path, form: Format):
    path = tmp_path / "out"
    path.write_text("old")

    def batches() -> Iterator[pa.RecordBatch]:
        yield from to_batches(ROWS, SCHEMA, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(path, form, SCHEMA, batches())
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("form", Format)
def test_data_that_changed_meanwhile_leaves_nothing(tmp_path: Path, form: Format):
    def changed() -> None:
        raise IncompleteError("changed")

    with pytest.raises(IncompleteError):
        write_table(tmp_path / "out", form, SCHEMA, to_batches(ROWS, SCHEMA, 3), changed)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("rows", [0, 3, 7])
def test_the_sidecar_names_the_bytes(tmp_path: Path, form: Format, rows: int):
    path = tmp_path / "out"
    assert write_table(path, form, SCHEMA, to_batches(ROWS[:rows], SCHEMA, 3)) == rows
    write_meta(path, {"run": "D-000001"})
    told = json.loads(meta_path(path).read_text())
    assert told == {
        "run": "D-000001",
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def test_missing_directory_and_directory_are_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match="no such directory"):
        write_table(tmp_path / "none" / "out", Format.CSV, SCHEMA, [])
    with pytest.raises(UsageError, match="is a directory"):
        write_table(tmp_path, Format.CSV, SCHEMA, [])


@pytest.mark.parametrize("table", TABLES)
def test_only_memberships_and_rings_tell_changes(table: str):
    if table in ("memberships", "rings"):
        assert Asked(table, (), "D-000001").schema.names == [*schema(table).names, "change"]
    else:
        with pytest.raises(UsageError, match="--since"):
            Asked(table, (), "D-000001")


def test_the_columns_that_other_programs_rely_on():
    assert schema("memberships").names == ["ring_id", "account_id", "score"]
    volumes = ["exchanges", "input_tokens", "output_tokens"]
    assert schema("accounts").names == ["account_id", *volumes, "first_seen", "last_seen"]
