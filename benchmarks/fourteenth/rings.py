"""Operators, their rings and the cells of a ring, with bans and those who follow the banned."""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.members import build, desks
from benchmarks.fourteenth.places import some
from benchmarks.fourteenth.tiers import ring_knobs
from benchmarks.fourteenth.world import Group, World

_CELL_OF_ITS_OWN = ("rate", "exits", "per_card", "jitter", "stagger")


def _cells(rng: np.random.Generator, size: int, typical: float) -> list[int]:
    """Sizes of the cells of a ring."""
    out: list[int] = []
    while sum(out) < size:
        out.append(int(np.clip(rng.lognormal(np.log(typical), 0.5), 4, size - sum(out) if size - sum(out) > 4 else 4)))
    out[-1] -= sum(out) - size
    return [c for c in out if c > 0]


def _times(world: World, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Work begins in steps, and the campaign has an end."""
    rng, n = world.rng, len(df)
    first = np.maximum(
        knobs["from_day"] + rng.uniform(0, knobs["stagger"] + 0.1, n), df["born"] + rng.exponential(0.3, n)
    )
    df["start"] = np.maximum(first, df["born"])
    df["end"] = np.maximum(
        knobs["from_day"] + knobs["lasts"] + rng.exponential(0.5, n), df["start"] + knobs["warm"] + rng.gamma(2, 2, n)
    )
    df["end"] = np.minimum(world.days, df["end"])
    df["warm"], df["ramp"] = knobs["warm"] * rng.uniform(0.6, 1.4, n), knobs["ramp"]
    df["model"] = np.where(rng.random(n) < 0.85, int(rng.choice([0, 1, 1])), df["model"])
    df["tok_out"] += 0.7
    df["cred_n"] = np.where(knobs["front"] > 0, rng.integers(3, 30, n), df["cred_n"])
    df["limited"] = float(rng.uniform(0.002, 0.06))
    df["share"] *= 1 - knobs["front"]
    df["tmpl_share"] = df["tmpl_share"] * (1 - knobs["front"])


def _bans(world: World, knobs: dict[str, Any], df: pd.DataFrame) -> np.ndarray:
    """A wave and a drip of bans; the banned stop."""
    rng, n = world.rng, len(df)
    wave, drip = rng.random(n) < knobs["ban_share"], rng.random(n) < knobs["drip_bans"]
    at = np.where(wave, knobs["ban_day"] + rng.exponential(0.15, n), rng.uniform(2, world.days, n))
    hit = np.asarray((wave | drip) & (at < df["end"]) & (at > df["start"] + 0.5))
    df.loc[hit, "end"] = at[hit]
    why = rng.choice(["payment-fraud", "terms", "automation", "duplicate-accounts", "chargeback"], n)
    rows = pd.DataFrame({"account_id": df["account_id"], "at": at, "action": "banned", "reason": why})
    world.bans.append(rows[hit])
    return hit


def _cell(world: World, cell: Group, knobs: dict[str, Any], size: int, labels: dict[str, str]) -> None:
    """The accounts of one cell, and those that follow its banned ones."""
    for turn in range(2):
        if turn:
            cell.cache["born"], knobs = knobs["ban_day"] + 0.3, knobs | {"born": "together", "batch_days": 2.0}
        df = build(world, cell, knobs, size)
        desks(world, cell, knobs, df)
        _times(world, knobs, df)
        if turn:
            df["warm"] /= 3
        hit = _bans(world, knobs | ({"ban_share": 0.0} if turn else {}), df)
        world.frames.append(df.assign(**labels, population="", group_id=""))
        size = int(hit.sum() * knobs["successors"])
        if size < 2 or turn or knobs["ban_day"] > world.days - 4:
            return


def _ring(world: World, name: str, operator: str, shops: dict[str, Any], tier: str, size: int) -> None:
    rng = world.rng
    knobs = ring_knobs(rng, tier, world.days) | {k: v for k, v in shops.items() if k in ("vendor", "seller")}
    if "cache" in shops and rng.random() < 0.5:
        knobs["common"] = sorted({*knobs["common"], "plan", "parts", "tmpl"})
    sizes = _cells(rng, size, float(knobs["size"]))
    knobs["parts"] = size if "parts" in knobs["common"] and "plan" in knobs["common"] else 0
    base = Group(
        name,
        world.key(),
        str(rng.choice(["US", "SG", "HK", "VN", "IN", "GB", "JP", str(some(rng, 1)[0])])),
        shops.get("cache", {}),
    )
    world.knobs[name] = {**knobs, "size": size, "cells": sizes, "operator": operator, "country": base.country}
    for i, count in enumerate(sizes):
        key = base.key if knobs["one_key"] else world.key()
        home = base.country if rng.random() < 0.6 else str(some(rng, 1)[0])
        common = frozenset(knobs["common"]) | (
            frozenset(("cards", "batch", "seats")) if knobs["one_key"] else frozenset()
        )
        cell = Group(f"{name}-c{i + 1}", key, home, {}, base, common)
        mine = knobs | {k: knobs[k] * float(rng.uniform(0.8, 1.25)) for k in _CELL_OF_ITS_OWN}
        _cell(world, cell, mine, count, {"ring": name, "operator": operator, "cell": cell.name, "tier": tier})


def operators(world: World, sizes: list[int], tiers: dict[str, float]) -> None:
    """Share the rings out: some operators run several, and some rent from one proxy pool."""
    rng, number = world.rng, 0
    shops: list[dict[str, Any]] = []
    pool = int(rng.integers(99)) if rng.random() < 0.5 else -1
    for i, size in enumerate(sizes):
        if not shops or rng.random() > 0.3:
            number += 1
            vendor = pool if pool >= 0 and rng.random() < 0.6 else int(rng.integers(99))
            shops.append({"vendor": vendor, "seller": int(rng.integers(99))})
            if rng.random() < 0.5:
                shops[-1]["cache"] = {}
        tier = str(rng.choice(list(tiers), p=list(tiers.values())))
        _ring(world, f"ring-{i + 1}", f"operator-{number}", shops[-1], tier, size)
