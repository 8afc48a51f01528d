"""Archetypes of use: hours, weekends, how long a session is, how much is asked and how unequal people are in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def _hours(*peaks: tuple[float, float, float]) -> np.ndarray:
    """A day's profile of bells (centre, width, weight) over a thin night."""
    h = np.arange(24)
    w = np.full(24, 0.12)
    for c, s, k in peaks:
        d = np.minimum(abs(h - c), 24 - abs(h - c))
        w = w + k * np.exp(-0.5 * (d / s) ** 2)
    return np.asarray(w / w.sum())


@dataclass(frozen=True)
class Kind:
    """One archetype."""

    name: str
    share: float
    rate: float
    sigma: float
    length: float
    gap: float
    weekend: float
    tokens: tuple[float, float]
    paid: float
    plans: tuple[str, str]
    surfaces: tuple[str, str]
    caps: tuple[str, ...]
    hours: np.ndarray | None


EVENING, OFFICE = _hours((13, 3, 0.7), (21, 2.5, 1.2)), _hours((10.5, 1.8, 1.2), (15, 2, 1.0))
STUDY, CODE = _hours((11, 2, 0.6), (17, 3, 0.8), (22.5, 2, 0.9)), _hours((11, 2.5, 1.0), (16, 2.5, 1.0), (22, 2, 0.4))
KINDS: dict[str, Kind] = {
    k.name: k
    for k in [
        Kind(
            name="app",
            share=0.36,
            rate=0.35,
            sigma=1.25,
            length=3,
            gap=75,
            weekend=1.0,
            tokens=(60, 260),
            paid=0.09,
            plans=("free", "plus"),
            surfaces=("app", "app"),
            caps=(),
            hours=EVENING,
        ),
        Kind(
            name="web",
            share=0.26,
            rate=0.6,
            sigma=1.3,
            length=4,
            gap=90,
            weekend=0.8,
            tokens=(140, 420),
            paid=0.13,
            plans=("free", "plus"),
            surfaces=("web", "app"),
            caps=(),
            hours=EVENING,
        ),
        Kind(
            name="student",
            share=0.12,
            rate=0.9,
            sigma=1.2,
            length=5,
            gap=80,
            weekend=0.8,
            tokens=(180, 500),
            paid=0.05,
            plans=("free", "student"),
            surfaces=("web", "app"),
            caps=("homework-help", "writing", "mathematics", "exam-preparation", "software-engineering"),
            hours=STUDY,
        ),
        Kind(
            name="seat",
            share=0.14,
            rate=1.3,
            sigma=1.1,
            length=4,
            gap=120,
            weekend=0.12,
            tokens=(320, 520),
            paid=0.9,
            plans=("team", "enterprise"),
            surfaces=("web", "app"),
            caps=(
                "writing",
                "summarisation",
                "data-analysis",
                "marketing-copy",
                "legal-and-finance",
                "customer-support",
            ),
            hours=OFFICE,
        ),
        Kind(
            name="dev",
            share=0.09,
            rate=2.5,
            sigma=1.35,
            length=11,
            gap=40,
            weekend=0.45,
            tokens=(1900, 700),
            paid=0.45,
            plans=("free", "payg"),
            surfaces=("api", "web"),
            caps=("software-engineering", "tool-use", "data-analysis", "agentic-reasoning"),
            hours=CODE,
        ),
        Kind(
            name="bot",
            share=0.03,
            rate=9,
            sigma=1.5,
            length=6,
            gap=8,
            weekend=0.85,
            tokens=(900, 300),
            paid=0.92,
            plans=("payg", "payg"),
            surfaces=("api", "api"),
            caps=(),
            hours=None,
        ),
    ]
}
