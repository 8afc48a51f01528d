"""Draws an operator's habits for a ring: the more its tier hides, the fewer accounts share a thing."""

from __future__ import annotations

import numpy as np

from benchmarks.third.addresses import Span
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY, FOREVER
from benchmarks.third.habits import Aims, Cards, Care, Exits, Habits, Life, Mailboxes, Operator, Tier, Timing, Tools
from benchmarks.third.plan import RingPlan
from benchmarks.third.setting import Setting
from benchmarks.third.topics import TARGETS

_MAIL_RULES = ("seq", "word", "rand", "name", "dot", "mixnum", "year")


def draw_habits(cast: Cast, plan: RingPlan, name: str, pool: Span | None, like: Operator | None) -> Habits:
    """Draw the habits of a ring; of an operator that runs another ring already, its tools come along."""
    s, tier = cast.setting, Tier(plan.tier)
    aims = _aims(s, tier, reseller=plan.reseller)
    tools = _tools(cast, tier, pool, like)
    mail = _mailboxes(s, tier, like)
    operator = Operator(like.name if like else name, tools.client, tools.clouds, mail.rule)
    timing = _timing(s, tier)
    care = _care(s, tier)
    cards = _cards(s, tier)
    exits = _exits(s, tier)
    return Habits(tier, operator, aims, tools, mail, timing, care, cards, exits, _life(s, tier, exits))


