"""Whether two rings ask the same: cells of one operator may have nothing else in common than what they draw out."""

from __future__ import annotations

from typing import Final

from app.model.detection import State
from app.model.features import among
from app.rings.evidence.verdict import Verdict
from app.rings.population.mixes import Mix, mix_of
from app.rings.population.profile import asking

ALIKE: Final = 0.7
"""Cosine of what two rings ask. Operators with a target in common reach .3 (.55 where customers ask it too)."""
SAME: Final = 0.8
"""Of the bits that a ring's own members get for what they ask, how much those of the other must get."""
OWN: Final = 4.0
"""Bits that a mix must be worth: others ask it 16 times more seldom, for there are a dozen operators."""


def same_questions(one: Verdict, other: Verdict) -> bool:
    """Whether two rings, each by its own evidence, ask the same mix that hardly anybody else asks.

    Cells of a ring divide its targets among them: it is enough that one calls for the other's accounts as for its own,
    as long as the other does not speak against. A group that hides what it shares and lacks no more evidence than
    asking a ring's mix gives is one of its cells.
    """
    if State.FLAGGED not in (one.state, other.state) or asked_mix(one).cosine(asked_mix(other)) < ALIKE:
        return False
    sides = [_asked_by(one, other), _asked_by(other, one)]
    called = any(own >= OWN and theirs >= SAME * own for own, theirs in sides)
    told = min(theirs for _, theirs in sides)
    return called and told > 0 and all(_may_be_a_cell(v, told) for v in (one, other))


def _may_be_a_cell(verdict: Verdict, told: float) -> bool:
    """Whether a group is a ring, or would be one with so many bits more, and no house explains it."""
    return verdict.state is State.FLAGGED or (verdict.state is State.CANDIDATE and verdict.bits + told >= 0)


def calls_for(ring: Verdict, cell: Verdict) -> bool:
    """Whether a group asks a ring's mix, which hardly anybody else asks."""
    return asked_mix(ring).cosine(asked_mix(cell)) >= ALIKE and min(_asked_by(ring, cell)) >= OWN


def asked_mix(one: Verdict) -> Mix:
    """What a group asks above everybody."""
    return one.once("mix", lambda: mix_of(one.profile.world, one.profile.members))


def _asked_by(one: Verdict, other: Verdict) -> tuple[float, float]:
    """Mean bits of a group's own members, and of another's accounts, for asking what the group asks."""
    world, members = one.profile.world, one.profile.members
    questions = one.once("asking", lambda: asking(world, one.profile))
    strangers = other.profile.members[~among(members, other.profile.members)]
    if questions is None or not len(strangers):
        return 0.0, 0.0
    own = one.once("asks", lambda: float(questions.bits(world, members).mean()))
    return own, float(questions.bits(world, strangers).mean())
