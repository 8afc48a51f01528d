"""One world: people, rings, what the lab did, and the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.command import facts, refuse
from benchmarks.fourteenth.actions import actions
from benchmarks.fourteenth.feeds import accounts, clusters, exchanges, payments, stamp
from benchmarks.fourteenth.honest import people
from benchmarks.fourteenth.rings import operators
from benchmarks.fourteenth.styles import SHAPES, STYLES, ring_sizes
from benchmarks.fourteenth.world import World, new_world

_CAP = 1_450_000
_TRUTH = ["account_id", "ring", "operator", "cell", "tier", "population", "group_id"]


def _csv(path: Path, rows: pd.DataFrame) -> None:
    rows.to_csv(path, index=False, lineterminator="\n")


def _everybody(world: World) -> pd.DataFrame:
    """All accounts in one frame, in no order."""
    df = pd.concat(world.frames, ignore_index=True)
    return df.sample(frac=1, random_state=np.random.RandomState(int(world.rng.integers(1 << 31)))).reset_index(
        drop=True
    )


def _write(world: World, out: Path) -> tuple[pd.DataFrame, int]:
    """Everybody, and how many rows of exchanges were written."""
    df = _everybody(world)
    acts, table = actions(world, df), world.nets.table()
    _csv(out / "accounts.csv", accounts(world, df, table, acts))
    _csv(out / "payments.csv", payments(world))
    _csv(out / "clusters.csv", clusters(world))
    _csv(out / "networks.csv", pd.DataFrame(world.nets.rows))
    _csv(out / "actions.csv", acts.assign(at=stamp(acts["at"])).drop_duplicates(["account_id", "at", "action"]))
    written = exchanges(world, df, table, out, _CAP)
    _csv(out / "truth" / "truth.csv", df[_TRUTH].sort_values("account_id"))
    (out / "truth" / "_knobs.json").write_text(json.dumps(world.knobs, indent=1, sort_keys=True, default=float) + "\n")
    return df, written


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Given by the style and the seed if not told: 10,500-28,000 honest accounts (with fewer only some of the groups are
    made; rings keep their size), 14-30 days. The directory must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    rng = np.random.default_rng([14, STYLES.index(style), seed])
    drawn = int(rng.integers(14, 31))
    world = new_world(rng, days or drawn)
    sizes = ring_sizes(rng, SHAPES[style], max(1700, 48_000 // world.days))
    total = int(rng.uniform(10_500, min(28_000, 450_000 / world.days)))
    people(world, accounts or total, some=accounts is not None)
    operators(world, sizes, SHAPES[style].tiers)
    world.knobs["_world"] = {"style": style, "seed": seed, "days": world.days, "rings": sizes}
    (out / "truth").mkdir(parents=True, exist_ok=True)
    return facts(*_write(world, out), _ring) | {"style": style, "seed": seed, "days": world.days}


def _ring(name: str, rows: pd.DataFrame) -> dict[str, Any]:
    return {"ring": name, "accounts": len(rows), "tiers": "+".join(sorted(set(rows["tier"])))}
