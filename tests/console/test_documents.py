"""Every query that the console and the explorer hold is valid, allowed and cheap, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from app.api.limits import check, measure
from app.api.operations import CONSOLE_OPERATIONS, Operations, read_operations, with_console
from app.api.policy import authorise
from app.api.principals import Principal, Role
from app.api.schema import make_schema
from app.errors import UsageError

APP = Path(__file__).parents[2] / "app"
SCHEMA = make_schema()._schema
STARTERS = APP / "api" / "explorer" / "src" / "starters.js"
BUNDLE = APP / "api" / "static" / "explorer" / "explorer.js"
OPERATIONS = {path.stem: path.read_text("utf-8") for path in CONSOLE_OPERATIONS.iterdir()}


def starters() -> list[str]:
    """Template literals that are GraphQL operations."""
    return re.findall(r"`((?:#[^\n]*\n)*(?:query|mutation) [^`]*)`", STARTERS.read_text(encoding="utf-8"))


def documents() -> dict[str, str]:
    """The console's operations by name, the explorer's by number."""
    return OPERATIONS | {f"starter {number}": text for number, text in enumerate(starters())}


DOCUMENTS = documents()


def test_there_are_documents():
    assert len(OPERATIONS) >= 14 and len(starters()) >= 12


def test_the_console_asks_for_its_own_operations_and_for_no_other():
    pages = "".join(path.read_text("utf-8") for path in (APP / "console" / "static").glob("*.js"))
    assert set(re.findall(r"'(Console\w+)'", pages)) == set(OPERATIONS)
    assert not re.search(r"`(query|mutation|\{)", pages)


def test_every_server_knows_them_and_nobody_may_take_their_names(tmp_path: Path):
    known = with_console(Operations(only=True), SCHEMA)
    assert set(known.console) == set(OPERATIONS) and known.find("ConsoleRings").roles == tuple(Role)
    assert not known.by_name
    (tmp_path / "ConsoleRings.graphql").write_text("query ConsoleRings { viewer { name } }")
    with pytest.raises(UsageError, match="operation of the console"):
        with_console(read_operations(tmp_path, SCHEMA), SCHEMA)


def test_the_bundle_has_the_starters_of_its_source():
    bundle = BUNDLE.read_text("utf-8").replace("\\n", "\n")
    assert [text for text in starters() if text.rstrip() not in bundle] == []


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_is_valid_allowed_and_cheap(name: str):
    document = parse(DOCUMENTS[name])
    assert validate(SCHEMA, document) == []
    found = measure(SCHEMA, document, None, {"first": 50})
    check(found)
    role = Role.ADMIN if "mutation" in DOCUMENTS[name] else Role.VIEWER
    authorise(Principal("somebody", role), found.fields)


def test_pages_name_no_other_host():
    for path in [*(APP / "console" / "static").iterdir(), APP / "api" / "static" / "explorer.html"]:
        outside = set(re.findall(r"https?://[^\s'\"`]+", path.read_text(encoding="utf-8"))) - {
            "http://www.w3.org/2000/svg"
        }
        assert outside == set(), path.name
        assert not re.search(
            r"localStorage|sessionStorage|innerHTML|document\.cookie|\beval\(", path.read_text(encoding="utf-8")
        )


def test_the_explorers_bundle_comes_with_its_licences():
    licences = (APP / "api" / "static" / "explorer" / "LICENSES.txt").read_text(encoding="utf-8")
    for package in ("graphiql 3.8.3", "react 18.2.0", "react-dom 18.2.0", "@graphiql/plugin-explorer", "codemirror 5"):
        assert package in licences
    assert "GPL" not in licences
