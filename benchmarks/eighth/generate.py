"""One world: the crowd, the honest groups, the rings; then feeds, truth and a record of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import refuse
from benchmarks.eighth import write
from benchmarks.eighth.hashing import Arr
from benchmarks.eighth.styles import STYLES, build
from benchmarks.eighth.world import World


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 8,000-46,000 honest accounts of the crowd (at least 500), 14-30 days (at least 10). The
    directory must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    (out / "truth").mkdir(parents=True)
    w = build(style, seed, accounts, days)
    exchanges, truth = write.feeds(w, out)
    about = _about(w, exchanges, truth)
    (out / "_world.json").write_text(json.dumps(about, indent=1))
    return about


def _about(w: World, exchanges: int, truth: dict[str, Arr]) -> dict[str, Any]:
    """Accounts are counted where some feed names them."""
    honest = truth["ring"] == ""
    rings = dict(zip(*_counts(truth["ring"][~honest]), strict=True))
    return {
        "style": w.style,
        "seed": w.seed,
        "days": w.days,
        "honest": int(honest.sum()),
        "ring_accounts": int((~honest).sum()),
        "exchanges": exchanges,
        "feeds": ["exchanges", *sorted(w.lab.files)],
        "addresses": w.lab.ip_mode,
        "populations": dict(zip(*_counts(truth["population"][honest]), strict=True)),
        "traps": w.traps,
        "rings": [ring | {"accounts": rings.get(ring["ring"], 0)} for ring in w.rings],
    }


def _counts(labels: Arr) -> tuple[list[str], list[int]]:
    names, counts = np.unique(labels.astype(str), return_counts=True)
    return names.tolist(), counts.tolist()
