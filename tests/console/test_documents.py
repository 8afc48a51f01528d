"""Every query that the console and the explorer hold is valid, allowed and cheap, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from app.api.limits import check, measure
from app.api.policy import authorise
from app.api.principals import Principal, Role
from app.api.schema import make_schema

APP = Path(__file__).parents[2] / "app"
SCHEMA = make_schema()._schema
SOURCES = [*(APP / "console" / "static").glob("*.js"), APP / "api" / "explorer" / "src" / "starters.js"]


def documents() -> dict[str, str]:
    """Template literals that are GraphQL operations, by file and order."""
    found = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        parts = dict(re.findall(r"const (\w+) = `([^`]*)`", text))
        whole = re.sub(r"\$\{(\w+)\}", lambda match, parts=parts: parts.get(match[1], ""), text)
        for number, document in enumerate(re.findall(r"`((?:#[^\n]*\n)*(?:query|mutation) [^`]*)`", whole)):
            found[f"{path.name}:{number}"] = document
    return found


DOCUMENTS = documents()


def test_there_are_documents():
    assert len(DOCUMENTS) >= 14


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
