"""What the lab did: bans of rings, and the wrong suspensions of honest customers that were taken back."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.world import DAY, World

Row = dict[str, Any]


def acts(world: World, book: Batch) -> list[Row]:
    """Rows of the actions feed, numbered accounts and seconds."""
    rows = [r for i in np.flatnonzero(book["banned"]) for r in _ban(world, book, int(i))]
    honest = np.flatnonzero(book["ring"] == NULL)
    for i in honest[world.rng.random(len(honest)) < 0.011]:
        rows += _mistake(world, book, int(i))
    return [r for r in rows if world.day0 - 30 * DAY <= r["at"] < world.close]


def _ban(world: World, book: Batch, i: int) -> list[Row]:
    """A ban at the end of the account's life, for some after a warning."""
    end = int(book["end"][i])
    case = f"case-{int(world.rng.integers(1_000_000)):06d}"
    reason = str(world.rng.choice(["automated-extraction", "terms", "payment-fraud", "bulk-accounts"]))
    by = str(world.rng.choice(["system", "analyst"]))
    rows = [_row(i, end + int(world.rng.integers(5, 3600)), "banned", reason, by, case)]
    if world.rng.random() < 0.2:
        rows.append(
            _row(
                i,
                max(end - int(world.rng.integers(1, 3 * DAY)), int(book["created"][i]) + 60),
                "warned",
                "volume",
                "system",
                case,
            )
        )
    return rows


def _mistake(world: World, book: Batch, i: int) -> list[Row]:
    """Honest people: mostly warned or limited; some suspended and, after their complaint, let back in."""
    rng = world.rng
    low = max(int(book["created"][i]) + 3600, world.day0)
    at = int(rng.integers(low, max(low + 1, world.close - DAY // 2)))
    case, u = f"case-{int(rng.integers(1_000_000)):06d}", rng.random()
    if u < 0.45:
        return [_row(i, at, "warned", "content", "system", case)]
    if u < 0.7:
        return [_row(i, at, "limited", "volume", "system", case)]
    back = at + int(rng.integers(3 * 3600, 6 * DAY))
    hard = "banned" if u > 0.92 else "suspended"
    return [
        _row(i, at, hard, "bulk-accounts", "system", case),
        _row(i, back, "reinstated", "appeal-upheld", "analyst", case),
    ]


def _row(i: int, at: int, action: str, reason: str, by: str, case: str) -> Row:
    return {"account": i, "at": at, "action": action, "reason": reason, "decided_by": by, "case_id": case}
