"""Makes one honest group of a kind."""

import dataclasses
from typing import Any

import numpy as np

from benchmarks.fifteenth.batch import Batch, Papers, ages, enrol
from benchmarks.fifteenth.gear import gear
from benchmarks.fifteenth.hours import Clock, calendar, level
from benchmarks.fifteenth.kind import Kind
from benchmarks.fifteenth.lines import Lines, lines, pool_of
from benchmarks.fifteenth.mail import knob_for, mails
from benchmarks.fifteenth.pay import Purse, pay
from benchmarks.fifteenth.places import countries, offsets
from benchmarks.fifteenth.sellers import bought
from benchmarks.fifteenth.topics import Content, Plan, plan_of
from benchmarks.fifteenth.world import DAY, Arr, World


def _knobs(world: World, kind: Kind) -> dict[str, Any]:
    """The group's own value in each range of its kind."""
    out: dict[str, Any] = {"n": world.count(*kind.size)}
    for name in ("exits", "share", "stray", "paid", "reuse", "referrer", "phone", "phone_reuse", "per", "rate", "sigma",
                 "active", "beats", "items", "topics", "own", "follow", "worked", "heavy"):  # fmt: skip
        out[name] = round(world.span(*getattr(kind, name)), 4)
    out["noise"] = int(world.rng.integers(kind.noise[0], kind.noise[1] + 1))
    out["seller"] = int(world.rng.integers(0, 3))
    return out


def make(world: World, kind: Kind, group_id: str) -> Batch:
    """Draw a group and write its accounts and payments."""
    rng, knobs = world.rng, _knobs(world, kind)
    n = knobs["n"]
    country = countries(world, n, kind.where)
    made, first, last = _life(world, kind, n, knobs["seller"])
    who = world.new_ids(n)
    rate = level(world, n, knobs["rate"], knobs["sigma"])
    content = _content(world, kind, knobs)
    salt = int(rng.integers(1, 2**31))
    clock = _clock(world, kind, knobs, country, salt)
    batch = Batch(
        who, calendar(world, rate, knobs["active"], kind.profile, first, last), clock,
        _lines(world, kind, knobs, country), gear(world, n, kind.client, kind.device, knobs["per"], kind.surface),
        content, kind.name, group_id, heavy=knobs["heavy"],
        model=float(rng.uniform(0.1, 0.9)) if content.plan else 0.0, salt=salt,
    )  # fmt: skip
    _write(world, kind, knobs, batch, made, country)
    world.knobs.setdefault("honest", {})[group_id] = {**knobs, "kind": kind.name}
    return batch


def _life(world: World, kind: Kind, n: int, seller: int) -> tuple[Arr, Arr, Arr]:
    """The seconds since 1970 at which n accounts were made, and their first and last day of use."""
    rng = world.rng
    made, last = ages(world, n), np.full(n, world.days)
    if kind.name == "aged-account-buyers":
        made = bought(world, seller, n)[0]
    elif kind.created == "burst":
        begin = world.start + int(rng.integers(-120 * DAY, (world.days - 6) * DAY))
        made = begin + rng.integers(0, int(rng.integers(2, 30)) * 3600, n)
    elif kind.created == "weeks":
        begin = world.start + int(rng.integers(-60, world.days // 2)) * DAY
        made = begin + rng.integers(0, int(rng.integers(5, 25)) * DAY, n)
    elif kind.created == "event":
        day = int(rng.integers(1, world.days - 3))
        made = np.where(rng.random(n) < 0.7, world.start + day * DAY + rng.integers(-30 * 3600, 10 * 3600, n), made)
        last = np.where(rng.random(n) < 0.85, day + int(rng.integers(1, 7)), last)
    made = np.minimum(made, world.end - 7200)
    return made, np.maximum((made - world.start) // DAY, 0), last


def _lines(world: World, kind: Kind, knobs: dict[str, Any], country: Arr) -> Lines:
    """Lines of the group; a few members are at times behind the exits of a group made before."""
    rng, own = world.rng, lines(world, country, kind.home)
    if kind.pool:
        n = len(country)
        own.pool = pool_of(world, kind.pool, max(1, round(knobs["exits"])), str(country[0]))
        own.share = np.clip(rng.normal(knobs["share"], 0.15, n), 0, 1)
        own.turn = kind.turn
        own.width = int(rng.integers(1, 6))
        pools = world.shared.setdefault("pools", [])
        visits = rng.random(n) < (0.05 if pools else 0.0)
        if visits.any():
            other = pools[int(rng.integers(len(pools)))]
            own.phone[visits] = other[rng.integers(0, len(other), (int(visits.sum()), 3))]
            own.roam[visits] = rng.uniform(0.2, 0.7)
        pools.append(own.pool)
    return own


def _content(world: World, kind: Kind, knobs: dict[str, Any]) -> Content:
    """Interests of the members, and what those who take part in the group's plan ask of it."""
    n, plan = knobs["n"], _plan(world, kind, knobs)
    joined = world.rng.random(n) < knobs["follow"]
    return Content(world.topics.likes(world, n), joined * knobs["worked"], plan, float(world.rng.uniform(0.2, 0.5)))


def _plan(world: World, kind: Kind, knobs: dict[str, Any]) -> Plan | None:
    n, items = knobs["n"], int(knobs["items"])
    if not items:
        return None
    topics = max(2, round(knobs["topics"]))
    plan = plan_of(world, items, topics, knobs["own"], knobs["noise"], kind.order, busy=kind.busy)
    plan.width = max(5, items // n)
    plan.low = np.arange(n) * items // n
    return plan


def _clock(world: World, kind: Kind, knobs: dict[str, Any], country: Arr, salt: int) -> Clock:
    rng, n = world.rng, len(country)
    hours = rng.integers(0, 24, max(1, round(knobs["beats"])))
    beats = np.asarray(hours * 60 + rng.choice([0, 0, 0, 5, 15, 30, 45], len(hours)))
    return Clock(kind.mode, kind.profile, offsets(country), salt, np.zeros(n, int), beats, int(rng.integers(1, 4)),
                 float(rng.uniform(0.7, 3)), float(rng.uniform(0, 0.8)))  # fmt: skip


def _write(world: World, kind: Kind, knobs: dict[str, Any], batch: Batch, made: Arr, country: Arr) -> None:
    knob = knob_for(world, kind.mail, kind.hosts)
    email = mails(world, len(batch.who), kind.mail, knob, knobs["stray"])
    papers = _papers(world, kind, knobs, batch, knob.split(",")[0] if kind.organization else "")
    if (kind.organization or kind.reuse[1] > 5) and world.chance(0.3):
        batch.office = (int(batch.lines.home[0, 0]), float(world.rng.uniform(0.05, 0.7)))
    enrol(world, batch, made, country, email, papers)
    purse = Purse(knobs["paid"], knobs["reuse"], kind.purse, kind.bins, kind.names, mixed=world.chance(0.5))
    pay(world, batch.who, made, country, purse)


def _papers(world: World, kind: Kind, knobs: dict[str, Any], batch: Batch, organization: str) -> Papers:
    papers = Papers(kind.plan, organization, kind.verified, kind.parent, knobs["referrer"], knobs["phone"],
                    knobs["phone_reuse"])  # fmt: skip
    if kind.created == "event" and len(batch.lines.pool):
        papers = dataclasses.replace(papers, signup_ip=int(batch.lines.pool[0]), signup_ip_share=0.4)
    if kind.name == "aged-account-buyers":
        ips = bought(world, knobs["seller"], len(batch.who))[1]
        papers = dataclasses.replace(papers, signup_ip=ips, signup_ip_share=0.75)
    return papers
