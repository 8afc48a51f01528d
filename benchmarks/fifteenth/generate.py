"""Draws a world of a style and writes it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.command import facts, refuse
from benchmarks.fifteenth import aftermath, write
from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.emit import Rows, rows
from benchmarks.fifteenth.gear import Clients
from benchmarks.fifteenth.kinds import fill
from benchmarks.fifteenth.networks import Networks
from benchmarks.fifteenth.operators import operate, sizes
from benchmarks.fifteenth.private import private
from benchmarks.fifteenth.room import cut, fit
from benchmarks.fifteenth.styles import STYLES, TABLE, Style
from benchmarks.fifteenth.topics import Topics
from benchmarks.fifteenth.world import DAY, World


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts. The same style, seed and numbers give the same bytes.

    Drawn if not told: 10,000-50,000 honest accounts by style (with fewer only some of the groups are made, and small
    ones; rings keep their size), 14-44 days. The directory must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    look = TABLE[style]
    world, numbers = _open(look, STYLES.index(style), seed, days)
    honest = _honest(world, look, accounts)
    world.batches = [*honest, *operate(world, look, numbers)]
    fit(world)
    told = _told(world)
    world.knobs |= {"style": style, "seed": seed, "days": world.days, "told": told}
    truth, written = _write(world, out, told)
    return facts(truth, written, _ring) | {"style": style, "seed": seed, "days": world.days}


def _open(style: Style, at: int, seed: int, days: int | None) -> tuple[World, list[int]]:
    """An empty world with its networks, clients and topics, and how many accounts each ring is to have."""
    rng = np.random.default_rng([15, at, seed])
    start = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) + int(rng.integers(0, 200)) * DAY
    world = World(rng, start, 20)
    numbers = sizes(world, style)
    # Drawn even where it is told, so that a world of other days has the same dice; crowded worlds are short.
    drawn = int(rng.integers(14, 23 if sum(numbers) > 1200 else 45))
    world.days = days or drawn
    numbers = cut(world, numbers, style.sizes[0])
    world.topics, world.clients, world.nets = Topics(world), Clients(world), Networks(world)
    return world, numbers


def _honest(world: World, style: Style, accounts: int | None) -> list[Batch]:
    """Private people, then groups; at least 2,000 people are private, or a third of the accounts asked for."""
    drawn = world.count(*style.honest)
    honest, least = (drawn, 2000) if accounts is None else (accounts, accounts // 3)
    groups = fill(world, int(honest * world.rng.uniform(0.3, 0.45)), style.passes, some=accounts is not None)
    return [*private(world, max(least, honest - sum(len(b.who) for b in groups))), *groups]


def _told(world: World) -> dict[str, Any]:
    """What the lab of this world does not know or does not write."""
    rng = world.rng
    return {"prefix": world.chance(0.15), "signed": world.chance(0.8), "untold": float(rng.choice([0, 0.01, 0.05])),
            "copies": float(rng.choice([0, 0, 0.002])), "nets": float(rng.uniform(0.85, 1.0))}  # fmt: skip


def _write(world: World, out: Path, told: dict[str, Any]) -> tuple[pd.DataFrame, int]:
    """All files; gives the truth, a row an account, and how many exchanges were written."""
    parts = [rows(world, b) for b in world.batches]
    whole: Rows = {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}
    out.mkdir(parents=True, exist_ok=True)
    aftermath.logins(world, whole)
    aftermath.offices(world)
    aftermath.actions(world)
    written = write.exchanges(world, out, whole, told)
    for kind in ("accounts", "payments", "logins", "actions"):
        write.feed(world, out, kind)
    write.catalogue(world, out, told)
    return write.truth(world, out), written


def _ring(name: str, members: pd.DataFrame) -> dict[str, Any]:
    """All waves of a ring are of one tier."""
    return {"ring": name, "accounts": len(members), "tier": members["tier"].iloc[0]}
