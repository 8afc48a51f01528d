"""The accounts of a ring's cell, successors of banned ones among them, and the shop's innocent customers."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.third.access import HOURS
from benchmarks.third.account import Account, Traits
from benchmarks.third.addresses import Source
from benchmarks.third.cast import Cast
from benchmarks.third.cells import Cell
from benchmarks.third.draw import DAY, FOREVER
from benchmarks.third.machines import Shop, reseller_customers
from benchmarks.third.rhythms import BROAD, EVENING, FLAT, OFFICE, OWL

Parts = tuple[tuple[Any, float], tuple[Any, float]]
"""Topics and their total weights."""


def cast_members(cast: Cast, cell: Cell) -> int:
    """Cast a cell's accounts. Returns how many innocent customers of the same shop were cast beside them."""
    draw, bans = cast.setting.draw, cell.habits.care.bans
    successors = round(cell.size * bans / (1 + bans))
    first = cell.size - successors
    members = _Members(cast, cell)
    for place in range(cell.size):
        members.add(place, members.accounts[(place - first) % first] if place >= first else None)
    return _innocents(cast, cell) if cell.staff.reseller and draw.chance(0.5) else 0


def _innocents(cast: Cast, cell: Cell) -> int:
    """Customers of the shop that the ring's accounts were sold in: its mail, perhaps a card of the cell's."""
    s, draw, tools = cast.setting, cast.setting.draw, cell.habits.tools
    n = max(3, int(cell.size * draw.uniform(0.05, 0.3)))
    cards = [s.instrument() for _ in range(max(1, n // 6))]
    cards += [card for card, _ in cell.cards.made[:1]] if draw.chance(0.5) else []
    gateway = cell.servers if draw.chance(0.6) else cell.exits
    first = (cell.wave - s.clock.start) / DAY - draw.uniform(0, 60)
    shop = Shop(cards, cell.mailer, gateway, tools.client, first, tools.bin)
    reseller_customers(cast, n, f"reseller-customer-of-{cell.staff.ring}", shop)
    return n


class _Members:
    """Casts the accounts one by one."""

    def __init__(self, cast: Cast, cell: Cell) -> None:
        self._cast, self._cell = cast, cell
        self._s, self._draw = cast.setting, cast.setting.draw
        self._habits, self._tier = cell.habits, cell.tier
        self._referrer: str | None = None
        self.accounts: list[Account] = []

    def add(self, place: int, old: Account | None) -> None:
        """Cast an account, in succession of an old one that is banned for it; the order of the calls is the draws'."""
        draw, cell, habits = self._draw, self._cell, self._habits
        country = self._s.access.country() if draw.chance(habits.tools.abroad) else habits.tools.country
        traits: Traits = {"country": country}
        traits["created"], traits["first_day"] = self._begin(old)
        signup_ip = self._come_from(traits, place, country)
        card, device, phone = cell.cards.next(), cell.devices.next(), cell.phones.next()
        traits["surface"] = "api" if draw.chance(habits.care.api) else draw.pick(("web", "web", "app"))
        parts = self._ask(traits)
        traits["email"] = cell.mailer() if draw.chance(cell.scripted) else None
        traits["plan"] = "free" if habits.cards.none else draw.weighted(("api", "pro", "free"), (0.8, 0.15, 0.05))
        traits["phone"] = phone if draw.chance(0.6) else None
        traits["signup_ip"] = signup_ip if draw.chance(0.9) else None
        traits["api"] = habits.tools.client if draw.chance(habits.tools.client_share) else None
        traits["topics"] = self._s.topics.taste(*parts)
        self._work(traits, country)
        traits["devices"] = [device] if draw.chance(habits.exits.device_share) else None
        self._write(traits)
        traits["referrer"] = self._referrer if self._referrer and draw.chance(cell.staff.referred) else None
        traits["verified"] = draw.weighted(("none", "email", "phone"), (0.1, 0.5, 0.4))
        account = self._cast.add("", "", **traits)
        account.ring, account.operator = cell.staff.ring, habits.operator.name
        account.cell, account.tier = cell.name, self._tier.name
        self._pay(account, old, card)
        self._warn(account, old)
        self.accounts.append(account)
        if self._referrer is None or draw.chance(0.3):
            self._referrer = account.account_id

    def _begin(self, old: Account | None) -> tuple[float, int]:
        """When the account is made, and the day it starts to work."""
        clock, draw, cell, life = self._s.clock, self._draw, self._cell, self._habits.life
        created = cell.wave + float(draw.rng.random()) * cell.hours * 3600
        if old:
            banned = self._ban(old)
            if draw.chance(0.85):
                created = clock.start + (banned + draw.log_uniform(0.1, 2.0)) * DAY
            else:  # kept in reserve
                created = clock.start + draw.uniform(-20, banned) * DAY
        elif draw.chance(life.aged):
            created = clock.start - draw.log_uniform(30, 500) * DAY
        created = min(created, clock.at(clock.days - 1.2))
        if old:
            start, later = clock.at(banned) + 0.1 * DAY, 0
        else:
            start = cell.wave + float(draw.rng.random()) * cell.hours * 3600 * 0.9
            later = draw.integer(0, int(max(1, life.stagger)))
        day = int(max(0, (max(created, start) - clock.start) / DAY))
        return created, min(day + later, clock.days - 2)

    def _ban(self, old: Account) -> float:
        """Ban an account after three days of work at least. Returns the day."""
        clock = self._s.clock
        day = self._draw.uniform(0.25, 0.8) * clock.days
        day = min(max(day, (old.created - clock.start) / DAY + 3), clock.days - 2.5)
        old.last_day, old.cut, old.status = int(day) + 1, clock.at(day), "banned"
        self._cast.measure(old, clock.at(day), "banned")
        return day

    def _come_from(self, traits: Traits, place: int, country: str) -> int:
        """Servers, rented exits, a home line; the console's address. Returns the address of the sign-up."""
        draw, cell, tier, exits = self._draw, self._cell, self._tier, self._habits.exits
        sources: list[Source] = []
        if exits.proxied < 1:
            own = draw.chance(tier(0.6, 0.5, 0.2))
            server = cell.servers.start + (place * 7919 + cell.number) % cell.servers.length
            fixed = Source(server, 1, FOREVER, 1 - exits.proxied)
            sources.append(fixed if own else cell.servers.source(DAY, 1 - exits.proxied))
        if exits.proxied > 0:
            sources.append(cell.exits.source(exits.rotation, exits.proxied))
        if tier.evasive and draw.chance(0.3):
            home = self._s.access.home(country)
            sources.append(home.weighing(draw.uniform(0.05, 0.5)))
        desk, slips = cell.staff.desk, self._habits.care.slips
        traits["sources"] = sources
        traits["login"] = desk.source(FOREVER) if draw.chance(tier(0.7, slips, slips)) else sources[-1]
        if draw.chance(tier(0.4, slips, slips)):
            return self._s.addresses.one_of(desk)
        by_server = tier.plain or (tier.careful and draw.chance(0.4))
        return self._s.addresses.one_of(cell.servers if by_server else cell.exits)

    def _ask(self, traits: Traits) -> Parts:
        """How much, and what: the cell's topics under a cover of others."""
        draw, aims, life = self._draw, self._habits.aims, self._habits.life
        uneven = aims.uneven
        rate = aims.rate * float(np.exp(draw.rng.normal(-uneven * uneven / 2, uneven)))
        others = self._s.topics.any(draw.integer(8, 25) if self._cell.staff.reseller else draw.integer(2, 7))
        cover = min(0.95, aims.cover * draw.uniform(0.6, 1.4))
        traits["rate"] = min(rate, 300)
        traits["tail"] = 0.15 if self._cell.staff.reseller else cover * 0.2
        traits["ramp"] = life.ramp * draw.uniform(0.5, 1.5)
        return (self._cell.topics, 1 - cover), (others, cover)

    def _work(self, traits: Traits, country: str) -> None:
        """When."""
        draw, tier, timing, cell = self._draw, self._tier, self._habits.timing, self._cell
        has_style = self._s.order.style != "noschedule"
        by_operator = not tier.evasive and has_style and draw.chance(0.7)
        traits["zone"] = HOURS[self._habits.tools.country if by_operator else country]
        if has_style:
            weights: tuple[float, ...] = tier((5, 1, 0.5, 1, 0.5), (3, 2, 1, 2, 0.5), (1, 3, 3, 2, 0.6))
            traits["rhythm"] = draw.weighted((FLAT, OFFICE, EVENING, BROAD, OWL), weights)
        traits["weekend"] = draw.uniform(0.3, 1.1) if tier.evasive else draw.uniform(0.7, 1.1)
        traits["presence"] = min(1, self._habits.aims.presence * draw.uniform(0.8, 1.2))
        traits |= {"dispersion": tier(6.0, 3.0, 1.3), "session": tier(20.0, 12.0, 8.0), "timetable": cell.timetable}
        traits |= {"on_timetable": timing.share if cell.timetable >= 0 else 0.0, "jitter": timing.jitter}
        traits["offset"] = float(draw.rng.normal(0, tier(0, timing.jitter * 0.5, timing.jitter)))
        log = draw.log_uniform
        traits["spread"] = tier(log(30, 600), log(120, 1800), log(600, 3600))

    def _write(self, traits: Traits) -> None:
        """The operator's prompt template and lengths."""
        draw, rng, tier = self._draw, self._draw.rng, self._tier
        traits["template"] = self._habits.life.template if draw.chance(tier(0.95, 0.8, 0.6)) else 0
        traits["noise"] = tier(5, 4, 4)
        if not tier.evasive or draw.chance(0.4):
            prompt, answer = self._cell.staff.tokens
            traits["tokens"] = prompt + rng.normal(0, 0.3), answer + rng.normal(0, 0.3)

    def _pay(self, account: Account, old: Account | None, supplied: tuple[str, str]) -> None:
        """The supplied card or one of its own; a successor may take its predecessor's."""
        draw, tier, cards, tools = self._draw, self._tier, self._habits.cards, self._habits.tools
        if cards.none or not draw.chance(0.88 if tier.evasive else 0.96):
            return
        card = supplied[0] if draw.chance(cards.share) else None
        if old and draw.chance(tier(0.5, 0.2, 0.05)):
            card = old.bought_with
        kind = (
            supplied[1] if card == supplied[0] else draw.weighted(("card", "virtual-card", "prepaid-card"), (3, 3, 1))
        )
        country = account.country if kind == "card" else draw.pick((account.country, "US", tools.country))
        issuer = tools.bin if kind == "virtual-card" and draw.chance(0.7) else None
        address = self._cell.address if draw.chance(tier(0.8, 0.3, 0.03)) else None
        life = draw.uniform(5, 40) if draw.chance(tier(0.4, 0.3, 0.12)) else None
        pay = self._cast.payments.pay
        account.bought_with = pay(account, card, kind, country, issuer, None, address, life)

    def _warn(self, account: Account, old: Account | None) -> None:
        """A measure short of a ban."""
        draw = self._draw
        if draw.chance(self._tier(0.08, 0.05, 0.02)) and not old:
            at = max(account.created, self._s.clock.start) + draw.uniform(1, 12) * DAY
            self._cast.measure(account, at, draw.pick(("warned", "limited")))
