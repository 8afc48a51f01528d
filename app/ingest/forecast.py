"""How far a run is and what is left of it: each stage weighs what it was measured to cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that a stage took where it was measured; only their proportions matter."""

    fixed: float
    per_million: float
    """For each million rows read, accounts counted as ACCOUNT_ROWS."""


ACCOUNT_ROWS: Final = 3
"""Rows of exchanges that are read in the time of one account, whose address is normalised and hashed."""
_PLAN: Final = {
    "looking": Cost(1.0, 0.1),
    "reading": Cost(1.0, 7.0),
    "settling": Cost(0.2, 0.5),
    "facts": Cost(0.2, 3.5),
    "planning": Cost(0.5, 3.0),
}
LIVE: Final[Mapping[str, Cost]] = _PLAN | {"writing": Cost(5.0, 120.0), "finishing": Cost(2.0, 5.0)}
BULK: Final[Mapping[str, Cost]] = _PLAN | {
    "tables": Cost(0.5, 1.5),
    "importing": Cost(15.0, 7.5),
    "starting": Cost(15.0, 1.5),
}


class Forecast:
    """The share of a run that is done. Stages come in the order of `costs`; those before the present one are done."""

    def __init__(self, costs: Mapping[str, Cost]) -> None:
        self.costs = costs
        self.rows = 0
        self.batch, self.batches = 1, 1

    def share(self, stage: str, done: int, of: int) -> float | None:
        """0 to 1 after this report; None while it is not known how many rows there are, and of an unknown stage."""
        if stage == "batch":  # the stages begin anew
            self.batch, self.batches = done, of
            return None
        if stage not in self.costs:
            return None
        if stage == "reading":
            self.rows = of
        if not self.rows:
            return None
        before = list(self.costs)[: list(self.costs).index(stage)]
        total = sum(map(self._seconds, self.costs))
        now = sum(map(self._seconds, before)) + self._seconds(stage) * (done / of if of else 1.0)
        return (self.batch - 1 + now / total) / self.batches

    def _seconds(self, stage: str) -> float:
        cost = self.costs[stage]
        return cost.fixed + cost.per_million * self.rows / 1_000_000
