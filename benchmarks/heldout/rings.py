"""Rings: what an operator buys (mail, cards, exits, browsers), what it asks, when, how it hides; always provable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout.cast import DAY, Ints
from benchmarks.heldout.mailbox import DISPOSABLE, FREE, people, scripted
from benchmarks.heldout.setting import SLOTS, TARGETS, Floats, Setting
from benchmarks.heldout.style import RING_BUDGET

INFRASTRUCTURE = ("payment", "network", "email", "device")
LEVELS = ("none", "medium", "strong")


@dataclass(slots=True)
class Operator:
    """Who runs one or more rings: habits and suppliers its rings have in common. Tools and targets are each ring's own:
    rings that shared those as well would be one ring by the evidence."""

    name: str
    mail_form: int
    exits: Ints | None = None
    """Exits of a proxy pool shared with others, if it rents one."""
    hide: Ints | None = None
    """Egress of a reseller among whose customers it hides."""


@dataclass(slots=True)
class Plan:
    """One ring before it is cast."""

    name: str
    operator: Operator
    tier: str
    size: int
    client: int
    topics: Ints
    levels: dict[str, int] = field(default_factory=dict)
    human: bool = False
    cover: float = 0.0
    succession: bool = False


def cast_rings(world: Setting, exits: Ints | None, egress: list[Ints]) -> None:
    """Cast every ring of the style; rings of one operator share its tools, and operators may share a proxy pool."""
    style, rng = world.style, world.style.rng("rings")
    operators: list[Operator] = []
    for number, (size, tier) in enumerate(zip(style.sizes, style.tiers, strict=True)):
        if not operators or rng.random() < 0.7 or (exits is not None and number < 2):
            operators.append(_operator(world, rng, len(operators), exits if number < 2 else None, egress))
        client = int(world.mint_clients(1)[0])
        topics = world.mint_topics(int(rng.integers(5, 14)), TARGETS, "target")
        plan = Plan(f"ring-{number}", operators[-1], tier, size, client, topics)
        plan.levels = choose_levels(rng, tier, {c for c in (*INFRASTRUCTURE, "content") if style.has(c)})
        plan.human = tier != "plain" and bool(rng.random() < style.human_schedules) and plan.levels["content"] > 0
        plan.levels["timing"] = 0 if plan.human else max(1, plan.levels["timing"])
        plan.cover = float(rng.uniform(0, style.cover)) if tier != "plain" else 0.0
        if style.force:
            plan.levels, plan.cover = dict(style.force), style.cover
            plan.human = plan.levels["timing"] == 0
        plan.succession = bool(rng.random() < style.succession)
        _cast(world, rng, plan)


def _operator(
    world: Setting, rng: np.random.Generator, number: int, exits: Ints | None, egress: list[Ints]
) -> Operator:
    return Operator(
        name=f"operator-{number}",
        mail_form=int(rng.integers(5)),
        exits=exits,
        hide=egress[int(rng.integers(len(egress)))] if egress and rng.random() < 0.3 else None,
    )


def choose_levels(rng: np.random.Generator, tier: str, available: set[str]) -> dict[str, int]:
    """Strength 0..2 of each channel such that a careful analyst can still prove the ring.

    plain: three strong infrastructure channels (or all there are), own topics, common schedule. careful: infrastructure
    worth three points with one strong channel, behaviour worth three. evasive: infrastructure worth two points over
    two families (where the feeds have two), behaviour worth two or more.
    """
    infra = [c for c in INFRASTRUCTURE if c == "network" or c in available]
    order = [infra[int(i)] for i in rng.permutation(len(infra))]
    levels = dict.fromkeys((*INFRASTRUCTURE, "content", "timing"), 0)
    if tier == "plain":
        for place, channel in enumerate(order):
            levels[channel] = 2 if place < 3 else int(rng.integers(0, 3))
        levels["content"], levels["timing"] = 2, 2
    elif tier == "careful":
        for place, channel in enumerate(order):
            levels[channel] = 2 if place == 0 else 1 if place < 3 else 0
        levels["content"] = int(rng.integers(1, 3))
        levels["timing"] = 3 - levels["content"]
    else:
        for channel in order[:2]:
            levels[channel] = 1
        if len(order) == 1:
            levels[order[0]] = 2
        levels["content"], levels["timing"] = (2, 0) if rng.random() < 0.5 else (1, 2)
    if "content" not in available:
        levels["content"], levels["timing"] = 0, 2
        levels[order[0]] = 2
    return levels


def _cast(world: Setting, rng: np.random.Generator, plan: Plan) -> None:
    n, style = plan.size, world.style
    created, first, last, banned = _lives(rng, plan, style.days)
    accounts = world.cast.add(
        n,
        ring=plan.name,
        operator=plan.operator.name,
        tier=plan.tier,
        cell=np.array([f"{plan.name}-{i // 60}" for i in range(n)], dtype=object),
        population="",
        created=created,
        first=first,
        last=last,
        banned=banned,
        country=world.countries(n) if plan.tier != "plain" else str(world.countries(1)[0]),
        email=_mail(rng, plan),
        plan_name=np.array(["free", "plus", "pro", "api"], dtype=object)[rng.choice(4, n, p=[0.2, 0.3, 0.2, 0.3])],
        verified=np.array(["none", "email", "phone"], dtype=object)[rng.choice(3, n, p=[0.3, 0.5, 0.2])],
        phone=_phones(world, rng, plan),
        surface=0 if rng.random() < 0.6 else int(rng.integers(0, 3)),
        rotates=plan.tier != "plain" and bool(rng.random() < 0.5),
        in_tokens=rng.lognormal(7.0, 0.4),
        out_tokens=rng.lognormal(7.4, 0.4),
        **_volume(world, rng, plan),
        **_schedule(world, rng, plan),
    )
    _payments(world, rng, plan, accounts, created)
    _exits(world, rng, plan, accounts)
    _browsers(world, rng, plan, accounts)
    _topics(world, rng, plan, accounts)
    world.rings.append(
        {
            "ring": plan.name,
            "operator": plan.operator.name,
            "tier": plan.tier,
            "size": n,
            "levels": {channel: LEVELS[level] for channel, level in plan.levels.items()},
            "human_schedule": plan.human,
            "cover": round(plan.cover, 2),
            "succession": plan.succession,
            "shared_pool": plan.operator.exits is not None and plan.levels["network"] < 2,
            "behind_reseller": plan.operator.hide is not None,
        }
    )


def _lives(rng: np.random.Generator, plan: Plan, days: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Creation in waves, first and last day of work, bans; a successor starts soon after the ban of its predecessor."""
    n = plan.size
    wave = int(rng.integers(10, 60)) if plan.tier != "evasive" else int(rng.integers(4, 15))
    waves = rng.uniform(-40, days * 0.35, -(-n // wave))
    minutes = 40 if plan.tier == "plain" else 240 if plan.tier == "careful" else 1500
    created = np.repeat(waves, wave)[:n] * DAY + rng.uniform(0, minutes * 60, n)
    idle = rng.uniform(0, 2, n) if plan.tier == "plain" else rng.uniform(0, 8, n)
    first = np.clip(created / DAY + idle, 0, days - 4)
    last, banned = np.full(n, 1e9), np.full(n, -1.0)
    if plan.succession and days >= 12 and n >= 30:
        gone = rng.choice(n, n // 3, replace=False)
        heirs = np.setdiff1d(rng.permutation(n), gone)[: len(gone)]
        end = np.clip(first[gone] + rng.uniform(4, days / 2, len(gone)), 4, days - 4)
        last[gone], banned[gone] = end, end * DAY
        first[heirs] = end + rng.uniform(0.02, 0.6, len(gone))
        fresh = rng.random(len(gone)) < 0.7
        created[heirs[fresh]] = (end[fresh] + rng.uniform(0, 0.02, int(fresh.sum()))) * DAY
    return np.minimum(created, first * DAY), first, last, banned


def _mail(rng: np.random.Generator, plan: Plan) -> NDArray[Any]:
    n, level = plan.size, plan.levels["email"]
    if level == 2:
        many = max(2, n // int(rng.integers(15, 90)))
        kinds, tlds = ("mail", "post", "box", "hub"), ("xyz", "top", "site", "com")
        drawn = zip(rng.integers(36**5, size=many), rng.choice(kinds, many), rng.choice(tlds, many), strict=True)
        names = np.array([f"{stem:x}{kind}.{tld}" for stem, kind, tld in drawn], dtype=object)
        return scripted(rng, n, names[rng.integers(0, many, n)], plan.operator.mail_form)
    if level == 1:
        if rng.random() < 0.4:
            return scripted(
                rng,
                n,
                np.full(n, DISPOSABLE[int(rng.integers(len(DISPOSABLE)))], dtype=object),
                plan.operator.mail_form,
            )
        return scripted(rng, n, np.full(n, FREE[int(rng.integers(4))], dtype=object), plan.operator.mail_form)
    return people(rng, n)


def _phones(world: Setting, rng: np.random.Generator, plan: Plan) -> NDArray[Any] | int:
    """A SIM farm verifies several accounts a card, where mail is a channel at all."""
    if plan.levels["email"] < 2 or rng.random() < 0.6:
        return -1
    sims = world.count("phone", max(1, plan.size // int(rng.integers(3, 7))))
    return np.asarray(rng.choice(sims, plan.size))


def _volume(world: Setting, rng: np.random.Generator, plan: Plan) -> dict[str, Any]:
    """Low or high, even or human-like, flat, ramped or in campaigns that all members follow."""
    n, days = plan.size, world.style.days
    share = RING_BUDGET / max(1, sum(world.style.sizes)) / days
    rate = min(float(np.exp(rng.uniform(np.log(4), np.log(60 if plan.tier == "plain" else 30)))), share)
    length = 2.0 + float(rng.gamma(2.0, 2.0))
    even = plan.tier == "plain" or rng.random() < 0.4
    each = rng.normal(1, 0.12, n).clip(0.5, 2) if even else rng.lognormal(-0.3, 0.8, n).clip(0.15, 5)
    weights = np.ones(days)
    if plan.tier != "plain" and rng.random() < 0.5:
        weights *= np.linspace(0.15, 1.6, days)
    if plan.levels["timing"] >= 1:
        weights *= rng.gamma(3.0, 1 / 3.0, days).clip(0.05, 3)
    return {
        "sessions": np.maximum(rate * each / length, 0.4),
        "length": length,
        "gap": float(rng.uniform(3, 25)) if not plan.human else 60.0,
        "weekend": 1.0 if rng.random() < 0.6 else 0.4,
        "plan": world.plan(weights),
    }


def _schedule(world: Setting, rng: np.random.Generator, plan: Plan) -> dict[str, Any]:
    """Human days in some time zone; common bursts that differ by day; or common working windows."""
    days = world.style.days
    if plan.human:
        zone = world.human["day" if rng.random() < 0.5 else "evening", str(world.countries(1)[0])]
        return {"profile": zone}
    if plan.levels["timing"] == 2:
        numbers = []
        for _ in range(days):
            weights = np.full(SLOTS, 2e-4 if plan.tier == "plain" else 1e-3)
            weights[rng.choice(SLOTS, int(rng.integers(5, 25)), replace=False)] = 1.0
            numbers.append(world.profile(weights))
        return {"profile": numbers[0], "profile_daily": True, "spread": float(rng.uniform(20, 280))}
    numbers = []
    start, width = int(rng.integers(SLOTS)), int(rng.integers(24, 100))
    for _ in range(days):
        weights = np.full(SLOTS, 0.02)
        weights[(start + int(rng.integers(-18, 18)) + np.arange(width)) % SLOTS] = 1.0
        numbers.append(world.profile(weights))
    return {"profile": numbers[0], "profile_daily": True}


def _payments(world: Setting, rng: np.random.Generator, plan: Plan, accounts: Ints, created: Floats) -> None:
    n, level = plan.size, plan.levels["payment"]
    name, address = -1, -1
    if level == 2:
        cards = world.count("instrument", max(2, n // int(rng.integers(4, 16))))
        chosen = rng.choice(cards, (n, 2))
        second = rng.random(n) < 0.5
        who, paid = np.concatenate([accounts, accounts[second]]), np.concatenate([chosen[:, 0], chosen[second, 1]])
        kind = "virtual-card"
    elif level == 1:
        who, paid, kind = accounts, np.repeat(world.count("instrument", -(-n // 3)), 3)[:n], "virtual-card"
        paid = rng.permutation(paid)
        if rng.random() < 0.5:  # own cards, but a handful of billing names and addresses behind them
            paid = world.count("instrument", n)
            name = rng.choice(world.count("name", max(2, n // 8)), n)
            address = rng.choice(world.count("address", max(2, n // 10)), n)
    else:
        paying = rng.random(n) < 0.6
        who, paid, kind = accounts[paying], world.count("instrument", int(paying.sum())), "prepaid-card"
        name = world.count("name", len(who))
    added = created[who - accounts[0]] + rng.uniform(60, 7200, len(who))
    world.cast.pay(who, paid, kind=kind, added=added, name=name, address=address)


def _exits(world: Setting, rng: np.random.Generator, plan: Plan, accounts: Ints) -> None:
    n, level, operator = plan.size, plan.levels["network"], plan.operator
    give = world.cast.give
    if level == 2:
        subnets = world.net.provider("hosting", f"Cloud {rng.integers(99)}", max(2, min(40, n // 15)))
        exits = world.net.addresses_in(np.repeat(subnets, int(rng.integers(3, 10))))
        many = int(rng.integers(2, 7))
        give("ip", np.repeat(accounts, many), rng.choice(exits, n * many), 1.0)
    elif level == 1:
        homes = np.concatenate(list(world.home.values()))
        exits = world.net.addresses_in(rng.choice(homes, max(12, int(n * 1.2))))
        many = int(rng.integers(6, 14))
        give("ip", np.repeat(accounts, many), rng.choice(exits, n * many), 1.0)
    if operator.exits is not None and level < 2:
        many = int(rng.integers(8, 25))
        give("ip", np.repeat(accounts, many), rng.choice(operator.exits, n * many), 1.0 if level == 0 else 0.3)
    elif operator.hide is not None and level < 2:
        give("ip", np.repeat(accounts, 2), rng.choice(operator.hide, n * 2), 1.0)
    elif level == 0:
        homes = np.concatenate(list(world.home.values()))
        many = rng.integers(1, 7, n)
        who = np.repeat(accounts, many)
        give("ip", who, world.net.addresses_in(rng.choice(homes, len(who))), 1.0)


def _browsers(world: Setting, rng: np.random.Generator, plan: Plan, accounts: Ints) -> None:
    """An antidetect build that nobody else runs, phones shared in a farm, or one of the usual clients."""
    n, level = plan.size, plan.levels["device"]
    if level == 0:
        world.some_clients(accounts)
        world.own_devices(accounts, 0.5)
        return
    world.cast.give("client", accounts, np.array([plan.client]), 5.0)
    if level == 1:  # some honest people run the same build
        others = rng.integers(0, int(accounts[0]), int(rng.integers(20, 150)))
        world.cast.give("client", others, np.array([plan.client]), 0.5)
        world.some_clients(accounts[rng.random(n) < 0.3])
    if world.style.devices and (level == 2 or world.style.clients == "absent"):
        phones = world.count("device", max(2, n // int(rng.integers(3, 8))))
        world.cast.give("device", np.repeat(accounts, 2), rng.choice(phones, 2 * n))


def _topics(world: Setting, rng: np.random.Generator, plan: Plan, accounts: Ints) -> None:
    """The operator's targets: its own topics, or ones honest people ask too; beside them cover traffic."""
    n, level, cast = plan.size, plan.levels["content"], world.cast
    if level == 2:
        topics = plan.topics
        visitors = rng.integers(0, int(accounts[0]), int(len(topics) * rng.integers(1, 8)))
        cast.give("topic", visitors, rng.choice(topics, len(visitors)), 0.2)
    else:
        rare = np.argsort(world.topic_p)[: len(world.topic_p) // 2]
        topics = world.usual_topics[rng.choice(rare, int(rng.integers(5, 12)), replace=False)]
    each = len(topics) if rng.random() < 0.5 else max(3, len(topics) // 2)
    chosen = np.argsort(rng.random((n, len(topics))), axis=1)[:, :each]
    cast.give("topic", np.repeat(accounts, each), topics[chosen.ravel()], (1 - plan.cover) / each)
    if plan.cover > 0.02:
        many = rng.integers(2, 6, n)
        who = np.repeat(accounts, many)
        cast.give(
            "topic", who, rng.choice(world.usual_topics, len(who), p=world.topic_p), plan.cover / np.repeat(many, many)
        )
