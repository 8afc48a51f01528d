"""One schema, three tellings: app/model/schema.py, cypher/schema and docs/graph.md say the same."""

import re
from pathlib import Path

import pytest

from app.graph import catalogue
from app.graph.queries import DIGEST_ENTITIES
from app.model.schema import BOOKKEEPING, GRAPH_VERSION, LINKS, NODES, UNDIGESTED, LinkType, NodeType

DOCUMENT = (Path(__file__).parents[3] / "docs" / "graph.md").read_text(encoding="utf-8")
CONSTRAINT = re.compile(r"FOR \(n:(\w+)\) REQUIRE \(?(.+?)\)? IS UNIQUE")


def section(title: str) -> str:
    return DOCUMENT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def ticked(text: str) -> set[str]:
    return set(re.findall(r"`([A-Za-z_0-9]+)`", text))


def test_every_label_is_documented_with_its_key_and_properties() -> None:
    documented = {}
    for label, key, properties in rows("Nodes"):
        text = section("Rings").split("}`")[0] if label == "`Ring`" else properties
        names = set(re.findall(r"\b[a-z][a-z_0-9]*\b", text)) if label == "`Ring`" else ticked(properties)
        documented[label.strip("`")] = (ticked(key), names)
    assert set(documented) == set(NODES)
    for label, (key, names) in documented.items():
        assert key == set(NODES[label].key), label
        assert set(NODES[label].properties) - key <= names, label
        if label != "Ring":
            assert names <= set(NODES[label].properties), label


def test_every_link_is_documented() -> None:
    tabled = {name for row in rows("Links") for name in ticked(row[0])}
    told = set(re.findall(r"\[:([A-Z_]+)", section("Links")))
    assert tabled | told == set(LINKS)
    for row in rows("Links"):
        names, ends = sorted(ticked(row[0])), ticked(row[1])
        assert {end for name in names for end in LINKS[name].ends} == ends
        own = {word for word in ticked(row[3]) if word.islower()} - {"staged", "replaced"}
        assert own <= {prop for name in names for prop in LINKS[name].properties}, names


def test_every_key_has_its_constraint() -> None:
    found = {}
    for name in catalogue.names("schema"):
        match = CONSTRAINT.search(catalogue.load(name).text)
        if match:
            found[match[1]] = tuple(part.strip().removeprefix("n.") for part in match[2].split(","))
    assert found == {label: node.key for label, node in NODES.items()}


def test_the_digest_reads_every_label_of_facts() -> None:
    labels = re.search(r"MATCH \(n:([\w|]+)\)", DIGEST_ENTITIES.statement.text)
    assert labels
    assert set(labels[1].split("|")) == set(NODES) - UNDIGESTED
    for name, properties in BOOKKEEPING.items():
        assert properties <= (NODES[name] if name in NODES else LINKS[name]).properties.keys()


def test_version_counts_up() -> None:
    assert GRAPH_VERSION >= 1


@pytest.mark.parametrize(
    "declare",
    [
        lambda: NodeType("account", ("id",), {"id": "STRING"}),
        lambda: NodeType("Account", ("id",), {}),
        lambda: NodeType("Account", (), {"id": "STRING"}),
        lambda: NodeType("Account", ("id",), {"id": "TEXT"}),
        lambda: NodeType("Account", ("id",), {"Id": "STRING", "id": "STRING"}),
        lambda: NodeType("Account", ("id",), {"id": "STRING"}, frozenset({"plan"})),
        lambda: LinkType("used", "Account", "Client"),
        lambda: LinkType("USED", "Account", "Nobody"),
        lambda: LinkType("USED", "Account", "Client", {"n": "NUMBER"}),
        lambda: LinkType("USED", "Account", "Client", {}, frozenset({"n"})),
    ],
)
def test_bad_declarations_are_refused(declare) -> None:
    with pytest.raises(ValueError, match=r"."):
        declare()
