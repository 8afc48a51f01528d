"""What the members ask, when and how much."""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.content import AREAS, HARVEST
from benchmarks.fourteenth.places import PROFILES, ZONE
from benchmarks.fourteenth.world import Group, World

# sessions a day, minutes of a session, at weekends
_CLOCKS = {
    "home": (2, 35, 1.1), "office": (4, 40, 0.12), "school": (3, 35, 0.2), "evening": (2, 50, 1.2),
    "night": (2, 60, 1.1),
    "flat": (200, 1, 1.0), "awake": (6, 40, 0.7), "cron": (6, 4, 1.0), "shift": (8, 45, 0.5),
}  # fmt: skip


def _plan(world: World, knobs: dict[str, Any]) -> int:
    rng = world.rng
    if knobs.get("public"):
        return int(rng.choice(world.plans.public))
    shelf = HARVEST if knobs.get("harvest") or rng.random() < 0.35 else range(len(AREAS))
    areas = rng.choice(list(shelf), min(int(knobs.get("areas", rng.integers(1, 5))), len(shelf)), replace=False)
    items = 0 if knobs["plan"] == "topic" else round(knobs["items"])
    return world.plans.new(rng, round(knobs["topics"]), items, areas, knobs.get("tail", 0.4))


def prompts(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Own interests, and the group's plan and templates."""
    n, rng = len(df), world.rng
    df["area1"], df["area2"] = rng.integers(0, len(AREAS), n), rng.integers(0, len(AREAS), n)
    df["plan"], df["share"], df["lo"], df["width"], df["order"] = -1, 0.0, 0, 0, False
    df["tmpl"], df["tmpl_share"], df["flips"] = df["key"], np.where(rng.random(n) < 0.15, rng.random(n) * 0.6, 0.0), 6
    if knobs["template"] > 0.05:
        many = knobs.get("templates", 3)
        df["tmpl"] = group.once("tmpl", world.key) // 16 + rng.integers(0, max(1, round(many)), n)
        df["tmpl_share"], df["flips"] = knobs["template"], round(knobs["flips"])
    if knobs["plan"] == "none":
        return
    plan = group.once("plan", lambda: _plan(world, knobs))
    items = world.plans.items[plan]
    df["plan"], df["share"] = plan, np.clip(knobs["plan_share"] + rng.normal(0, 0.07, n), 0, 1)
    df["width"], df["order"] = items, knobs["plan"] == "order"
    if knobs["plan"] == "slice" and items:
        parts = group.once("parts", lambda: [0, max(n, round(knobs.get("parts", n)))])
        df["width"] = max(1, items // parts[1])
        df["lo"] = ((parts[0] + np.arange(n)) * items // parts[1]) % items
        parts[0] += n


def _profile(world: World, group: Group, way: str, n: int) -> np.ndarray:
    rng = world.rng
    if way == "shift":
        starts = group.once(
            "shifts", lambda: rng.choice([6, 7, 8, 9, 14, 16, 22], int(rng.integers(1, 4)), replace=False)
        )
        return np.array([PROFILES.index(f"shift{h}") for h in rng.choice(starts, n)])
    return np.full(n, PROFILES.index("flat" if way == "cron" else way))


def clock(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Hours of the day, sessions, and whose clock sets them."""
    n, rng, way = len(df), world.rng, knobs["clock"]
    base = "shift" if way.startswith("shift") else way
    sessions, minutes, weekend = _CLOCKS[base]
    df["tz"] = [ZONE[c] for c in df["country"]] if not knobs.get("one_zone") else ZONE[group.country]
    df["prof"] = PROFILES.index(way) if way in PROFILES else _profile(world, group, way, n)
    follows = rng.random(n) < knobs["sync"]
    df["clock_key"] = np.where(follows, group.once("clock", world.key), df["key"])
    df["day_key"] = np.where(follows & (rng.random() < 0.7), group.key, df["key"])
    df["daily"] = way != "cron"
    df["sess"] = np.maximum(1, np.round(sessions * rng.lognormal(0, 0.5, n))) if sessions < 100 else sessions
    df["minutes"] = minutes * rng.lognormal(0, 0.4, n)
    df["jitter"] = np.where(follows, knobs["jitter"], 1.0)
    df["weekend"] = np.clip(weekend + rng.normal(0, 0.2, n), 0.02, 1.6)


def volume(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Exchanges a day: most people few, some many."""
    n, rng = len(df), world.rng
    wide = knobs.get("between", 1.0)
    df["rate"] = knobs["rate"] * rng.lognormal(-wide * wide / 4, wide, n)
    df["sigma"] = knobs["sigma"]
    df["active"] = np.clip(knobs["active"] * rng.lognormal(0, min(0.5, wide), n), 0.03, 1)
    df["warm"], df["ramp"] = 0.0, 0.0
    df["burst_day"], df["burst"] = (
        group.once("bang", lambda: int(rng.integers(1, world.days - 2))),
        max(1.0, knobs["burst"]),
    )
    df["tok_in"], df["tok_out"] = rng.normal(6.0, 0.9, n), rng.normal(5.7, 0.7, n)
    df["limited"] = 0.002 + 0.01 * (rng.random(n) < 0.1)
    df["model"] = rng.choice(4, n, p=[0.2, 0.5, 0.25, 0.05])
    df["cred_n"] = np.where(rng.random(n) < 0.85, 1, rng.integers(2, 6, n))
