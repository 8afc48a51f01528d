"""The smaller groups are, the more of them there are to look at, and the more of those look like a ring by chance."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.judge import decide
from app.rings.evidence.verdict import Verdict

USUAL: Final = 100
"""Accounts of a group from which on `RingConfig.prior` holds."""
RARER: Final = 1.0
"""Bits that half as many accounts need more."""


def compared(verdict: Verdict, config: RingConfig) -> Verdict:
    """A ring decided again with the odds of its size; it stays as it is where those are enough.

    Of `n` accounts `n / k` groups of `k` can be made, so half as many accounts are half as likely to be a ring before
    any evidence (Bonferroni's correction, in bits). Cells are weighed so at the end alone: they may be parts of a ring.
    Where the feeds tell of one family alone, teams, classes and shops are not to be seen: what that family tells is
    capped for it already.
    """
    if verdict.state is not State.FLAGGED or verdict.alone or verdict.prior < config.prior:
        return verdict
    verdict.prior -= RARER * float(np.log2(max(1.0, USUAL / len(verdict.profile.members))))
    decide(verdict, config)
    if verdict.state is not State.FLAGGED:
        verdict.state, verdict.reason = State.CANDIDATE, "too little evidence for so few accounts"
    return verdict
