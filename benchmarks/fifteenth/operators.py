"""Operators: how many rings each runs, what its rings share, and whom it replaces after bans."""

from typing import Any

import numpy as np

from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.mail import knob_for
from benchmarks.fifteenth.places import NAMES
from benchmarks.fifteenth.proxies import rent
from benchmarks.fifteenth.ringknobs import TIERS, draw
from benchmarks.fifteenth.rings import staff
from benchmarks.fifteenth.styles import Style
from benchmarks.fifteenth.topics import RINGWANTS, Plan, plan_of
from benchmarks.fifteenth.world import Arr, World


def sizes(world: World, style: Style) -> list[int]:
    """How many accounts each ring has in all its waves."""
    n = int(world.rng.integers(style.rings[0], style.rings[1] + 1))
    return [world.count(*style.sizes) for _ in range(n)]


def operate(world: World, style: Style, numbers: list[int]) -> list[Batch]:
    """All rings of a world."""
    out: list[Batch] = []
    operator, left = 0, 0
    shared: dict[str, Any] = {}
    for i, n in enumerate(numbers):
        if left == 0:
            operator, left = operator + 1, int(world.rng.choice([1, 1, 1, 2, 3]))
            shared = {}
        left -= 1
        tier = TIERS[int(world.rng.choice(3, p=style.tiers))]
        out += ring(world, f"ring-{i + 1:02d}", f"op-{operator}", tier, n, shared)
    return out


def ring(world: World, name: str, operator: str, tier: str, n: int, shared: dict[str, Any]) -> list[Batch]:
    """One ring: its knobs, its plan, its pool, then its waves."""
    rng = world.rng
    knobs = draw(world, tier) | {"ring": name, "operator": operator, "n": n}
    _desk(world, knobs, shared)
    plan, pool = _plan(world, knobs, n, shared), _pool(world, knobs, n, shared)
    knobs["salt"] = shared.get("salt", int(rng.integers(1, 2**31)))
    knobs["waves"] = 1 if n < 15 or not world.chance(0.5) else int(rng.integers(2, 4))
    out = _waves(world, knobs, n, plan, pool)
    world.knobs.setdefault("rings", {})[name] = {k: v for k, v in knobs.items() if k != "salt"}
    return out


def _waves(world: World, knobs: dict[str, Any], n: int, plan: Plan, pool: tuple[Arr, str]) -> list[Batch]:
    """The waves of a ring, each some days after the one before it and with a habit or two changed."""
    rng, waves = world.rng, knobs["waves"]
    begin = int(rng.integers(-15, max(2, world.days // 2)))
    parts = np.full(waves, n // waves)
    parts[0] += n - parts.sum()
    out, told = [], []
    for wave in range(waves):
        if wave:
            _after_ban(world, knobs)
            begin = min(world.days - 5, max(3, begin + int(rng.integers(4, 15))))
        out.append(staff(world, knobs, int(parts[wave]), begin, wave, plan, pool))
        told.append({k: knobs[k] for k in ("mail", "device", "client", "signup", "money")} | {"day": begin})
    knobs["each_wave"] = told
    return out


def _desk(world: World, knobs: dict[str, Any], shared: dict[str, Any]) -> None:
    """What belongs to the operator's desk: an address, hours, a mail habit."""
    rng = world.rng
    knobs["desk"] = shared.setdefault("desk", str(rng.choice(["HK", "SG", "US", "UA", "VN", "IN", "KE", "TW"])))
    address = shared.setdefault("address", int(world.nets.homes(np.array([knobs["desk"]]))[0]))
    knobs["address"] = address if world.chance(0.6) else int(world.nets.homes(np.array([knobs["desk"]]))[0])
    knobs["mail_knob"] = knob_for(world, knobs["mail"], max(1, round(knobs["hosts"])))
    knobs["beats"] = [
        int(x) * 60 + int(rng.choice([0, 0, 10, 30])) for x in rng.integers(0, 24, int(rng.integers(2, 9)))
    ]
    knobs["windows"], knobs["length"] = int(rng.integers(1, 5)), round(float(rng.uniform(0.5, 5)), 2)
    knobs["windows_by_cell"], knobs["pool_by_cell"] = world.chance(0.4), world.chance(0.4)
    knobs["slip_home"] = round(float(rng.choice([0, 0, 0.03, 0.1])), 3)
    knobs["card_country"] = str(rng.choice(["", "", "US", "GB", "HK", str(rng.choice(NAMES))]))


def _plan(world: World, knobs: dict[str, Any], n: int, shared: dict[str, Any]) -> Plan:
    """A plan of prompts: the operator's own for all its rings, at times another for each."""
    if "plan" in shared and world.chance(0.45):
        knobs["plan"] = "of the operator"
        same: Plan = shared["plan"]
        return same
    rng = world.rng
    items = int(np.clip(n * rng.lognormal(2.2, 0.9), 60, 20_000))
    want = int(rng.choice(RINGWANTS)) if world.chance(0.8) else -1
    knobs["items"], knobs["capability"] = items, want
    clusters = min(items, max(2, round(knobs["clusters"])))
    plan = plan_of(world, items, clusters, knobs["own_clusters"], knobs["noise"], "random", want, world.chance(0.3))
    shared["plan"] = plan
    return plan


def _pool(world: World, knobs: dict[str, Any], n: int, shared: dict[str, Any]) -> tuple[Arr, str]:
    """A pool of exits: of the operator, of a seller that others rent from too, or new."""
    market: list[tuple[str, Arr, str]] = world.shared.setdefault("market", [])
    same = [p for p in market if p[0] == knobs["network"]]
    if same and world.chance(0.35):
        knobs["pool"] = "rented with others"
        _, pool, turn = same[int(world.rng.integers(len(same)))]
        return pool, turn
    pool, turn = rent(world, knobs, n, knobs["where"])
    knobs["pool"], knobs["exits"] = turn, len(pool)
    market.append((knobs["network"], pool, turn))
    return pool, turn


def _after_ban(world: World, knobs: dict[str, Any]) -> None:
    """An operator who lost accounts changes a habit or two, seldom all of them."""
    fresh = draw(world, knobs["tier"])
    for name in ("mail", "device", "client", "signup"):
        if world.chance(0.2):
            knobs[name] = fresh[name]
    if not knobs["keeps_money_after_ban"]:
        knobs["money"] = fresh["money"]
    knobs["mail_knob"] = knob_for(world, knobs["mail"], max(1, round(knobs["hosts"])))
