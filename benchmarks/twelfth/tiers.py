"""How careful an operator is: what each tier buys and what it gives away."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[int, int]


@dataclass(frozen=True)
class Tier:
    """One tier's habits. Exchanges a day are about active x rate x turns, with a wide spread."""

    name: str
    cell: Range
    exits: Range
    sticky: float
    card: Range
    phone: float
    device: Range
    kit: float
    wild: float
    own: float
    flip: int
    tail: float
    fresh: float
    life: float
    signup: float
    aged: float
    hours: tuple[str, ...]
    weekend: float
    active: float
    rate: float
    turns: float
    gap: float


TIERS: dict[str, Tier] = {
    "plain": Tier(
        "plain",
        (20, 90),
        (8, 40),
        0.1,
        (4, 20),
        0.8,
        (2, 9),
        0.95,
        0.0,
        0.96,
        3,
        0.0,
        0.5,
        6,
        0.6,
        0.0,
        ("round",),
        0.95,
        0.95,
        4.5,
        7,
        12,
    ),
    "careful": Tier(
        "careful",
        (10, 40),
        (40, 260),
        0.5,
        (1, 4),
        0.5,
        (1, 2),
        0.7,
        0.25,
        0.8,
        7,
        0.2,
        0.35,
        10,
        5,
        0.15,
        ("round", "late", "nine", "night", "day"),
        0.85,
        0.85,
        4.8,
        6.5,
        40,
    ),
    "evasive": Tier(
        "evasive",
        (6, 22),
        (60, 500),
        0.85,
        (1, 2),
        0.25,
        (1, 1),
        0.35,
        0.75,
        0.56,
        11,
        0.35,
        0.2,
        18,
        30,
        0.45,
        ("nine", "evening", "day", "build", "student", "office"),
        0.6,
        0.75,
        3.7,
        6.5,
        75,
    ),
}
MIXES: dict[str, tuple[float, float, float]] = {
    "mixed": (0.4, 0.4, 0.2),
    "sloppy": (0.8, 0.2, 0.0),
    "steady": (0.1, 0.8, 0.1),
    "quiet": (0.02, 0.3, 0.68),
    "ghost": (0.0, 0.08, 0.92),
}
