"""One world: the honest, the rings, their traffic; then feeds, truth and notes."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import refuse
from benchmarks.ninth.draws import Arr
from benchmarks.ninth.lab import Lab, lab
from benchmarks.ninth.styles import STYLES, build
from benchmarks.ninth.world import DAY, World
from benchmarks.ninth.write import write


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 10,000-50,000 honest accounts (at least 500, about), 14-30 days (at least 10). The directory
    must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, zlib.crc32(style.encode()), 9])
    w = World(style, seed, rng, days or 0)
    kept = lab(rng, style, seed)
    releases = f"model release at day {w.release / DAY:.1f}; clients at {w.clients.release / DAY:.1f}"
    w.notes.append(f"lab: {kept.title}; addresses {kept.ips}; days {w.days}; {releases}")
    build(w, accounts)
    exchanges, truth = write(w, kept, out)
    return _about(w, kept, exchanges, truth)


def _about(w: World, kept: Lab, exchanges: int, truth: dict[str, Arr]) -> dict[str, Any]:
    honest = truth["ring"] == ""
    names, counts = np.unique(truth["population"][honest].astype(str), return_counts=True)
    return {
        "style": w.style,
        "seed": w.seed,
        "days": w.days,
        "honest": int(honest.sum()),
        "ring_accounts": int((~honest).sum()),
        "exchanges": exchanges,
        "lab": kept.title,
        "addresses": kept.ips,
        "populations": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "traps": w.traps,
        "rings": [ring | {"accounts": int((truth["ring"] == ring["ring"]).sum())} for ring in w.rings],
    }
