"""Fleets of a product's workers, authorised bulk users and a reseller's customers: machines that look like rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.third.account import Traits
from benchmarks.third.addresses import Source, Span
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY, FOREVER
from benchmarks.third.mail import Mailer
from benchmarks.third.rhythms import FLAT, OFFICE
from benchmarks.third.setting import Setting
from benchmarks.third.topics import TARGETS, Taste

_FLEET_WORK = (
    *("classification", "extraction", "summarization", "translation"),
    *("data-analysis", "software-engineering", "tool-use", "agentic-reasoning"),
)


def fleets(cast: Cast) -> None:
    """Cast fleets: one company's accounts work through one kind of task around the clock."""
    draw = cast.setting.draw
    for n in cast.sizes(0.01, 0.03, lambda: draw.log_uniform(8, 150)):
        _fleet(cast, n)


def _fleet(cast: Cast, n: int) -> None:
    s, draw = cast.setting, cast.setting.draw
    u, n_of = draw.uniform, draw.integer
    group, country, domain = cast.group("fleet"), s.access.country(), s.mail.domain((".io", ".dev", ".com"))
    exits = s.access.cloud().sub(n_of(3, 6), n_of(2, 24))
    own_client = draw.chance(0.5)
    client = s.clients.new(f"{s.words.word()}-worker/{n_of(0, 4)}.{n_of(0, 9)}") if own_client else s.clients.api()
    times = s.rhythms.cron(n_of(1, 10))
    topics = _fleet_topics(s)
    first, over = u(-300, max(1, s.clock.days - 6)), draw.pick((0.2, 3, 60))
    paying = draw.pick(("one", "one", "invoice", "some"))
    cards = [s.instrument() for _ in range(1 if paying != "some" else max(1, n // 6))]
    mailer = s.mail.script([domain], draw.pick(("seq", "plus"))) if draw.chance(0.7) else None
    template, rate, uneven = s.new_template(), draw.log_uniform(6, 90), u(0.05, 0.8)
    jitter, period = draw.log_uniform(1, 60), float(draw.pick((FOREVER, FOREVER, DAY, 3600)))
    bank, address, devices = cast.payments.some_bin(country), s.billing_address(), s.new_devices(n_of(1, 3))
    common: Traits = {"country": country, "sources": [exits.source(period)], "tail": 0.0, "timetable": times}
    common |= {"on_timetable": u(0.7, 1), "jitter": jitter, "rhythm": FLAT, "weekend": 1.0, "dispersion": 8.0}
    common |= {"surface": "api", "api": client, "template": template, "noise": 5, "plan": "api", "devices": devices}
    uneven_ticks = draw.chance(0.3)
    console: Source | None = None
    for place in range(n):
        traits: Traits = {"email": mailer() if mailer else s.mail.personal(domain)}
        traits["created"] = min(s.clock.at(first + draw.rng.random() * over), s.clock.at(s.clock.days - 2))
        traits["topics"] = topics if draw.chance(0.9) else s.topics.own_taste()
        traits["spread"] = draw.log_uniform(5, 900) if uneven_ticks else 60.0
        traits["presence"] = u(0.9, 1)
        traits["rate"] = rate * float(np.exp(draw.rng.normal(0, uneven)))
        traits["organization"] = domain if draw.chance(0.6) else None
        console = console or s.access.office().sub(2, 1).source(FOREVER)
        traits |= {"login": console, "verified": draw.pick(("email", "contract", "phone"))}
        account = cast.add("fleet", group, **common | traits)
        kind, issuer = ("invoice", None) if paying == "invoice" else ("card", bank)
        cast.payments.pay(account, cards[place % len(cards)], kind, country, issuer, f"org_{domain}", address)


def _fleet_topics(s: Setting) -> Taste:
    """One kind of task, of the fleet's own making or everybody's."""
    draw = s.draw
    work = draw.pick(_FLEET_WORK)
    if draw.chance(0.6):
        return s.topics.taste(([s.topics.new(work) for _ in range(draw.integer(1, 4))], 1.0))
    return s.topics.taste((s.topics.of(work, draw.integer(1, 5)), 1.0))


def bulk_users(cast: Cast) -> None:
    """Cast authorised bulk users: evaluations and data projects under contract, on what rings ask as well."""
    draw = cast.setting.draw
    for n in cast.sizes(0.004, 0.015, lambda: draw.log_uniform(5, 70)):
        _bulk_user(cast, n)


def _bulk_user(cast: Cast, n: int) -> None:
    s, draw = cast.setting, cast.setting.draw
    u, n_of = draw.uniform, draw.integer
    group, country = cast.group("authorised-bulk"), s.access.country()
    domain = s.mail.domain((".ai", ".org", ".com"))
    provider = s.access.cloud() if draw.chance(0.6) else s.access.office()
    exits = provider.sub(4, n_of(1, 8))
    times = s.rhythms.cron(n_of(2, 12))
    own_client = draw.chance(0.6)
    client = s.clients.new(f"eval-{s.words.word()}/{n_of(0, 4)}.{n_of(0, 9)}") if own_client else s.clients.sdk()
    work: list[str] = draw.rng.choice([*TARGETS, "safety"], n_of(1, 3), replace=False).tolist()
    common_topics = [(s.topics.of(capability, n_of(2, 8)), 1.0) for capability in work]
    own_topics = [s.topics.new(work[0]) for _ in range(n_of(1, 6))]
    topics = s.topics.taste(*common_topics, (own_topics, 0.5))
    template, rate, on_timetable = s.new_template(), draw.log_uniform(15, 120), u(0.2, 1)
    instrument = s.instrument()
    mailer = s.mail.script([domain], draw.pick(("seq", "plus", "word")))
    first, address = u(-200, max(1, s.clock.days - 10)), s.billing_address()
    common: Traits = {"country": country, "sources": [exits.source(FOREVER)], "topics": topics, "tail": 0.02}
    common |= {"timetable": times, "on_timetable": on_timetable, "spread": 600.0, "dispersion": 5.0, "surface": "api"}
    common |= {"api": client, "template": template, "noise": 4, "plan": "enterprise", "organization": domain}
    for _ in range(n):
        traits: Traits = {"email": mailer() if draw.chance(0.8) else s.mail.personal(domain), "verified": "contract"}
        traits["created"] = min(s.clock.at(first + draw.rng.random() * 2), s.clock.at(s.clock.days - 3))
        traits |= {"jitter": draw.log_uniform(5, 900), "rhythm": draw.pick((FLAT, OFFICE))}
        traits |= {"weekend": u(0.3, 1), "presence": u(0.6, 1)}
        traits["rate"] = rate * float(np.exp(draw.rng.normal(0, 0.3)))
        traits["devices"] = s.new_devices(1)
        account = cast.add("authorised-bulk", group, **common | traits)
        cast.payments.pay(account, instrument, "invoice", country, None, f"org_{domain}", address)


@dataclass(frozen=True, slots=True)
class Shop:
    """What innocent customers of a reseller have in common with a ring that buys there as well."""

    cards: list[str]
    mailer: Mailer
    gateway: Span
    client: int
    first: float
    """Day of the first sign-up."""
    bin: str


def reseller_customers(cast: Cast, n: int, group: str | None = None, shop: Shop | None = None) -> None:
    """Cast n people who bought their accounts from a reseller: its mail, its cards, partly its gateway."""
    s, draw = cast.setting, cast.setting.draw
    group = group or cast.group("reseller-customer")
    domains: Sequence[str] = [s.mail.domain((".com", ".cc", ".net"))]
    mailer = shop.mailer if shop else s.mail.script(domains, draw.pick(("seq", "word", "rand")))
    a_card = draw.integer(4, 25)
    cards = shop.cards if shop else [s.instrument() for _ in range(max(1, n // a_card))]
    gateway = shop.gateway if shop else s.access.cloud().sub(4, draw.integer(2, 10))
    through = draw.uniform(0, 1)
    client = s.clients.new(f"{s.words.word()}-gateway/1.{draw.integer(0, 9)}")
    first = draw.uniform(-200, s.clock.days - 12)
    if shop:
        client, first = shop.client, shop.first
    over = draw.uniform(1, 120)
    issuer = shop.bin if shop else draw.pick(cast.payments.virtual_bins)
    address, same_client = s.billing_address(), draw.chance(0.5)
    for _ in range(n):
        country = s.access.country()
        home = s.access.home(country)
        by_gateway = gateway.source(float(draw.pick((3600, DAY, FOREVER))), through)
        traits: Traits = {"country": country, "email": mailer()}
        traits["sources"] = [by_gateway, home.weighing(max(0.02, 1 - through))]
        traits["created"] = min(s.clock.at(first + draw.rng.random() * over), s.clock.at(s.clock.days - 2))
        traits |= {"signup_ip": s.addresses.one_of(gateway), "api": client if same_client else None}
        traits["login"] = gateway.source(FOREVER) if draw.chance(0.5) else home
        traits |= {"plan": draw.pick(("api", "pro")), "rate": draw.log_uniform(2, 40)}
        traits["presence"] = float(draw.rng.beta(1.3, 1.8))
        account = cast.add("reseller-customer", group, **traits)
        card = draw.pick(cards)
        cast.payments.pay(account, card, "virtual-card", "US" if draw.chance(0.5) else country, issuer, None, address)
