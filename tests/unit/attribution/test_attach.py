"""Attach: hubs and benign containers add nothing, families count once, two families are needed."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attribution.attach import RingShare, Rules, Share, attach
from app.linkage.pair import rarity_of, share_of
from app.rings.explanation.ties import lift

N = 10_000
RULES = Rules(
    population=N,
    rarity=lambda kind, degree: rarity_of(kind, degree, N, {}),
    lift=lambda members, degree, size: lift(members, degree, size, N),
    family_share=lambda family, before: share_of(family, before, 0.25),
    hub=2_000,
    margin=3.3,
    support=1.0,
    allowed=lambda kind, value: "allowed" if value == "pi-allowed" else "",
)


def share(
    kind: str, members: int, degree: int, *, state: str = "flagged", value: str = "x", ring: str = "R-1"
) -> Share:
    rings = (RingShare(ring, state, 50, 0.99, members, degree),) if members else ()
    return Share(kind, value, degree, True, rings)


CARD, NET = share("instrument", 4, 4), share("subnet", 20, 25)


def test_two_families_join_and_one_does_not():
    assert attach([CARD, NET], RULES).joins is not None
    assert attach([CARD], RULES).joins is None
    assert attach([CARD, share("billing_name", 4, 4)], RULES).joins is None


def test_the_waterfall_adds_up():
    fit = attach([CARD, NET, share("ip", 10, 12), share("client", 30, 900)], RULES).fits[0]
    assert fit.prior == pytest.approx(math.log2(50 / 9_950), abs=0.01)
    assert fit.bits == pytest.approx(fit.prior + sum(term.counted for term in fit.terms))
    network = [term for term in fit.terms if term.family == "network"]
    assert [term.counted > 0 for term in network] == [True, False], "an address implies its subnet"


@pytest.mark.parametrize(
    ("silent", "reason"),
    [
        (replace(NET, degree=2_001), "a hub"),
        (share("instrument", 4, 4, value="pi-allowed"), "allowed"),
        (share("device", 0, 0), "nobody else"),
        (share("subnet", 20, 25, state="benign"), "benign container"),
        (replace(NET, rings=(*NET.rings, RingShare("R-2", "benign", 40, 0.1, 15, 25))), "benign container"),
        (Share("client", "c", 501, False), "common"),
    ],
)
def test_what_adds_nothing_says_why(silent: Share, reason: str):
    found = attach([CARD, silent], RULES)
    assert found.joins is None and all(term.kind == "instrument" for fit in found.fits for term in fit.terms)
    assert reason in found.silent[0].reason


def test_a_crowd_with_few_members_says_little():
    assert attach([share("ip", 2, 400), share("client", 2, 1_500)], RULES).joins is None


@given(
    st.lists(
        st.builds(
            lambda kind, value, ring, members, more: share(kind, members, members + more, value=value, ring=ring),
            st.sampled_from(["ip", "subnet", "instrument", "device", "client", "email_domain"]),
            st.sampled_from("ab"),
            st.sampled_from(["R-1", "R-2"]),
            st.integers(0, 50),
            st.integers(0, 3_000),
        ),
        max_size=8,
        unique_by=lambda one: (one.kind, one.value),
    ),
    st.randoms(),
)
def test_order_and_copies_do_not_matter_and_nothing_speaks_against(shares: list[Share], chance: object):
    found = attach(shares, RULES)
    shuffled = [*shares, *shares]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert attach(shuffled, RULES) == found
    for fit in found.fits:
        assert fit.bits >= fit.prior and all(0 <= term.counted <= term.bits <= 20 for term in fit.terms)
        assert not fit.joins or len({term.family for term in fit.terms if term.counted >= 1}) >= 2
