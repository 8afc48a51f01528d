"""Lines and machines of one account of a ring; `hide`, 0 to 1, tells how much it keeps to itself."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.knobs import Knobs
from benchmarks.sixteenth.lines import Line, Way
from benchmarks.sixteenth.machines import APP, WEB, Device
from benchmarks.sixteenth.world import World


def ways(world: World, k: Knobs, op: dict[str, Any], hide: float) -> list[Way]:
    """The ring's lines as this account uses them; some have a home besides."""
    r, out = world.r, []
    for _, ips, share, period, few in k["infra"]:
        mine = r.sample(ips, min(len(ips), few)) if few else ips
        out.append(Way(Line(mine, period, r.randrange(1 << 30)), "any", share * r.uniform(0.5, 1.5)))
    if len(out) > 1 and r.random() < 0.4:
        out = [r.choice(out)]
    if r.random() < hide * 0.5:
        out.append(Way(world.net.home(r.choice(op["codes"])), "any", r.uniform(0.3, 1.5)))
    return out


def devices(world: World, k: Knobs, hide: float) -> list[Device]:
    """Machines of the ring's stock, with its clients."""
    r, (how, base, _, _) = world.r, k["client"]
    api = "sdk" in base and how != "browsers"
    names = _machines(world, k)
    if r.random() < hide:
        names = [world.token("d-") for _ in names]
    if api:
        names = [None]
    return [_device(world, k, name, api, hide) for name in names]


def _machines(world: World, k: Knobs) -> list[str | None]:
    """Names of the machines that an account uses. All are drawn and some taken, so that each takes as many draws."""
    r, (how, stock) = world.r, k["devices"]
    few, rotated = r.choice(stock), r.sample(stock, min(4, len(stock)))
    return {"few": [few], "rotate": rotated, "none": [None], "own": [world.token("d-")]}[how]


def _device(world: World, k: Knobs, name: str | None, api: bool, hide: float) -> Device:
    """With a common browser or app, or with the ring's own client."""
    r, (how, base, lag, pin) = world.r, k["client"]
    if how == "browsers" or (r.random() < hide and not api):
        family = r.choice(WEB * 2 + APP)
        name = name or world.token("d-")
        return Device(name, family, "app" if family in APP else "web", r.choice((0, 3, 9)))
    lag += r.randrange(25) if how == "lagging" else 0
    return Device(name, base, "api" if api else "web", lag, pin=pin if how == "odd" and r.random() < 0.8 else None)