def _aims(s: Setting, tier: Tier, *, reseller: bool) -> Aims:
    draw, u = s.draw, s.draw.uniform
    wanted: list[str] = draw.rng.choice(TARGETS, draw.integer(1, 3), replace=False).tolist()
    count = int(draw.log_uniform(2, 40))
    share = tier(u(0.2, 0.9), u(0.05, 0.6), u(0, 0.35) if draw.chance(0.75) else 0.0)
    exclusive = round(count * share)
    own = [s.topics.new(draw.pick(wanted)) for _ in range(exclusive)]
    topics = np.array([*own, *s.topics.of(draw.pick(wanted), max(1, count - exclusive))])
    for capability in wanted[1:]:
        topics = np.unique(np.r_[topics, s.topics.of(capability, max(1, (count - exclusive) // 3))])
    cover = tier(u(0, 0.12), u(0.05, 0.35), u(0.1, 0.6))
    if reseller:
        cover = u(0.3, 0.6)
    rate = tier(28, 28, 33) * float(np.exp(draw.rng.normal(-0.04, 0.28)))
    uneven = tier(u(0.1, 0.4), u(0.3, 0.7), u(0.7, 1.1))
    return Aims(topics, exclusive, cover, rate, uneven, tier(u(0.75, 1), u(0.6, 1), u(0.45, 0.95)))


def _tools(cast: Cast, tier: Tier, pool: Span | None, like: Operator | None) -> Tools:
    s, draw, u = cast.setting, cast.setting.draw, cast.setting.draw.uniform
    client = like.client if like else _client(s, tier)
    client_share = tier(u(0.85, 1), u(0.5, 1), u(0.1, 0.7))
    clouds = like.clouds if like else [s.access.cloud() for _ in range(draw.integer(1, 2))]
    pool = pool or draw.pick(cast.pools)
    issuer, country = draw.pick(cast.payments.virtual_bins), s.access.country()
    return Tools(client, client_share, clouds, pool, issuer, country, tier(u(0, 0.5), u(0.1, 0.9), u(0.5, 1)))


def _client(s: Setting, tier: Tier) -> int:
    """A program of the operator's own, or what everybody uses."""
    draw, n = s.draw, s.draw.integer
    if not draw.chance(tier(0.5, 0.2, 0.08)):
        return s.clients.api()
    name = draw.pick(("python-requests", "aiohttp", "okhttp", s.words.word()))
    return s.clients.new(f"{name}/{n(0, 4)}.{n(0, 40)}.{n(0, 9)}")


def _mailboxes(s: Setting, tier: Tier, like: Operator | None) -> Mailboxes:
    draw = s.draw
    weights: tuple[float, ...] = tier((2, 2, 2, 2, 0.5, 1, 0.3), (0.3, 1, 1, 3, 1, 2, 1), (0, 0.3, 0.3, 3, 1, 1.5, 3))
    rule = like.mail_rule if like else draw.weighted(_MAIL_RULES, weights)
    domains = None
    if draw.chance(tier(0.55, 0.2, 0.03)):
        endings = (".com", ".xyz", ".top", ".cc", ".net")
        domains = [s.mail.domain(endings) for _ in range(draw.integer(1, 4))]
    return Mailboxes(rule, domains)


def _timing(s: Setting, tier: Tier) -> Timing:
    draw, u, log = s.draw, s.draw.uniform, s.draw.log_uniform
    common = s.order.style != "noschedule" and draw.chance(tier(0.92, 0.75, 0.4))
    level, ticks, low = draw.pick(("ring", "cell", "cell")), draw.integer(3, 30), u(0, 24)
    high = low + (24 if draw.chance(0.5) else u(8, 18))
    fixed = draw.chance(tier(0.5, 0.3, 0.2))
    jitter = tier(log(5, 150), log(120, 1200), log(1800, 9000))
    share = tier(u(0.75, 1), u(0.5, 0.95), u(0.2, 0.8))
    timetable = s.rhythms.bursts(ticks, low, high, fixed=fixed)
    return Timing(common, level, ticks, low, high, fixed, jitter, share, timetable)


def _care(s: Setting, tier: Tier) -> Care:
    draw, u = s.draw, s.draw.uniform
    api = tier(u(0.85, 1), u(0.6, 1), u(0.3, 0.95))
    bans = tier(u(0, 0.3), u(0, 0.18), u(0, 0.08))
    return Care(api, bans, tier(0, u(0, 0.3), u(0, 0.1) if draw.chance(0.7) else 0.0), tier(0.85, 0.5, 0.05))


def _cards(s: Setting, tier: Tier) -> Cards:
    draw, u = s.draw, s.draw.uniform
    accounts: tuple[float, float] = tier((u(4, 8), u(8, 25)), (2, u(3, 8)), (1, draw.pick((1, 2, 3))))
    share = tier(u(0.8, 1), u(0.5, 1), u(0.15, 0.9))
    return Cards(accounts, share, draw.chance(tier(0.1, 0.05, 0.05)))


def _exits(s: Setting, tier: Tier) -> Exits:
    draw, u, n = s.draw, s.draw.uniform, s.draw.integer
    an_address = tier(u(4, 14), u(3, 8), 0)
    proxied = tier(0 if draw.chance(0.8) else u(0.2, 0.6), u(0.2, 0.9), u(0.75, 1))
    periods: tuple[float, ...] = tier((FOREVER, DAY), (3600, DAY, 3 * DAY), (60, 600, 1800, 3600, DAY))
    rotation = float(draw.pick(periods))
    subpool = tier(None, n(20, 200) if draw.chance(0.6) else None, n(30, 400) if draw.chance(0.4) else None)
    a_device = tier(u(3, 10), u(1.5, 4), 1)
    return Exits(an_address, proxied, rotation, subpool, a_device, tier(u(0.5, 1), u(0.2, 0.8), u(0, 0.15)))


def _life(s: Setting, tier: Tier, exits: Exits) -> Life:
    draw, u, days = s.draw, s.draw.uniform, s.clock.days
    aged = tier(u(0, 0.15), u(0, 0.5), u(0.3, 0.9))
    if s.order.style == "pool":
        exits.proxied = max(exits.proxied, u(0.5, 1))
    stagger = tier(u(0, 3), u(1, 10), u(4, days * 0.6))
    ramp = tier(0, u(0, 4), u(2, 9))
    template = s.new_template() if draw.chance(tier(0.9, 0.6, 0.35)) else 0
    return Life(aged, stagger, ramp, template, u(0, days * 0.35) if draw.chance(0.5) else -u(2, 60))
