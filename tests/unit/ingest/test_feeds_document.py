"""docs/feeds.md tells the contract as the program has it; its code gives its test vectors."""

import re
from pathlib import Path

import pytest

from app.ingest.contracts import KINDS, KNOWN_VALUES

TEXT = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_kind_has_its_key_and_columns(kind) -> None:
    [row] = re.findall(rf"^\| `{kind.name}` \| (.*) \| (.*) \|$", TEXT, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", row[0])) == kind.key
    assert set(re.findall(r"`(\w+)`", row[1])) == set(kind.columns) - {"updated_at", "known_at"}
    assert set(re.findall(r"\*\*`(\w+)`\*\*", row[1])) == set(kind.required)


def test_each_closed_list_is_told() -> None:
    for name, values in KNOWN_VALUES.items():
        assert f"({', '.join(values)})" in TEXT, name


def test_the_signature_code_gives_its_vectors() -> None:
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict = {}
    exec(code, names)
    vectors = re.findall(r"^\| `(.+)` \| `(simhash64-v1:[0-9a-f]{16})` \|$", TEXT, re.MULTILINE)
    assert len(vectors) == 4
    for text, signature in vectors:
        assert names["simhash64"](bytes(range(32)), text) == signature


def test_each_feed_has_an_example_with_its_required_columns() -> None:
    [sql] = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
    statements = {words.split("-")[0].split(".")[0]: body for words, body in re.findall(r"-- (\S+)([^;]*);", sql)}
    assert set(statements) == set(KINDS)
    for kind in KINDS.values():
        for column in kind.required:
            assert re.search(rf"\b{column}\b", statements[kind.name]), (kind.name, column)
