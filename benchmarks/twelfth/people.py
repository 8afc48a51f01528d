"""Honest accounts: one group of a kind, private people, households, small firms, double lives."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth import gear, hours
from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.kind import Kind
from benchmarks.twelfth.mail import boxes, company
from benchmarks.twelfth.pays import pay
from benchmarks.twelfth.sites import lands, settle, site
from benchmarks.twelfth.topics import INDEX, NAMES
from benchmarks.twelfth.world import DAY, World

SPAN = {"hours": 0.18, "days": 3, "weeks": 21, "months": 200, "years": 900, "event": 2}
ORDER = {"zipf": 0, "seq": 1, "even": 2, "day": 3}
BEAT = {"": 0, "hour": 1, "quarter": 2, "poll": 3}
EVERYDAY = (
    "everyday",
    "letters",
    "cooking",
    "travel",
    "homework",
    "coding",
    "translation",
    "medical",
    "law",
    "trade",
    "gaming",
    "news",
    "data",
    "science",
    "debugging",
    "repair",
    "faith",
    "fiction",
    "research",
    "agents",
)
USED = np.array([20, 14, 8, 6, 10, 14, 6, 5, 3, 4, 5, 4, 4, 4, 6, 3, 1, 5, 3, 2], dtype=float)


def group(world: World, kind: Kind, n: int) -> None:
    """One group of a kind, entered into the book."""
    gid, org = world.name(kind.name), company(world)
    batch = world.book.blank(n)
    settle(world, batch, lands(world, kind.land, n))
    site(world, batch, kind, org)
    gear.group(world, batch, kind)
    _timing(world, batch, kind)
    _asking(world, batch, kind)
    _signup(world, batch, kind)
    batch["email"] = np.array(boxes(world, batch, kind.mail, org), dtype=object)
    _labels(batch, kind, gid, org if kind.plan in ("team", "edu") else None)
    _friends(world, batch, kind)
    pay(world, batch, world.book.add(batch), kind.pay)


def _labels(batch: Batch, kind: Kind, gid: str, org: str | None) -> None:
    for key, value in (
        ("population", kind.name),
        ("klass", kind.klass),
        ("group_id", gid),
        ("organization", org),
        ("verified", kind.verified),
    ):
        batch[key][:] = value
    batch["plan"][:] = kind.plan
    has = np.array([p >= 0 for p in batch["phone"]])
    batch["verified"][has & (batch["verified"] == "email")] = "phone"
    batch["verified"][~has & (batch["verified"] == "phone")] = "email"
    if kind.mail == "plus" or kind.name == "low-code-platform":
        batch["parent"][:] = -2


def _friends(world: World, batch: Batch, kind: Kind) -> None:
    """Who told whom: vouchers and hobbies spread by referral."""
    told = (
        0.5
        if kind.pay == "voucher"
        else 0.25
        if kind.signup in ("weeks", "event") and kind.klass in ("private", "agency")
        else 0.0
    )
    batch["referrer"] = np.where(world.rng.random(len(batch["land"])) < told, -2, NULL)


def _timing(world: World, batch: Batch, kind: Kind) -> None:
    """Habits of the clock; people differ, and one in six hardly ever comes."""
    rng, n = world.rng, len(batch["land"])
    keep = rng.random(n) < 0.8
    batch["profile"] = np.where(keep, hours.INDEX[kind.hours], rng.integers(0, len(hours.NAMES), n))
    batch["session_shift"] = rng.normal(0, 0.8, n)
    batch["weekend"] = kind.weekend * rng.lognormal(0, 0.3, n)
    asleep = np.where(rng.random(n) < 0.17, 0.08, 1.0)
    batch["active"] = np.minimum(kind.active * rng.lognormal(-0.1, 0.5, n), 0.97) * asleep
    batch["rate"] = np.maximum(kind.rate * rng.lognormal(-0.1, 0.4, n), 1)
    batch["turns"] = np.maximum(kind.turns * rng.lognormal(-0.05, 0.35, n), 1)
    batch["gap"] = kind.gap * rng.lognormal(0, 0.3, n)
    batch["beat"] = np.where(rng.random(n) < kind.join, BEAT[kind.beat], 0)
    batch["minute"] = rng.choice([0, 7, 15, 30, 45, 59], n, p=(0.3, 0.3, 0.1, 0.1, 0.1, 0.1))
    if kind.event:
        batch["event_day"][:] = rng.integers(3, world.days - 3)
        batch["event_hour"][:] = rng.integers(9, 23)
        batch["boost"] = kind.event * rng.lognormal(0, 0.4, n)


def _asking(world: World, batch: Batch, kind: Kind) -> None:
    """Topics of the trade, one private interest, and the prompts that the group passes round."""
    rng, n = world.rng, len(batch["land"])
    trade = np.array([INDEX[f] for f in kind.fams])
    batch["fam0"], batch["fam1"] = trade[rng.integers(0, len(trade), n)], trade[rng.integers(0, len(trade), n)]
    batch["fam2"] = interests(world, n)
    batch["model"] = rng.choice(4, n, p=(0.45, 0.3, 0.2, 0.05) if kind.plan != "api" else (0.2, 0.4, 0.3, 0.1))
    batch["switch"] = world.launch + rng.geometric(0.15, n)
    batch["wordy"], batch["refusal"] = kind.wordy * rng.lognormal(0, 0.3, n), np.full(n, kind.refusal)
    if kind.prompts:
        half = kind.prompts // 2
        clusters = np.concatenate(
            [world.topics.fresh(kind.fams, kind.prompts - half), world.topics.public(kind.fams, max(half, 1))]
        )
        batch["tmpl_lo"][:], batch["tmpl_n"][:] = world.topics.keep(clusters)
        batch["p_own"] = np.where(rng.random(n) < kind.join, kind.p_own * rng.beta(8, 1.5, n) / 0.84, 0)
        batch["order"][:], batch["flip"][:] = ORDER[kind.order], kind.flip
        batch["phase"] = rng.random(n) * 0.25


def interests(world: World, n: int) -> np.ndarray:
    """What people ask privately."""
    codes = np.array([INDEX[f] for f in EVERYDAY])
    return np.where(
        world.rng.random(n) < 0.03,
        world.rng.integers(0, len(NAMES), n),
        codes[world.rng.choice(len(codes), n, p=USED / USED.sum())],
    )


def _signup(world: World, batch: Batch, kind: Kind) -> None:
    """When and where they signed up; late joiners and leavers are in every group."""
    rng, n = world.rng, len(batch["land"])
    span = SPAN[kind.signup] * DAY
    first = (
        world.day0 + rng.integers(-60, max(2, world.days // 3)) * DAY + 9 * 3600
        if span < 30 * DAY
        else world.day0 - int(span * 0.9)
    )
    if kind.signup == "event":
        first = (
            world.day0 + (batch["event_day"][0] if kind.event else rng.integers(2, world.days - 6)) * DAY - DAY + 30000
        )
    created = first + rng.random(n) * span
    late = rng.random(n) < 0.1
    created[late] = world.day0 - 120 * DAY + rng.random(int(late.sum())) * (115 + world.days) * DAY
    finish(
        world,
        batch,
        np.minimum(created, world.close - 1.5 * DAY).astype(int),
        kind.signup_at,
        kind.join,
        0.95 if kind.verified == "phone" else 0.4,
    )
    if kind.pay in ("virtual", "reseller"):
        # Who cannot get a card at home rents a number too, from the same seller as the operators.
        seller = world.vendors.phones[int(rng.integers(0, 3))]
        rented = rng.random(n) < 0.35
        batch["phone"][rented] = rng.choice(seller[:400], int(rented.sum()))


def finish(world: World, batch: Batch, created: np.ndarray, where: str, join: float, asked: float) -> None:
    """Sign-up facts that follow from place and gear; the phone, and who leaves in the window."""
    rng, n = world.rng, len(created)
    batch["created"], batch["start"] = created, created + rng.exponential(4000, n).astype(int)
    lo, size = batch[f"{where}_lo"].copy(), batch[f"{where}_n"].copy()
    away = rng.random(n) > join
    lo[away], size[away] = batch["away_lo"][away], batch["away_n"][away]
    batch["signup_lo"] = (lo + rng.integers(0, np.maximum(size, 1))).astype(object)
    batch["signup_client"] = batch["client"].astype(object)
    batch["phone"] = np.where(rng.random(n) < asked, world.book.codes(n), -1).astype(object)
    tablet = (batch["site_dev"] >= 0) & (where == "site")
    batch["signup_dev"] = np.where(
        tablet, batch["site_dev"] + rng.integers(0, np.maximum(batch["site_dev_n"], 1)), batch["own_dev"]
    ).astype(object)
    leaves = rng.random(n) < 0.07
    batch["end"][leaves] = world.day0 + rng.integers(0, world.days * DAY, int(leaves.sum()))
