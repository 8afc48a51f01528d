"""What an operator buys for its accounts: cards, mailboxes, phone numbers, profiles of machines."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fourth.people import PRIVACY, bins, locals_of, mails, own_cards, own_domain
from benchmarks.fourth.plan import Plan
from benchmarks.fourth.tools import DAY, Array, owners, unit
from benchmarks.fourth.world import World


def mailboxes(world: World, plan: Plan, way: str, count: int) -> Array:
    """Addresses by the way of the cell; members beyond the plan's reach have bought ones."""
    rng, knobs = world.rng, plan.knobs
    if way == "catch-all":
        hosts = [own_domain(rng) for _ in range(max(1, int(count / 100 * knobs["domains_per_100"])))]
        text = mails(rng, count, rng.choice(np.array(hosts, dtype=object), count), str(rng.choice(["person", "alias"])))
    elif way in ("plus-tags", "dots"):
        base = owners(rng, count, 3, knobs["per_base_mail"])
        names = locals_of(rng, int(base.max()) + 1)
        change = _tag if way == "plus-tags" else _dotted
        text = np.array([f"{change(names[b], k)}@gmail.com" for k, b in enumerate(base)], dtype=object)
    elif way == "privacy":
        text = mails(rng, count, rng.choice(PRIVACY, count), "alias")
    else:
        text = mails(rng, count, form="stock" if way == "stock" else "person")
    return np.where(rng.random(count) < plan.reach, text, mails(rng, count))


def _tag(name: str, number: int) -> str:
    return f"{name}+{number * 7919 % 100_000}"


def _dotted(name: str, number: int) -> str:
    """Dots that the provider does not read."""
    bare = name.replace(".", "")
    bits = number * 2_654_435_761 % (1 << max(1, len(bare) - 1))
    return "".join(sign + ("." if k < len(bare) - 1 and bits >> k & 1 else "") for k, sign in enumerate(bare))


def cards(world: World, plan: Plan, way: str, account: Array, country: Array, born: Array, heir_of: Array) -> None:
    """Instruments by the way of the cell, added soon after sign-up."""
    rng, knobs, count = world.rng, plan.knobs, len(account)
    if way == "trial":
        return own_cards(world, account, country, 0.15)
    if way == "own-card":
        return own_cards(world, account, country, 0.95)
    reached = rng.random(count) < plan.reach
    own_cards(world, account[~reached], country[~reached], 0.7)
    added = born + rng.exponential(0.4, count) * DAY
    if way == "crypto":
        columns: dict[str, Any] = {"kind": "crypto"}
        instrument = world.serials(count)
    elif way == "shared-card":
        group = owners(rng, count, knobs["card_low"], knobs["card_high"])
        instrument = world.serials(int(group.max()) + 1)[group]
        instrument = _inherit(instrument, heir_of, knobs["heir_keeps_card"])
        columns = {
            "kind": str(rng.choice(["card", "virtual-card"])),
            "issuer_country": country[0],
            "name": instrument,
            "address": instrument,
        }
        columns["bin"] = bins(
            rng, np.repeat(country[:1], count), np.repeat(np.array([columns["kind"]], dtype=object), count)
        )
    else:  # batches: a card for each account, of one or two issuer numbers, often with one invented holder
        group = owners(rng, count, 10, 60)
        instrument = world.serials(count)
        holder = world.serials(int(group.max()) + 1)[group] if knobs["card_names"] else world.serials(count)
        place = world.serials(int(group.max()) + 1)[group]
        kind = "prepaid-card" if way == "prepaid-batch" else "virtual-card"
        rare = np.array([str(540_000 + int(rng.integers(4000))) for _ in range(int(group.max()) + 1)], dtype=object)[
            group
        ]
        bin_ = rare if rng.random() < 0.5 else np.full(count, "537403", dtype=object)
        columns = {"kind": kind, "issuer_country": "US", "bin": bin_, "name": holder, "address": place}
    full = {key: value[reached] if isinstance(value, np.ndarray) else value for key, value in columns.items()}
    return world.pay(account[reached], instrument[reached], added=added[reached], **full)


def _inherit(instrument: Array, heir_of: Array, keeps: bool) -> Array:
    """Accounts that replace a dead one may go on with its card."""
    return np.where(keeps & (heir_of >= 0), instrument[heir_of], instrument)


def machines(world: World, plan: Plan, way: str, count: int) -> dict[str, Any]:
    """Devices: profiles of an antidetect browser used again, a few real machines, or one each."""
    rng = world.rng
    if way == "no-device":
        return {
            "device": -1,
            "device2": -1,
            "signup_device": np.where(rng.random(count) < 0.5, world.serials(count), -1),
        }
    own = world.serials(count)
    if way == "own-profiles":
        return {"device": own, "device2": own, "signup_device": own}
    group = owners(rng, count, 3, plan.knobs["per_profile"]) if way == "reused-profiles" else rng.integers(0, 6, count)
    shared = np.where(rng.random(count) < plan.reach, world.serials(int(group.max()) + 1)[group], own)
    return {"device": shared, "device2": np.where(unit(own, 5) < 0.4, own, shared), "signup_device": shared}


def phones(world: World, plan: Plan, count: int) -> Array:
    """Numbers of a SIM farm, each used for a few accounts."""
    reuse = plan.knobs["sim_reuse"]
    if reuse == 0:
        return np.full(count, -1)
    group = owners(world.rng, count, reuse, reuse)
    return np.where(world.rng.random(count) < 0.8, world.serials(int(group.max()) + 1)[group], -1)
