"""Earlier rows are links of types of their own: readers as of a day name them, and readers of the present do not."""

import re

import pytest

from app.graph import catalogue
from app.model.schema import LINKS

FORMER = sorted(name for name in LINKS if name.startswith("FORMERLY"))
OF_ACCOUNTS = {name for name in FORMER if LINKS[name].start == "Account"}
PRESENT = {name: name.removeprefix("FORMERLY_") for name in OF_ACCOUNTS if name != "FORMERLY"}
READERS = [name for name in catalogue.names() if name.partition("/")[0] not in ("checks", "graph", "ingest", "schema")]
PATTERN = re.compile(r"\[(\w*):([A-Z_|!()]+)")


def link_types(text: str) -> list[tuple[bool, set[str]]]:
    """Of each pattern whether it names the link, and which types; what it leaves out has a `!` before it."""
    found = [(bool(name), types, "!" if "!" in types else "") for name, types in PATTERN.findall(text)]
    return [(named, {no + word for word in re.findall(r"[A-Z_]+", types)}) for named, types, no in found]


def test_every_former_type_has_its_present_one() -> None:
    assert PRESENT and set(PRESENT.values()) <= LINKS.keys()
    assert all(LINKS[name].end == LINKS[name].start for name in FORMER if name not in OF_ACCOUNTS), "of a node itself"
    for former, present in PRESENT.items():
        extra = {"known_from": "DATE", "known_to": "DATE"}
        assert LINKS[former].ends == LINKS[present].ends
        assert LINKS[present].properties.items() | extra.items() <= LINKS[former].properties.items()


@pytest.mark.parametrize("name", READERS)
def test_earlier_rows_are_read_as_of_a_day_and_only_then(name: str) -> None:
    statement = catalogue.load(name)
    as_of = "as_of" in statement.params
    for named, types in link_types(statement.text):
        if any(one.startswith("!") for one in types):
            assert types == {f"!{former}" for former in OF_ACCOUNTS}
        assert as_of or types.isdisjoint(FORMER)
        for former, present in PRESENT.items():
            # present ones alone bound a count: no account has an earlier link without one
            assert (former in types) is (as_of and named and present in types)


def test_the_reader_of_types_would_notice() -> None:
    assert link_types("(x)<-[l:A|B_C]-(a)-[:!(F|G)]->()") == [(True, {"A", "B_C"}), (False, {"!F", "!G"})]
