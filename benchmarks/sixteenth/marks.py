"""What ring accounts carry besides their traffic: mailbox, number, card, slips."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.knobs import Knobs
from benchmarks.sixteenth.lines import Way
from benchmarks.sixteenth.machines import Device
from benchmarks.sixteenth.world import World


def identity(world: World, k: Knobs, op: dict[str, Any], a: Account, i: int, sold: bool, hide: float) -> None:
    """Mark the i-th account of a cell; who hides more (0 to 1) takes less of what the ring shares."""
    r = world.r
    how, domains, style = k["mail"]
    if r.random() >= hide * 0.6 and how not in ("free", "bought"):
        a.email = world.mail(r.choice(domains), style)
    a.phone = _phone(world, k, i, hide)
    a.verified = "phone" if a.phone else "email"
    programs = a.devices[0].surface == "api"
    a.creds = [world.token("key-", 8) for _ in range(r.choice((1, 1, 2)))] if programs else None
    if sold:
        a.email = world.mail(op["seller"]["domain"], op["seller"]["style"])
        a.signup_ip, a.signup_dev, a.signup_client = made_by(world, op["seller"])
    if r.random() < k["volume"]["slip"]:
        # Now and then from the operator's own desk.
        a.lines.append(Way(op["base"], "any", 0.06))
        a.devices.append(Device(op["desk"], "chrome-win", "web", 5, weight=0.03))
    if k["cards"][0] != "free":
        _pay(world, k, a, i, hide)


def made_by(world: World, seller: dict[str, Any]) -> tuple[str, str, str]:
    """Address, machine and client with which a seller signed an account up."""
    return world.r.choice(seller["ips"]), world.r.choice(seller["devs"]), seller["client"]


def note(cell: str, operator: str, n: int, k: Knobs) -> str:
    """A line for people on a cell of n accounts."""
    v, lines = k["volume"], "+".join(line[0] for line in k["infra"])
    how, client, plan = k["cards"][0], k["client"], k["topics"]
    return (
        f"{cell} of {operator}: {n} accounts; lines {lines}; cards {how}; mail {k['mail'][0]}; "
        f"phones {k['phones'][0]}; devices {k['devices'][0]}; client {client[0]} {client[1]}; "
        f"plan {plan[0]} {plan[1]} {len(plan[2])}; hours {k['hours'][0]}; signup {k['signup'][0]}; "
        f"rate {v['rate']:.0f}; cover {v['cover']:.2f}; ramp {v['ramp']}; banned {v['banned']}; "
        f"template {k['template'][0]}; slip {v['slip']:.2f}; keeps {k.get('kept', '')}"
    )


def _phone(world: World, k: Knobs, i: int, hide: float) -> str | None:
    """One of the ring's numbers, one of the account's own, or none."""
    how, numbers = k["phones"]
    if how == "few" and world.r.random() >= hide:
        return str(numbers[i % len(numbers)])
    return world.token("p") if how != "none" and world.r.random() < 0.6 else None


def _pay(world: World, k: Knobs, a: Account, i: int, hide: float) -> None:
    """With one of the ring's cards, or one that shares issuer or address with the others'."""
    r, (how, x, items) = world.r, k["cards"]
    a.plan = "api" if a.creds else "plus"
    if how == "own" or r.random() < hide:
        world.pay(a, world.card(a.country, r.choice(("card", "card", "virtual-card"))))
    elif how in ("few", "crypto"):
        world.pay(a, items[i // x % len(items)] if r.random() < 0.8 else r.choice(items))
    elif how == "bin":
        world.pay(a, world.card("US", x, bin=r.choice(items)))
    else:
        world.pay(a, world.card(x, "card", address_hash=items[i % len(items)]))
