"""One world: the honest, the rings, their traffic; then feeds, truth and a record of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import refuse
from benchmarks.seventh import write
from benchmarks.seventh.engine import play
from benchmarks.seventh.styles import STYLES, build
from benchmarks.seventh.trouble import incidents
from benchmarks.seventh.util import Arr
from benchmarks.seventh.world import World


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 10,000-50,000 honest accounts (at least 500, about), 14-30 days (at least 10). The directory
    must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    out.mkdir(parents=True, exist_ok=True)
    w = build(style, seed, accounts, days)
    incidents(w)
    exchanges, logins = _played(w)
    for kind, columns in (write.tables(w) | {"logins": write.logins(w, logins)}).items():
        write.small(w, out, kind, columns)
    write.days(w, out, exchanges)
    write.truth(w, out, exchanges["acc"])
    about = _about(w, len(exchanges["t"]))
    (out / "_world.json").write_text(json.dumps(about, indent=1))
    return about


def _played(w: World) -> tuple[dict[str, Arr], dict[str, Arr]]:
    """Exchanges and logins of the whole world."""
    both = [play(w, number, habit) for number, habit in enumerate(w.habits)]
    return _joined([exchanges for exchanges, _ in both]), _joined([logins for _, logins in both])


def _joined(parts: list[dict[str, Arr]]) -> dict[str, Arr]:
    """Rows of all groups by time."""
    out = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(out["t"], kind="stable")
    return {name: values[order] for name, values in out.items()}


def _about(w: World, exchanges: int) -> dict[str, Any]:
    honest = w.acc.get("ring") == ""
    names, counts = np.unique(w.acc.get("population")[honest].astype(str), return_counts=True)
    return {
        "style": w.style,
        "seed": w.seed,
        "days": w.days,
        "honest": int(honest.sum()),
        "ring_accounts": int((~honest).sum()),
        "exchanges": exchanges,
        "feeds": w.lab.columns,
        "addresses": w.lab.ip,
        "populations": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "traps": w.traps,
        "rings": w.rings,
    }
