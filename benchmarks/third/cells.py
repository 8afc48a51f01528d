"""What a ring's cell shares more closely than the ring does: mail domains, servers, exits, schedule, wave, cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.third.addresses import Span
from benchmarks.third.draw import DAY
from benchmarks.third.habits import Habits
from benchmarks.third.mail import Mailer
from benchmarks.third.setting import Setting
from benchmarks.third.supply import Supply

_CARD_KINDS = ("card", "virtual-card", "prepaid-card")


@dataclass(frozen=True, slots=True)
class Staff:
    """What the cells of a ring have in common."""

    ring: str
    habits: Habits
    reseller: bool
    tokens: tuple[float, float]
    desk: Span
    """The operator's own addresses."""
    a_phone: float
    """Accounts on one phone number."""
    referred: float


class Cell:
    """One cell before its accounts are cast; the order of the lines is the order of the draws."""

    def __init__(self, s: Setting, staff: Staff, number: int, size: int) -> None:
        self._s, self._draw = s, s.draw
        self.staff, self.habits, self.tier = staff, staff.habits, staff.habits.tier
        self.number, self.size = number, size
        self.name = f"{staff.ring}-cell-{number + 1}"
        self.topics = self._some_topics()
        self.mailer = self._mail()
        scripted = self.habits.care.scripted
        self.scripted = s.draw.uniform(scripted, self.tier(1, 1, max(0.7, scripted + 0.1)))
        self.servers = self._rent_servers()
        self.exits = self._rent_exits()
        self.timetable = self._schedule()
        self.hours, self.wave = 0.0, 0.0
        self._sign_up_times()
        self.address = s.billing_address()
        cards, devices = self.habits.cards, self.habits.exits
        self.cards: Supply[tuple[str, str]] = Supply(lambda: s.draw.uniform(*cards.accounts), self._card)
        self.devices: Supply[int] = Supply(lambda: devices.a_device * s.draw.uniform(0.7, 1.3), self._device)
        self.phones: Supply[str] = Supply(lambda: staff.a_phone * s.draw.uniform(0.6, 1.4), s.phone)

    def _some_topics(self) -> Any:
        topics, draw = self.habits.aims.topics, self._draw
        if draw.chance(0.4) or len(topics) < 4:
            return topics
        return draw.rng.choice(topics, max(2, int(len(topics) * draw.uniform(0.4, 1))), replace=False)

    def _mail(self) -> Mailer:
        mail, draw, own = self._s.mail, self._draw, self.habits.mail
        if own.domains and draw.chance(0.7):
            domains = own.domains
        elif own.domains:
            domains = [mail.domain((".com", ".xyz", ".top", ".cc"))]
        else:
            domains = sorted({mail.free() for _ in range(draw.integer(1, self.tier(2, 3, 5)))})
        rules = ("seq", "word", "name", "mixnum", "year")[0 if self.tier.plain else 1 :]
        return mail.script(domains, own.rule if draw.chance(0.75) else draw.pick(rules))

    def _rent_servers(self) -> Span:
        draw, an_address = self._draw, self.habits.exits.an_address
        cloud = draw.pick(self.habits.tools.clouds)
        addresses = max(2, int(self.size / max(an_address, 1))) if an_address else 2
        if not self.tier.evasive or draw.chance(0.3):
            return cloud.sub(draw.integer(4, 7), addresses)
        return cloud.sub(3, 2)

    def _rent_exits(self) -> Span:
        pool, rented = self.habits.tools.pool, self.habits.exits.subpool
        if not rented:
            return pool
        first = self._draw.integer(0, max(0, pool.length - rented))
        return Span(pool.start + first, min(rented, pool.length))

    def _schedule(self) -> int:
        timing = self.habits.timing
        if not timing.common:
            return -1
        if timing.level == "ring":
            return timing.timetable
        ticks = max(2, timing.ticks + self._draw.integer(-2, 2))
        return self._s.rhythms.bursts(ticks, timing.low, timing.high, fixed=timing.fixed)

    def _sign_up_times(self) -> None:
        """When the cell's wave of sign-ups begins (early enough for some days of work), and how many hours it lasts."""
        clock, draw, life = self._s.clock, self._draw, self.habits.life
        after = life.first + self.number * draw.uniform(0, life.stagger) + draw.uniform(0, 1)
        wave = clock.start + after * DAY
        u = draw.uniform
        self.hours = self.tier(draw.log_uniform(0.5, 12), u(1, 8) * 24, u(2, 15) * 24)
        latest = clock.start + (clock.days - 4 - u(0, 5)) * DAY - self.hours * 3600
        self.wave = wave if wave < latest else latest - float(draw.rng.random()) * clock.days * 0.5 * DAY

    def _card(self) -> tuple[str, str]:
        """An instrument and its kind."""
        weights: tuple[float, ...] = self.tier((3, 3, 1), (2, 4, 2), (5, 3, 1.5))
        return self._s.instrument(), self._draw.weighted(_CARD_KINDS, weights)

    def _device(self) -> int:
        return self._s.new_devices(1)[0]
