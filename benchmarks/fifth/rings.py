"""Rings: accounts of one hand. Knobs say how; this lays the members out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fifth import conduct, gear, looks, slips, wallets
from benchmarks.fifth.cast import I64, REASONS, Scene
from benchmarks.fifth.crowd import habits
from benchmarks.fifth.geography import countries
from benchmarks.fifth.knobs import SLIP_BATCH, Knobs
from benchmarks.fifth.mixing import batches

F64 = npt.NDArray[np.float64]


def add_ring(scene: Scene, knobs: Knobs, market: gear.Market, name: str, operator: str) -> None:
    """Add one ring to the scene."""
    rng, size = scene.rng, knobs.size
    cell = batches(rng, size, *knobs.cell)
    cell = np.where(cell == cell.max(), max(0, int(cell.max()) - 1), cell)  # no crumb at the end
    country = countries(rng, size, int(countries(rng, 1)[0]), float(rng.choice([0.2, 0.6, 0.95])))
    created, first, last = _lives(scene, knobs, cell)
    lines, pool = gear.exits(scene, knobs, market, cell, country)
    columns: dict[str, Any] = (
        habits(scene, country, created=created, net=lines["net"]) | lines | gear.machines(scene, knobs, cell)
    )
    columns |= conduct.rhythm(scene, knobs, cell) | conduct.asks(scene, knobs, cell)
    columns |= {
        "ring": name,
        "operator": operator,
        "tier": knobs.tier,
        "population": "",
        "cell": np.array([f"{name}-{number}" for number in cell], object),
        "email": gear.mailboxes(scene, knobs, cell),
        "first": first,
        "last": last,
        "active": knobs.activity,
        "keys": 1,
        "frontier": float(rng.uniform(0.5, 0.98)),
        "plan": rng.choice(
            np.array(["api", "pro", "free"], object),
            size,
            p=[0.5, 0.35, 0.15] if knobs.pay != "trial" else [0.1, 0, 0.9],
        ),
        "rate": np.clip(knobs.rate * rng.lognormal(-0.5 * knobs.spread**2, knobs.spread, size), 2, 150),
        "length": float(rng.uniform(0.9, 3.0)),
        "friction": float(rng.uniform(1, 5)),
        "phone": np.where(rng.random(size) < 0.4, scene.key(size), 0),
    }
    columns.setdefault("device", scene.key(size))
    slips.slip(scene, knobs, columns)
    slips.resell(scene, knobs, columns, country)
    slips.loners(scene, knobs, columns, country)
    account = scene.add(size, **columns)
    wallets.pay(scene, knobs, account, cell, created, country)
    _careless(scene, knobs, account, created, country)
    _ended(scene, account, last)
    if knobs.resale:
        slips.topped_up(scene, account, int(size * rng.uniform(0, 0.06)), name)
    scene.about.append({"ring": name, "operator": operator, "pool": pool, "cells": int(cell.max()) + 1} | vars(knobs))


def _careless(scene: Scene, knobs: Knobs, account: I64, created: F64, country: I64) -> None:
    """One card on a few accounts, and members who bring each other in."""
    rng, size = scene.rng, knobs.size
    if "card" in knobs.slips:
        pair = batches(rng, size, *SLIP_BATCH[knobs.tier])
        chosen = rng.random(int(pair.max()) + 1)[pair] < knobs.slip_share
        scene.pay(
            account[chosen],
            scene.key(size)[pair[chosen]],
            kind="card",
            bin=looks.prefixes(rng, country)[pair[chosen]],
            country=country[chosen],
            added=created[chosen] + 1,
        )
    if knobs.referral:
        scene.parts[-1]["referrer"][1:] = np.where(
            rng.random(size - 1) < 0.6, account[0] + rng.integers(0, np.arange(1, size)), -1
        )


def _ended(scene: Scene, account: I64, last: F64) -> None:
    """Decisions that end members."""
    rng = scene.rng
    for number in np.flatnonzero(last < scene.days):
        scene.act(
            int(account[number]),
            float(last[number]),
            str(rng.choice(["banned", "suspended"])),
            str(rng.choice(REASONS)),
        )


def _lives(scene: Scene, knobs: Knobs, cell: I64) -> tuple[F64, F64, F64]:
    """When accounts were made, begin and end; the dead have successors of their cell."""
    rng, size, days = scene.rng, knobs.size, scene.days
    if knobs.supply == "aged":
        created = -rng.uniform(60, 900, size)
    elif knobs.supply == "drip":
        created = knobs.start + rng.uniform(-30, 4, size) * (1 if knobs.start else 1.5)
    else:
        wave = rng.uniform(-35, 2, knobs.waves) + knobs.start
        created = wave[cell % knobs.waves] + rng.exponential(float(rng.choice([0.05, 0.4, 1.5])), size)
    first = np.maximum(created + rng.exponential(0.7, size), knobs.start)
    last = np.full(size, 999.0)
    dead = np.flatnonzero(rng.random(size) < knobs.churn)
    half = len(dead) // 2
    fallen, heirs = dead[:half], dead[half : 2 * half]
    last[fallen] = rng.uniform(min(knobs.start + 2, days - 3), days - 2, half)
    heir_day = last[fallen] + (rng.exponential(0.4, half) if knobs.inherit else rng.uniform(0, 5, half))
    first[heirs] = np.minimum(heir_day, days - 1.0)
    created[heirs] = first[heirs] - rng.exponential(0.5 if knobs.supply != "aged" else 200, half)
    cell[heirs] = cell[fallen]
    return np.minimum(created, days - 0.5), np.clip(first, 0, days - 1.5), last
