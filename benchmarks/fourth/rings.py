"""The dishonest side: operators and their rings, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fourth.people import SDKS, own_domain, person
from benchmarks.fourth.plan import WAYS, Plan, draw_plan
from benchmarks.fourth.pools import Pools, exits_of
from benchmarks.fourth.ringmoney import cards, machines, mailboxes, phones
from benchmarks.fourth.ringwork import content_of, hours_of, lives_of, mood_of
from benchmarks.fourth.tools import Array, pick_name
from benchmarks.fourth.world import World


def conspire(world: World, pools: Pools, told: list[str], hashed_mail: bool) -> None:
    """Add every ring of the order; now and then an operator has two that share nothing but the hand."""
    for number, (size, tier) in enumerate(zip(world.order.sizes, world.order.tiers, strict=True), start=1):
        plan = draw_plan(world.rng, number, size, tier, world.order.content, told)
        if number > 1 and world.order.content != "shared-pool" and world.rng.random() < 0.12:
            plan.operator = world.notes["rings"][-1]["operator"]
        _ring(world, pools, plan, hashed_mail)
        world.notes["rings"].append(plan.note())


def _ring(world: World, pools: Pools, plan: Plan, hashed_mail: bool) -> None:
    """Add one ring: its cells share content, hours and office; what is bought is bought anew for each."""
    rng = world.rng
    shared: dict[str, int] = {}
    relay = (
        world.client(f"{own_domain(rng, 'relay')}/{rng.integers(1, 9)}.{rng.integers(0, 30)}")
        if plan.knobs["relay_client"]
        else -1
    )
    office = world.net.open(pick_name(rng, ("residential", "vpn", "business")), str(world.countries(1)[0]), 2)
    desk = world.exits.add(world.net.draw(office, 2))
    cuts = np.sort(rng.choice(np.arange(8, plan.size - 7), plan.cells - 1, replace=False)) if plan.cells > 1 else []
    mood = mood_of(world, plan)
    every: list[Array] = []
    for cell, members in enumerate(np.split(np.arange(plan.size), cuts), start=1):
        ways = _ways_of_cell(rng, plan, cell)
        if hashed_mail and ways["email"] in ("plus-tags", "dots"):
            ways["email"] = "catch-all"  # a hash hides that two addresses are one mailbox, not that they share a domain
        account = _cell(world, pools, plan, ways, len(members), cell, {"relay": relay, "desk": desk}, shared)
        world.mood(account, mood)
        every.append(account)
    plan.knobs["accounts"] = sum(len(one) for one in every)


def _ways_of_cell(rng: np.random.Generator, plan: Plan, cell: int) -> dict[str, str]:
    """Later cells sometimes buy in another strong way of a family that slips anyway."""
    ways = dict(plan.ways)
    for family in ("payment", "email"):
        if cell > 1 and family in plan.slips and rng.random() < 0.3:
            ways[family] = pick_name(rng, WAYS[family][0])
    return ways


def _cell(
    world: World,
    pools: Pools,
    plan: Plan,
    ways: dict[str, str],
    count: int,
    cell: int,
    common: dict[str, int],
    shared: dict[str, int],
) -> Array:
    """Add the accounts of one cell with their instruments."""
    rng, knobs = world.rng, plan.knobs
    claimed = np.repeat(world.countries(1), count) if rng.random() < 0.5 else world.countries(count)
    lives = lives_of(world, plan, count)
    given: dict[str, Any] = {
        "population": "", "group_id": "", "ring": plan.name, "operator": plan.operator,
        "cell": f"{plan.name}-cell-{cell}",
        "tier": plan.tier, "created": lives.born, "first": lives.first, "last": lives.last, "plan": knobs["costume"],
        "email": mailboxes(world, plan, ways["email"], count), "phone": phones(world, plan, count), "keys": 1,
        "rate": np.clip(knobs["rate"] * rng.lognormal(0, knobs["rate_spread"], count), 3, 90),
        "active": knobs["active"],
        "weekend": knobs["weekend"], "ramp": knobs["ramp_days"], "web": knobs["web"],
        "limited": rng.uniform(0.01, 0.08),
        "exit2": -1, "p2": 0.0, "exit3": common["desk"], "p3": knobs["leak"], "p3_login": knobs["leak_login"],
        "model": int(rng.integers(1, 4)),
        "verified": np.where(rng.random(count) < 0.6, "phone", "email").astype(object),
        **exits_of(pools, plan, ways["network"], count), **machines(world, plan, ways["device"], count),
        **content_of(world, plan, count, shared), **hours_of(world, plan, count, shared),
    }  # fmt: skip
    given["client2"] = (
        common["relay"] if "device" in plan.slips and common["relay"] >= 0 else world.client(SDKS[int(rng.integers(4))])
    )
    columns = person(world, claimed, **given)
    if knobs["costume"] == "team":
        columns["organization"] = np.repeat(
            np.array([own_domain(rng).split(".")[0] for _ in range(count // 6 + 1)], dtype=object), 6
        )[:count]
    if "device" in plan.slips:  # the profile is one browser too
        browsers = np.unique(columns["client"])[: max(2, count // 12)]
        columns["client"] = columns["signup_client"] = browsers[np.asarray(columns["device"]) % len(browsers)]
    if knobs["farm"] == "bought":  # signed up by somebody else, somewhere else, long ago
        columns["signup_device"] = world.serials(count)
    else:
        columns["signup_ip"] = -2  # the first exit of the ring's own way, told when traffic is made
    columns = {
        name: np.broadcast_to(value, count).copy() if np.ndim(value) == 0 else value for name, value in columns.items()
    }
    _sell(world, knobs["sold"], claimed, columns)
    account = world.add(count, **columns)
    if knobs["referrals"]:
        world.amend(
            referrer=np.where(rng.random(count) < 0.5, account[rng.integers(0, count, count) // 5 * 5 % count], -1)
        )
    cards(world, plan, ways["payment"], account, claimed, lives.born, lives.heir_of)
    return account


def _sell(world: World, share: float, country: Array, columns: dict[str, Array]) -> None:
    """Some accounts go to honest customers: made and paid by the operator, used at home for the buyer's own ends."""
    sold = world.rng.random(len(country)) < share
    if not sold.any():
        return
    buyer = person(world, country[sold])
    for name in (
        "exit1",
        "exit2",
        "p2",
        "rate",
        "active",
        "topic1",
        "q2",
        "template",
        "tz",
        "profile",
        "rotate",
        "client",
        "device",
    ):
        columns[name] = np.asarray(columns[name]).copy()
        columns[name][sold] = buyer[name]
    for name in ("p3", "p3_login", "scheduled"):
        columns[name][sold] = 0.0
