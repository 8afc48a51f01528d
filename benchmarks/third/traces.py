"""What can be found of an evasive ring: each leaves a trace inside a cell and two in all, or it could not be proved."""

from __future__ import annotations

from benchmarks.third.draw import Draw
from benchmarks.third.habits import Habits

_MENDED = ("cards", "subpool", "leak", "mail")


def leave_traces(habits: Habits, draw: Draw) -> list[str] | None:
    """Make an evasive operator careless until it can be found; the names of its traces, None for the other tiers."""
    if not habits.tier.evasive:
        return None
    for _ in range(20):
        within, beyond = _within(habits), _beyond(habits)
        if sum(within.values()) >= 1 and sum(within.values()) + sum(beyond.values()) >= 2:
            break
        _slip(habits, draw)
    found = [name for name, left in (_within(habits) | _beyond(habits)).items() if left]
    return found or None


def _within(habits: Habits) -> dict[str, bool]:
    """Traces that hold a cell together."""
    return {
        "cards": habits.cards.accounts[1] > 1 and habits.cards.share > 0.4,
        "subpool": habits.exits.subpool is not None,
        "leak": habits.care.slips > 0.03,
        "mail": habits.care.scripted >= 0.4,
    }


def _beyond(habits: Habits) -> dict[str, bool]:
    """Traces across the ring."""
    return {
        "schedule": habits.timing.common and habits.timing.share > 0.3,
        "client": habits.tools.client_share > 0.5,
        "template": habits.life.template > 0,
        "topics": habits.aims.exclusive > 0 and habits.aims.cover < 0.4,
    }


def _slip(habits: Habits, draw: Draw) -> None:
    """One more carelessness."""
    what = draw.pick(_MENDED)
    if what == "cards":
        habits.cards.accounts = (1, draw.pick((2, 3)))
        habits.cards.share = draw.uniform(0.4, 0.9)
    elif what == "subpool":
        habits.exits.subpool = draw.integer(30, 400)
    elif what == "leak":
        habits.care.slips = draw.uniform(0.03, 0.12)
    else:
        habits.care.scripted = draw.uniform(0.4, 0.7)
