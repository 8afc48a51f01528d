"""One world: the honest, the rings, their traffic; then feeds, truth and a record of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.command import refuse
from benchmarks.sixth.cast import Cast, assemble
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.content import ask
from benchmarks.sixth.crowd import add_honest
from benchmarks.sixth.draft import Order
from benchmarks.sixth.evidence import evidence
from benchmarks.sixth.feeds import Writer
from benchmarks.sixth.logins import sign_in, signup_addresses
from benchmarks.sixth.played import Played
from benchmarks.sixth.pools import add_customers, open_pool
from benchmarks.sixth.rings import add_ring
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.style import STYLES, orders, sight
from benchmarks.sixth.traffic import play

_ROTATING = ("task_office", "aged_bought", "resi_rotators", "slow_sampler")


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw and write a world; tell its facts.

    Drawn if not given: 12,000-50,000 honest accounts (at least 500), 21-30 days (at least 10). The directory must be
    new or empty: raises FileExistsError.
    """
    refuse(out, style, STYLES)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    span, honest = _extent(style, seed)
    scene = Scene(style, seed, days or span)
    _people(scene, style, accounts or honest)
    cast = assemble(scene)
    rows, use, thinned = play(scene, cast)
    rows = ask(scene, cast, rows, use)
    signup = signup_addresses(scene, cast)
    logins = sign_in(scene, cast, rows, signup)
    kept = ~cast.member | (np.bincount(rows.account, minlength=len(cast)) > 0)
    world = Played(scene, cast, rows, logins, signup, kept, sight(scene.rng, style, seed))
    _trouble(scene, cast)
    Writer(world, out).write()
    about = {"style": style, "seed": seed, "thinned": thinned} | _about(world)
    (out / "_world.json").write_text(json.dumps(about, indent=1))
    return about


def _extent(style: str, seed: int) -> tuple[int, int]:
    """Days and honest accounts of a world."""
    rng = np.random.default_rng([seed, 99, len(style)])
    days = int(rng.integers(21, 31))
    usual = rng.random() < 0.9
    return days, int(rng.integers(12000, 20001) if usual else rng.integers(20000, 50001))


def _people(scene: Scene, style: str, honest: int) -> None:
    rng = scene.rng
    add_honest(scene, honest, 2.2 if style == "none" else 1.0)
    if style == "none":
        pool = open_pool(scene, 6000, 0.03)
        add_customers(scene, pool, int(rng.integers(60, 150)), "pool-1")
    ordered = orders(scene, style, honest)
    if style in ("contract", "evasive", "small"):  # honest customers of rented pools
        shared = next((order.pool for order in ordered if order.pool is not None), None)
        pool = shared if shared is not None else open_pool(scene, 5000)
        add_customers(scene, pool, int(rng.integers(20, 80)), "pool-1")
    for index, order in enumerate(ordered, 1):
        _ring(scene, order, index)


def _ring(scene: Scene, order: Order, index: int) -> None:
    ring = add_ring(scene, order, f"ring{index}")
    if order.story in _ROTATING and order.pool is None:
        add_customers(scene, ring.pool, int(scene.rng.integers(8, 30)), f"pool-r{index}")


def _trouble(scene: Scene, cast: Cast) -> None:
    """Honest people get into trouble as well."""
    rng = scene.rng
    for account in np.flatnonzero(~cast.member & (rng.random(len(cast)) < 0.0025)):
        second = int(rng.uniform(max(0, cast.start[account] / DAY), scene.days) * DAY)
        what, reason = rng.choice(["warned", "limited", "warned"]), rng.choice(["terms", "payment", "volume"])
        scene.actions.append((int(account), second, str(what), str(reason)))


def _about(world: Played) -> dict[str, Any]:
    scene, cast = world.scene, world.cast
    population = pd.Series(cast.population[~cast.member]).value_counts()
    rings = evidence(world)
    return {
        "days": scene.days,
        "first_day": str(scene.first_day),
        "launch_day": scene.launch,
        "honest": int((~cast.member).sum()),
        "ring_accounts": int((cast.member & world.kept).sum()),
        "exchanges": len(world.rows),
        "feeds": world.sight.facts(),
        "populations": {str(name): int(count) for name, count in population.items()},
        "rings": rings,
        "not_expected": [ring["ring"] for ring in rings if not ring["expected"]],
    }
