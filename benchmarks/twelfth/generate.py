"""One world: its people and rings, their sessions and exchanges; then feeds and truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import refuse
from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.sessions import sit
from benchmarks.twelfth.styles import STYLES, build
from benchmarks.twelfth.turns import speak
from benchmarks.twelfth.write import save


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Given by the style and the seed if not told: 13,000-17,000 honest accounts (fewer than about 1,100 are not made:
    each kind has a group of 12 at least; rings keep their size), 21-35 days (at least 13).
    The directory must be new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    world, book = build(style, seed, accounts, days)
    seat = sit(world, book)
    rows = speak(world, book, seat)
    written = save(world, book, seat, rows, out)
    return {"style": style, "seed": seed, "days": world.days, "exchanges": written, **_about(book)}


def _about(book: Batch) -> dict[str, Any]:
    ours = book["ring"] == NULL
    names, counts = np.unique(book["population"][ours].astype(str), return_counts=True)
    return {
        "honest": int(ours.sum()),
        "ring_accounts": int((~ours).sum()),
        "populations": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "rings": [_ring(book, name) for name in np.unique(book["ring"][~ours].astype(str)).tolist()],
    }


def _ring(book: Batch, name: str) -> dict[str, Any]:
    """A ring's cells may be of several tiers."""
    mine = book["ring"] == name
    return {"ring": name, "accounts": int(mine.sum()), "tiers": "+".join(sorted(set(book["tier"][mine])))}
