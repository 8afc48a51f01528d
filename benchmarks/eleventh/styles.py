"""What a style asks for, drawn once per world."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

STYLES = ("proto", "noschedule", "evasive", "none", "needle", "noclusters")
LEAST = 11_000
"""Honest accounts that a style draws at least."""
TIERS = ("plain", "careful", "evasive")
ROW_BUDGET = 800_000


@dataclass(frozen=True, slots=True)
class Style:
    """The size of a world and the kinds of rings in it."""

    name: str
    honest: int
    days: int
    ring_accounts: int
    operators: int
    tiers: tuple[str, ...]
    scheduled: bool
    clusters: bool


def draw(name: str, seed: int, rng: np.random.Generator) -> Style:
    """Draw the figures of one world."""
    days = int(rng.integers(21, 29)) if name != "needle" else int(rng.integers(21, 25))
    honest = 40_000 if name == "needle" else int(rng.integers(LEAST, 20_001))
    # The two parities show both tiers of the needle, whatever two seeds are looked at.
    needle = TIERS[1 + seed % 2]
    tiers = {"needle": (needle,), "evasive": ("evasive",)}.get(name, TIERS)
    operators = {"needle": 1, "none": 0}.get(name, int(rng.integers(2, 5)))
    size = _ring_size(name, honest, days, rng)
    return Style(name, honest, days, size, operators, tiers, name != "noschedule", name != "noclusters")


def _ring_size(name: str, honest: int, days: int, rng: np.random.Generator) -> int:
    """Ring accounts: 2-5 % of the world, as far as the row budget goes."""
    if name == "none":
        return 0
    if name == "needle":
        return int(rng.integers(62, 140))
    room = (ROW_BUDGET - honest * days * 0.85) / (days * 24)
    return int(min(honest * rng.uniform(0.021, 0.048), room, 900))


def resized(style: Style, accounts: int | None, days: int | None) -> Style:
    """The style with as many honest accounts and days as asked for; its rings keep their share, and 60 accounts."""
    if accounts is not None:
        size = max(min(style.ring_accounts, 60), style.ring_accounts * accounts // style.honest)
        style = replace(style, honest=accounts, ring_accounts=size)
    return replace(style, days=days or style.days)
