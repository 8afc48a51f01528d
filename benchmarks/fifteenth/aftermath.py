"""What follows from use: logins, and what reviewers did to accounts, rightly or not."""

import numpy as np

from benchmarks.fifteenth.emit import Rows
from benchmarks.fifteenth.world import DAY, Arr, World

REASONS = ["volume", "payment-dispute", "automation", "shared-access", "terms", "location"]


def logins(world: World, rows: Rows) -> None:
    """A login before some of an account's first exchanges of a day, from the same line and device."""
    rng = world.rng
    day = rows["t"] // (DAY * 1000)
    new = np.ones(len(day), bool)
    new[1:] = (rows["account"][1:] != rows["account"][:-1]) | (day[1:] != day[:-1])
    web = np.isin(rows["surface"], (1, 2))
    take = new & (rng.random(len(day)) < np.where(web, 0.3, 0.04))
    at = rows["t"][take] // 1000 + world.start - rng.integers(2, 400, int(take.sum()))
    world.say("logins", account=rows["account"][take], at=np.maximum(at, world.start), ip=rows["ip"][take],
              device=rows["device"][take], client=rows["client"][take])  # fmt: skip


def offices(world: World) -> None:
    """Logins of administrators and resellers to many accounts from one address."""
    rng = world.rng
    for batch in world.batches:
        address, share = batch.office
        who = batch.who[rng.random(len(batch.who)) < share]
        if not len(who):
            continue
        device = world.devices.add([f"dev-{rng.bytes(6).hex()}"])[0]
        known = rng.random(len(who)) < 0.6
        at = world.start + rng.integers(0, world.days * DAY, len(who))
        world.say("logins", account=who, at=at, ip=np.full(len(who), address), device=np.where(known, device, -1),
                  client=np.full(len(who), world.clients.browsers[0]))  # fmt: skip


def actions(world: World) -> None:
    """Warnings and bans, of rings in waves and of honest accounts by mistake, which are mostly taken back."""
    for batch in world.batches:
        if batch.ring and len(batch.banned):
            hit = np.flatnonzero(batch.banned > 0)
            _say(world, batch.who[hit], batch.banned[hit], "banned")
            warned = hit[world.rng.random(len(hit)) < 0.15]
            _say(world, batch.who[warned], batch.banned[warned] - 2 * DAY, "warned")
        elif not batch.ring:
            _mistakes(world, batch.who, batch.lam)


def _mistakes(world: World, who: Arr, lam: Arr) -> None:
    rng = world.rng
    busy = lam.sum(axis=1)
    odds = 0.0015 + 0.012 * (busy > 400)
    hit = np.flatnonzero(rng.random(len(who)) < odds)
    at = world.start + rng.integers(0, world.days * DAY, len(hit))
    for name, share in (("limited", 0.5), ("warned", 0.4), ("suspended", 0.35), ("banned", 0.2)):
        some = rng.random(len(hit)) < share
        _say(world, who[hit[some]], at[some], name)
        if name in ("suspended", "banned"):
            back = some & (rng.random(len(hit)) < 0.75)
            _say(world, who[hit[back]], at[back] + rng.integers(3600, 6 * DAY, int(back.sum())), "reinstated")


def _say(world: World, who: Arr, at: Arr, name: str) -> None:
    keep = (at >= world.start) & (at < world.end)
    who, at = who[keep], at[keep]
    if not len(who):
        return
    rng = world.rng
    world.say(
        "actions",
        account=who,
        at=at,
        action=[name] * len(who),
        reason=[str(r) for r in rng.choice(REASONS, len(who))],
        decided_by=[str(r) for r in rng.choice(["rule-7", "rule-12", "reviewer-a", "reviewer-b"], len(who))],
        case_id=[None if name != "reinstated" else f"appeal-{int(i)}" for i in rng.integers(1, 99999, len(who))],
    )
