"""Draws a world of a style and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.command import facts, refuse
from benchmarks.sixteenth import exchanges, files
from benchmarks.sixteenth.styles import STYLES, build


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts. The same style, seed and numbers give the same bytes.

    Drawn if not told: 10,000-22,000 honest accounts by style (with fewer only some of the groups are made, and small
    ones; rings keep their size, and customers of their sellers come on top), 14-21 days. The directory must be new or
    empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    world = build(style, seed, accounts, days)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    written = exchanges.write(world, out)
    truth = files.write(world, out)
    return facts(truth, written, _ring) | {"style": style, "seed": seed, "days": world.days}


def _ring(name: str, members: pd.DataFrame) -> dict[str, Any]:
    """Its accounts are of several tiers: all that it has, joined by plus."""
    told = {"ring": name, "accounts": len(members), "operator": members["operator"].iloc[0]}
    return told | {"tier": "+".join(sorted(members["tier"].unique()))}
