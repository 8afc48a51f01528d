"""The drawing of the detection gap: well-formed, accessible, to scale, and harmless whatever a ring is called."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app.exports.gap_chart import GapPanel, gap_chart

DAY = date(2026, 9, 1)
SPACE = "{http://www.w3.org/2000/svg}"


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def panels() -> st.SearchStrategy[list[GapPanel]]:
    day = st.integers(0, 60).map(on)
    names = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)
    counts = st.dictionaries(day, st.integers(1, 10**12), max_size=8)
    marks = st.lists(st.tuples(day, st.sampled_from(("payment", "network", "timing"))), max_size=5)
    return st.lists(st.builds(GapPanel, names, counts, st.none() | day, st.just({}), marks), max_size=4)


@given(panels())
def test_is_one_well_formed_picture_with_a_title_and_a_description(given_panels: list[GapPanel]):
    root = ElementTree.fromstring(gap_chart(given_panels))
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{SPACE}title"
    assert root[1].tag == f"{SPACE}desc"
    assert root[1].text
    assert len(root.findall(f"{SPACE}g")) == len(given_panels)
    allowed = {"svg", "title", "desc", "defs", "pattern", "path", "rect", "text", "g"}
    assert {each.tag.removeprefix(SPACE) for each in root.iter()} <= allowed


def test_bars_are_dark_up_to_the_flag_hatched_where_late_and_hollow_after_it():
    panel = GapPanel("R-A", {on(0): 50, on(1): 100, on(3): 25}, on(1), {on(1): 40}, [(on(3), "timing")])
    root = ElementTree.fromstring(gap_chart([panel]))
    (group,) = root.findall(f"{SPACE}g")
    bars = [(each.attrib["fill"], float(each.attrib["height"])) for each in group.iter(f"{SPACE}rect")]
    assert bars == [("#1b4d7a", 48.0), ("#1b4d7a", 96.0), ("url(#late)", 38.4), ("#ffffff", 24.0)]
    words = "R-A: flagged on 2026-09-02; 150 of 175 exchanges (85.7%) captured by then"
    assert group.attrib["aria-label"] == words
    assert f"{words}; one family would have sufficed: timing from 2026-09-04" == root[1].text


def test_no_ring_is_told_too():
    assert "No ring was found." in gap_chart([])


def test_a_panel_is_as_high_as_its_lines_of_marks():
    def height(*marks: tuple[date, str]) -> float:
        panel = GapPanel("R-A", {on(0): 50, on(40): 100}, on(1), {}, marks)
        return float(ElementTree.fromstring(gap_chart([panel])).attrib["height"])

    assert height() < height((on(3), "timing")) == height((on(3), "timing"), (on(30), "payment"))
    assert height((on(3), "timing")) < height((on(3), "timing"), (on(4), "payment"))
