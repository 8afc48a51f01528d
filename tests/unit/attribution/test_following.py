"""Claims through merges: never more than most of a ring was claimed, never less than what was claimed and is there."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.attribution.following import covered, spreads
from app.attribution.review import draft_claim
from app.model.attribution import Claim, ClaimRole, EvidenceItem

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ITEM = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)
ACCOUNTS = [f"a{n}" for n in range(12)]
RINGS = ["R-1", "R-2", "R-3"]


def claim(members: set[str], *, whole: bool = True) -> Claim:
    made = draft_claim("O-1", "R-1", ClaimRole.RUNS, "ann", "x", NOW, evidence=[ITEM], members=sorted(members))
    return Claim(**{name: getattr(made, name) for name in made.__slots__ if name != "whole"}, whole=whole)


rings = st.dictionaries(st.sampled_from(ACCOUNTS), st.sampled_from(RINGS)).map(
    lambda where: {ring: {a for a, r in where.items() if r == ring} for ring in set(where.values())}
)
claimed = st.sets(st.sampled_from(ACCOUNTS), min_size=1)
followed = st.sets(st.sampled_from(["R-2", "R-3"]))


@given(rings, claimed, followed, st.booleans())
def test_a_claim_spreads_only_over_its_own_ring_and_rings_that_are_mostly_claimed(
    rings: dict[str, set[str]], members: set[str], into: set[str], whole: bool
):
    found = covered(claim(members, whole=whole), rings, into)
    for ring, theirs in rings.items():
        mostly = ring in into and 2 * len(members & theirs) > len(theirs)
        assert not (found & theirs) - members or (whole and (ring == "R-1" or mostly))
    assert found <= set().union(*rings.values())


@given(rings, claimed, followed)
def test_what_was_claimed_stays_claimed_where_the_claim_follows(
    rings: dict[str, set[str]], members: set[str], into: set[str]
):
    found = covered(claim(members), rings, into)
    for ring in into & rings.keys():
        assert members & rings[ring] <= found
    if "R-1" in rings:
        assert rings["R-1"] <= found
    else:
        assert members & set().union(*rings.values()) <= found


@given(claimed, followed)
def test_a_ring_that_only_changed_its_id_is_covered_as_before(members: set[str], into: set[str]):
    assert covered(claim(members), {"R-2": members}, {"R-2"} | into) == members


def test_half_is_not_most():
    one = claim({"a0"})
    assert not spreads(one, 5, 10, own=False) and spreads(one, 6, 10, own=False) and spreads(one, 0, 10, own=True)
