"""What two looks say together: rings of both, and a house is one in either."""

from __future__ import annotations

import pytest

from app.model.detection import Detection, Group, Member, State, Term
from app.model.identifiers import Family
from app.rings.again import ringed, together

HOUSE = Term(Family.NETWORK, "container", "", 0, 10, -16.0, "one house explains the links: ip x")


def group(state: State, accounts: str, score: float, *terms: Term) -> Group:
    members = tuple(Member(account, score, 5.0) for account in accounts)
    return Group(state, score, ("content",), members, terms, f"of {accounts}")


def letters(found: Detection) -> set[tuple[str, str]]:
    return {(str(one.state), "".join(member.account_id for member in one.members)) for one in found.groups}


FIRST = Detection(
    (
        group(State.FLAGGED, "abc", 0.9),
        group(State.CANDIDATE, "defgh", 0.4),
        group(State.BENIGN, "klmnop", 0.01, HOUSE),
        group(State.BENIGN, "uvw", 0.02),
    ),
    {"seed": 1},
)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (group(State.FLAGGED, "defg", 0.8), ("flagged", "defg")),
        (group(State.FLAGGED, "uvw", 0.8), ("flagged", "uvw")),  # no house had explained it
        (group(State.FLAGGED, "klmx", 0.8), ("benign", "klmx")),
        (group(State.FLAGGED, "klxyz", 0.8), ("flagged", "klxyz")),
        (group(State.CANDIDATE, "klm", 0.3), ("candidate", "klm")),
    ],
)
def test_what_a_house_explains_it_explains_in_either_look(found: Group, said: tuple[str, str]) -> None:
    both = together(FIRST, Detection((found,), {"seed": 2}))
    assert letters(both) == {("flagged", "abc"), said}
    assert both.parameters == FIRST.parameters
    assert [one.score for one in both.groups] == sorted((one.score for one in both.groups), reverse=True)


def test_the_house_says_why() -> None:
    [_, told] = together(FIRST, Detection((group(State.FLAGGED, "klmx", 0.8),))).groups
    assert (told.score, told.terms, told.reason) == (0.01, (HOUSE,), "of klmnop")


def test_rings_are_those_that_are_flagged() -> None:
    assert ringed(FIRST) == set("abc")
