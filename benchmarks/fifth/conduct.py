"""How a ring behaves: when its members ask, and what."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.geography import ZONES, countries
from benchmarks.fifth.knobs import Knobs
from benchmarks.fifth.topics import COVETED

SHIFTS = 5  # the first of three shift profiles


def rhythm(scene: Scene, knobs: Knobs, cell: I64) -> dict[str, Any]:
    """When members ask."""
    rng, size, days = scene.rng, knobs.size, scene.days
    busy = np.ones(days)
    if knobs.ramp:
        busy *= np.clip((np.arange(days) - knobs.start + 1) / knobs.ramp, 0.15, 1)
    if knobs.sleeps:
        nap = int(rng.integers(3, max(4, days - 6)))
        busy[nap : nap + int(rng.integers(2, 6))] = 0.02
    columns: dict[str, Any] = {
        "calendar": scene.calendar(busy),
        "weekend": float(rng.choice([0.2, 0.9, 1.0])),
        "profile": 4,
        "zone": 0.0,
    }
    whole = rng.random() < 0.5  # one beat for the ring, or one for each cell
    beat = np.full(size, scene.key()[0]) if whole else scene.key(int(cell.max()) + 1)[cell]
    if knobs.schedule == "cron":
        columns |= {
            "beat": beat,
            "beats": int(rng.choice([6, 12, 24, 48])),
            "period": int(rng.choice([5, 15, 30])),
            "jitter": knobs.jitter,
            "p_beat": knobs.synchrony,
        }
    elif knobs.schedule == "queue":
        columns |= {
            "beat": beat,
            "beats": int(rng.integers(10, 60)),
            "period": 1,
            "jitter": knobs.jitter,
            "p_beat": knobs.synchrony,
        }
    elif knobs.schedule == "jitter":
        columns |= {
            "beats": int(rng.integers(8, 30)),
            "period": 1,
            "jitter": 20.0,
            "p_beat": 0.7,
        }  # each account's own timer
    elif knobs.schedule == "shifts":
        columns |= {"profile": SHIFTS + cell % 3, "zone": 0.0}
    else:
        columns |= {"profile": rng.integers(0, 4, size), "zone": float(ZONES[int(countries(rng, 1)[0])])}
    return columns


def asks(scene: Scene, knobs: Knobs, cell: I64) -> dict[str, Any]:
    """What members ask."""
    rng, topics = scene.rng, scene.topics
    if knobs.query == "bench":
        bundle: int | I64 = topics.benchmark
    else:
        want = (
            (13, 14)
            if knobs.query == "grader"
            else tuple(int(c) for c in rng.choice(COVETED, 2 if knobs.query == "narrow" else 5, replace=False))
        )
        count = int(rng.integers(15, 60)) if knobs.query != "broad" else int(rng.integers(120, 400))
        old = topics.known(int(count * knobs.known), want)
        stock = np.concatenate([old, topics.fresh(max(1, count - len(old)), want)])
        bundle = topics.bundle(stock)
        if rng.random() < 0.35 and len(stock) > 20:  # the work is divided among the cells
            parts = [
                topics.bundle(rng.choice(stock, max(6, len(stock) // 3), replace=False))
                for _ in range(min(12, int(cell.max()) + 1))
            ]
            bundle = np.array(parts)[cell % len(parts)]
    return {"bundle": bundle, "p_bundle": 1.0 - knobs.cover, "p_own": knobs.cover * float(rng.uniform(0, 0.7))}
