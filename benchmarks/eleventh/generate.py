"""One world: the honest, the rings, their traffic; then feeds and truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.command import refuse
from benchmarks.eleventh import rings
from benchmarks.eleventh.build import honest, new_world
from benchmarks.eleventh.model import World
from benchmarks.eleventh.styles import STYLES
from benchmarks.eleventh.write import write


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 11,000-20,000 honest accounts, `needle` 40,000 (at least 500, about), 21-28 days (at least 10).
    The directory must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    world = new_world(style, seed, accounts, days)
    honest(world)
    rings.build(world)
    return {"style": style, "seed": seed, **_about(world, *write(world, out))}


def _about(world: World, exchanges: int, truth: pd.DataFrame) -> dict[str, Any]:
    ours = truth["ring"] == ""
    return {
        "days": world.style.days,
        "honest": int(ours.sum()),
        "ring_accounts": int((~ours).sum()),
        "exchanges": exchanges,
        "populations": truth["population"][ours].value_counts(sort=False).to_dict(),
        "rings": [_ring(str(name), members) for name, members in truth[~ours].groupby("ring")],
    }


def _ring(name: str, members: pd.DataFrame) -> dict[str, Any]:
    """All cells of a ring are of one tier."""
    return {"ring": name, "accounts": len(members), "tier": members["tier"].iloc[0]}
