"""The knobs of a ring's campaign, each drawn by itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixteenth import stocks
from benchmarks.sixteenth.world import DAY, World

Knobs = dict[str, Any]
KEYS = ("infra", "cards", "mail", "phones", "devices", "client", "topics", "hours", "signup", "volume", "template")
SIGNUP: stocks.Odds = {"burst": 4, "trickle": 3, "bought": 2, "aged": 1}
HIDDEN_SIGNUP: stocks.Odds = {"aged": 4, "trickle": 3, "bought": 4}
UNTIMED_SIGNUP: stocks.Odds = {"trickle": 4, "bought": 2, "aged": 2}


def draw(world: World, n: int, style: str, op: dict[str, Any]) -> Knobs:
    """All knobs of one campaign or cell of n accounts; the order of the draws is that of the keys."""
    r, hidden = world.r, style == "evasive"
    how = stocks.pick(r, {"own": 5, "few": 0.6 if hidden else 2, "none": 2})
    return {
        "infra": stocks.infra(world, n, hidden, op),
        "cards": stocks.cards(world, n, hidden),
        "mail": stocks.mail(world, hidden),
        "phones": (how, [world.token("p") for _ in range(max(1, n // r.choice((3, 6, 15))))]),
        "devices": stocks.devices(world, n, hidden),
        "client": stocks.client(world, hidden),
        "topics": stocks.topics(world),
        "hours": stocks.clock(world, style, hidden),
        "signup": _signup(world, style, hidden),
        "volume": _volume(world, hidden),
        "template": _template(world, hidden),
    }


def strength(k: Knobs) -> int:
    """How many kinds of evidence the accounts share: a ring without any could be found by nobody."""
    told = (
        any(line[0] in ("hosting", "static-isp", "cloud-functions", "proxy") for line in k["infra"]),
        k["cards"][0] in ("few", "bin", "address", "crypto"), k["mail"][0] in ("domains", "pattern", "throwaway"),
        k["phones"][0] == "few", k["devices"][0] == "few", k["client"][0] in ("odd", "kit"),
        k["signup"][0] in ("burst", "bought"), k["template"][0] > 0.3, k["volume"]["slip"] > 0.2,
        k["volume"]["cover"] < 0.1,
    )  # fmt: skip
    return sum(told)


def _signup(world: World, style: str, hidden: bool) -> tuple[str, float, float]:
    """How the accounts were made, from when on (Unix seconds), in how many days."""
    r = world.r
    how = stocks.pick(r, UNTIMED_SIGNUP if style == "noschedule" else HIDDEN_SIGNUP if hidden else SIGNUP)
    begin, span = world.start - DAY * r.uniform(1, 60), r.choice((0.5, 2, 7))
    # An hour of the day that nothing uses: without the draws every seed would have another world.
    r.choice((3600, 7200))
    r.random()
    return how, begin, span


def _volume(world: World, hidden: bool) -> dict[str, Any]:
    """How much an account asks, and how carelessly."""
    r = world.r
    return {
        "rate": min(52, 30 * r.lognormvariate(0, 0.3)) * (0.75 if hidden else 1),
        "sigma": r.choice((0.12, 0.3, 0.5, 0.8)),
        "active": r.uniform(0.5, 0.9) if hidden else r.uniform(0.7, 0.97),
        "weekend": 0.7 if hidden else r.choice((1, 1, 0.6)),
        "cover": r.uniform(0.2, 0.4) if hidden else r.choice((0, 0, 0.05, 0.15, 0.3)),
        "ramp": r.random() < (0.7 if hidden else 0.3),
        "tout": r.uniform(6, 7.1),
        "gap": r.choice((15, 40, 90, 150)),
        "banned": r.choice((0, 0.03, 0.12, 0.3)),
        "refused": r.choice((0.01, 0.03, 0.07)),
        "slip": r.uniform(0.1, 0.35) if hidden else r.choice((0, 0.05, 0.15)),
        "referrer": r.random() < 0.15,
    }


def _template(world: World, hidden: bool) -> tuple[float, Any]:
    """Share of prompts that are of a template, and what it adds to a signature."""
    share = world.r.choice((0, 0, 0.3, 0.7, 0.95)) * (0.5 if hidden else 1)
    return share, world.rng.integers(0, 1 << 62, dtype=np.uint64)
