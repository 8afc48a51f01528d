"""Which single family of evidence would have flagged a group: a counterfactual on what was found, not a new search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.model.detection import State
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.infrastructure import INFRASTRUCTURE
from app.rings.evidence.judge import ONE_CLOCK, decide
from app.rings.evidence.verdict import BRAKES, Verdict

BEHAVIOUR = (Family.CONTENT, Family.TIMING)
EXCUSES = (*BRAKES, "contract")
"""Terms that stay whatever is left out: nobody is guiltier for what was not looked at."""
TWOFOLD = ("crosswise", "chained")
"""Terms that two families of infrastructure tell together."""


def sufficient(verdict: Verdict, config: RingConfig) -> tuple[str, ...]:
    """Sorted names of the families that suffice, by the rules of `decide`.

    An infrastructure family does when it flags the group without the other three, beside content and timing; content
    or timing when it does without the other, beside all infrastructure. The members stay those that all evidence
    found, so a day from which on a family suffices is the earliest it could have, not the day it would have.
    """
    return tuple(sorted(str(family) for family in verdict.families if _alone(verdict, family, config)))


def _alone(verdict: Verdict, family: Family, config: RingConfig) -> bool:
    kept = {family, *(BEHAVIOUR if family.infrastructure else INFRASTRUCTURE)}
    left = TWOFOLD if family.infrastructure else ()
    reduced = replace(
        verdict,
        terms=[one for one in verdict.terms if (one.family in kept and one.kind not in left) or one.kind in EXCUSES],
        families=verdict.families & kept,
        dispersed=verdict.dispersed & kept,
        unified=verdict.unified if family.infrastructure else _acts_as_one(verdict, family),
    )
    decide(reduced, config)
    return reduced.state is State.FLAGGED


def _acts_as_one(verdict: Verdict, family: Family) -> bool:
    """Whether the members act as one by their topics, or by their clock, alone."""
    if family is Family.CONTENT:
        return family in verdict.families
    ratios = [term.figures[0].value for term in verdict.terms if term.kind == "synchrony"]
    return any(ratio > 0 and float(np.log2(ratio)) >= ONE_CLOCK for ratio in ratios)
