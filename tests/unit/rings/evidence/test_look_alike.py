"""The closest honest look-alike: nearest in bits by test, whatever the excuse, with the figures side by side."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import State
from app.rings.detect import detect
from app.rings.store.look_alike import Judged, closest, judged, side_by_side
from app.rings.store.records import evidence
from tests.unit.rings.small_world import small_world


def term(family: str, kind: str, bits: float, note: str = "", **figures: list[float | None]) -> dict[str, object]:
    values = {"family": family, "kind": kind, "identifier": "", "degree": 0, "members": 9, "bits": bits, "note": note}
    return {**values, "figures": figures} if figures else values


def group(ring_id: str, state: str, *terms: dict[str, object], size: int = 9) -> Judged:
    return judged(ring_id, state, size, "", [json.dumps(one) for one in terms])


RING = group(
    "R-1",
    "flagged",
    term("payment", "shared_instrument", 6.0, "cards", coverage=[0.9, 0.01], purity=[0.8, None]),
    term("timing", "synchrony", 4.0, "clock", ratio=[2.5, 1.0]),
)
OFFICE = group(
    "R-2",
    "benign",
    term("payment", "shared_billing_name", 5.0, "one card", coverage=[1.0, 0.02]),
    term("payment", "container", -8.0, "one house"),
    term("timing", "nights", -1.0, "sleeps", around_the_clock=[0.1, 0.0]),
)


def test_the_nearest_by_what_the_tests_say_whatever_the_excuse():
    far = group("R-3", "benign", term("timing", "synchrony", -1.0), size=900)
    found = closest(RING, [far, OFFICE, RING])
    assert found is not None
    assert (found.group.ring_id, found.distance) == ("R-2", pytest.approx((1 + 16 + 1) ** 0.5, abs=0.01))


def test_a_candidate_only_where_nothing_is_explained():
    candidate = group("R-4", "candidate", *RING.terms)
    assert closest(RING, [candidate, OFFICE]).group.ring_id == "R-2"
    assert closest(RING, [candidate, group("R-5", "flagged", *RING.terms)]).group.ring_id == "R-4"
    assert closest(RING, [RING, group("R-6", "benign")]) is None


def test_side_by_side_with_the_population_the_largest_difference_first():
    rows = side_by_side(RING.terms, OFFICE.terms)
    assert [(r.test, r.figure) for r in rows] == [
        ("container", ""),
        ("synchrony", "ratio"),
        ("shared", "coverage"),
        ("shared", "purity"),
        ("nights", "around_the_clock"),
    ]
    shared = rows[2]
    assert (shared.ring, shared.look_alike, shared.population) == (0.9, 1.0, 0.01)
    assert (shared.ring_bits, shared.look_alike_bits, shared.look_alike_note) == (6.0, 5.0, "one card")
    assert (rows[1].ring, rows[1].look_alike, rows[1].population) == (2.5, None, 1.0)
    assert (rows[4].ring, rows[4].population, rows[4].ring_bits) == (None, 0.0, 0.0)


@given(
    st.permutations([OFFICE, *(group(f"R-{n}", "benign", term("timing", "synchrony", n % 4)) for n in range(6, 12))])
)
def test_the_order_of_groups_changes_nothing(pool: list[Judged]):
    assert closest(RING, pool) == closest(RING, sorted(pool, key=lambda one: one.ring_id))


def test_detection_stores_the_figures_that_are_compared():
    snapshot = small_world(ring=40)
    groups = detect(snapshot, link(snapshot)).groups
    found = [judged(f"R-{n}", str(g.state), len(g.members), g.reason, evidence(g.terms)) for n, g in enumerate(groups)]
    ring = found[[g.state for g in groups].index(State.FLAGGED)]
    near = closest(ring, found)
    measured = {(row.test, row.figure) for row in side_by_side(ring.terms, near.group.terms if near else ())}
    assert {("shared", "coverage"), ("shared", "dispersion"), ("shared", "purity"), ("topics", "coverage")} <= measured
