"""One world: the honest, the rings, their feeds; then files, truth and notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.command import refuse
from benchmarks.tenth.core import World, new_world
from benchmarks.tenth.styles import BUILD, STYLES
from benchmarks.tenth.write import write


def write_world(out: Path, style: str, seed: int, accounts: int | None = None) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 9,000-40,000 honest accounts by style (at least 500). The directory must be new or empty:
    raises FileExistsError.
    """
    refuse(out, style, STYLES)
    world = new_world(style, seed, accounts)
    BUILD[style](world)
    return _about(world, write(world, out))


def _about(world: World, truth: pd.DataFrame) -> dict[str, Any]:
    honest = truth["ring"].isna()
    return {
        "style": world.style,
        "seed": world.seed,
        "days": world.days,
        "honest": int(honest.sum()),
        "ring_accounts": int((~honest).sum()),
        "exchanges": len(world.feeds["exchanges"]),
        "populations": truth["population"].value_counts(sort=False).to_dict(),
        "rings": [_ring(str(name), members) for name, members in truth[~honest].groupby("ring")],
    }


def _ring(name: str, members: pd.DataFrame) -> dict[str, Any]:
    """Cells of one ring may be of several tiers."""
    return {"ring": name, "accounts": len(members), "tier": "+".join(sorted(members["tier"].unique()))}
