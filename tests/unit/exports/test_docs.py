"""docs/exports.md: its column tables are the program's, and its readers read what is exported."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.exports.contracts import INCREMENTAL, SCHEMA_VERSION, TABLES, columns, schema
from app.exports.dossier.redact import Redaction
from app.exports.files import write_meta, write_table
from app.exports.formats import Format
from app.exports.tables import to_batches

TEXT = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
READERS = re.findall(r"^(\w+):\n\n```python\n(.*?)```$", TEXT, re.MULTILINE | re.DOTALL)
ROWS: dict[str, dict[str, Any]] = {
    "rings": {"ring_id": "R-A", "accounts": 2, "families": ["email"]},
    "accounts": {"account_id": "007", "exchanges": 3_000_000_000, "first_seen": date(2026, 9, 1)},
    "memberships": {"ring_id": "R-A", "account_id": "007", "score": 0.5},
    "traffic": {"ring_id": "R-A", "day": date(2026, 9, 1), "exchanges": 3_000_000_000},
    "links": {"ring_id": "R-A", "account_id": "007", "kind": "instrument", "identifier": "pi-1"},
}


def test_the_columns_are_the_programs():
    assert f"schema version {SCHEMA_VERSION}" in TEXT
    for table, described in TABLES.items():
        section = TEXT.partition(f"#### `{table}`\n")[2].partition("\n#")[0]
        expected = [f"| `{one.name}` | {one.type} | {one.about} |" for one in described]
        if table in INCREMENTAL:
            change = columns(table, incremental=True)[-1]
            expected.append(f"| `{change.name}` | {change.type} | with `--since`: {change.about} |")
        assert re.findall(r"^\| `.*", section, re.MULTILINE) == expected


def test_every_level_of_redaction_is_told():
    assert re.findall(r"^\| `(\w+)` \| (?!\w+ \| (?:the|its))", TEXT.partition("## Reports")[2], re.MULTILINE) == list(
        Redaction
    )


@pytest.mark.parametrize(("library", "code"), READERS)
def test_the_readers_read(library: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for table, row in ROWS.items():
        for form in Format:
            path = tmp_path / f"{table}.{form.value}"
            write_table(path, form, schema(table), to_batches([row], schema(table), 10))
            write_meta(path, {"run": "D-000001"})
    assert len(list(filter(None, code.splitlines()))) <= 5
    found: dict[str, Any] = {}
    exec(code, found)
    if library == "pandas":
        assert found["accounts"]["account_id"].tolist() == ["007"] and found["run"] == "D-000001"
        assert found["rings"]["accounts"].tolist() == [2]
    elif library == "polars":
        assert found["volumes"].rows() == [("R-A", 3_000_000_000)]
    else:
        assert found["days"]["exchanges"].tolist() == [3_000_000_000]
        assert json.loads(found["cards"].to_json(orient="records")) == [{"identifier": "pi-1", "accounts": 1}]


def test_there_are_three_readers():
    assert [library for library, _ in READERS] == ["pandas", "polars", "DuckDB"]


def test_the_command_line_offers_every_table():
    from app.cli.exports import Table

    assert {table.value for table in Table} - {"stix", "misp"} == set(TABLES)
