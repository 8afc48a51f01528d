"""What each principal may spend a minute, in cost points: one busy client leaves the others their share."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.errors import BudgetError

WINDOW_SECONDS: Final = 60
MAX_POINTS: Final = 100_000
"""Points a window: ten of the dearest queries, or thousands of pages of rings."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A principal's budget after a query."""

    limit: int
    remaining: int
    reset_at: datetime


class Budgets:
    """Fixed windows by principal, in memory; they begin with the first query and a restart forgets them."""

    def __init__(self, points: int = MAX_POINTS, clock: Callable[[], float] = time.monotonic) -> None:
        self.points, self._clock = points, clock
        self._windows: dict[str, tuple[float, int]] = {}

    def spend(self, name: str, cost: int) -> Standing:
        """Take `cost` points. Raises BudgetError, naming limit and wait, and takes nothing, where they are not left."""
        now = self._clock()
        began, spent = self._windows.get(name, (now, 0))
        if now - began >= WINDOW_SECONDS:
            began, spent = now, 0
        wait = began + WINDOW_SECONDS - now
        if spent + cost > self.points:
            left = self.points - spent
            raise BudgetError(
                f"the query costs {cost} points, {left} of {self.points} are left to you this minute",
                do=f"Ask again in {math.ceil(wait)} seconds, or ask for less",
            )
        self._windows[name] = (began, spent + cost)
        return Standing(self.points, self.points - spent - cost, datetime.now(UTC) + timedelta(seconds=wait))
