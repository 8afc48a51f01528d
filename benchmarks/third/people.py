"""Private people: behind carriers, in families and shared offices, on VPNs, clouds and rented proxies, alone."""

from __future__ import annotations

from benchmarks.third.account import Account, Traits
from benchmarks.third.addresses import Source, Span
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY, FOREVER
from benchmarks.third.rhythms import FLAT, OFFICE
from benchmarks.third.topics import TARGETS

_ROTATIONS = (60, 600, 3600, DAY)


def carriers(cast: Cast, n: int) -> None:
    """Cast n people behind the few gateways of mobile carriers, most of them in a few countries."""
    s, draw = cast.setting, cast.setting.draw
    main = [s.access.country() for _ in range(draw.integer(1, 4))]
    for _ in range(n):
        country = draw.pick(main) if draw.chance(0.65) else s.access.country()
        sources = [s.access.mobile(country)]
        if not draw.chance(0.7):
            sources = [s.access.mobile(country, 0.7), s.access.home(country).weighing(0.3)]
        surface = draw.weighted(("app", "web", "api"), (0.6, 0.32, 0.08))
        account = cast.add("carrier", "carrier-" + country, country=country, sources=sources, surface=surface)
        cast.payments.maybe(account)


def private_people(cast: Cast, n: int) -> None:
    """Cast n people with all their habits."""
    draw = cast.setting.draw
    people = _People(cast, n)
    done = 0
    while done < n:
        u = float(draw.rng.random())
        if u < people.families:
            done += people.family()
        elif u < people.families + 0.008:
            done += people.friends()
        else:
            cast.payments.maybe(people.person(u))
            done += 1


class _People:
    """How common each habit is in this world."""

    def __init__(self, cast: Cast, n: int) -> None:
        s, draw = cast.setting, cast.setting.draw
        self._cast = cast
        self.families = draw.uniform(0.04, 0.12) * 0.4
        """Share of draws that are a family."""
        self._vpn = draw.uniform(0.03, 0.1) * s.order.traps
        self._shared_offices = [s.access.office().sub(2, draw.integer(1, 2)) for _ in range(max(2, n // 1500))]

    def family(self) -> int:
        """Cast a family: a card, a line, a tablet, a phone. Returns how many."""
        cast, s, draw = self._cast, self._cast.setting, self._cast.setting.draw
        n, country = draw.integer(2, 5), s.access.country()
        home, card = s.access.home(country), s.instrument()
        machines, group = s.new_devices(draw.integer(1, 2)), cast.group("family")
        address, phone = s.billing_address(), s.phone()
        for _ in range(n):
            sources = [home]
            if home.length == 1 or draw.chance(0.6):
                line = Source(s.addresses.one_of(home), 1, FOREVER, 0.8)
                sources = [line, s.access.mobile(country, 0.2)]
            devices = machines + s.new_devices(1) if draw.chance(0.6) else None
            account = cast.add("private", group, country=country, sources=sources, devices=devices)
            if draw.chance(0.4):
                account.phone = phone
            if draw.chance(0.7):
                cast.payments.pay(account, card, "card", country, address=address)
        return n

    def friends(self) -> int:
        """Cast friends on one prepaid or gift card. Returns how many."""
        cast, s, draw = self._cast, self._cast.setting, self._cast.setting.draw
        n, card, country, group = draw.integer(2, 4), s.instrument(), s.access.country(), cast.group("friends")
        for _ in range(n):
            account = cast.add("private", group, country=country)
            cast.payments.pay(account, card, draw.pick(("prepaid-card", "virtual-card", "card")), country)
        return n

    def person(self, u: float) -> Account:
        """Cast one person, whose habit u in [0, 1) decides."""
        country = self._cast.setting.access.country()
        group, traits = self._habit(u, country)
        traits["country"] = country
        return self._cast.add("private", group, **traits)

    def _habit(self, u: float, country: str) -> tuple[str, Traits]:
        s, draw = self._cast.setting, self._cast.setting.draw
        if u > 1 - self._vpn:
            exits = draw.pick(s.access.vpns)
            tunnel = exits.source(float(draw.pick((1800, 3600, 6 * 3600, DAY))), draw.uniform(0.4, 1))
            return "vpn", {"sources": [tunnel, s.access.home(country).weighing(0.2)]}
        if u > 0.985 - self._vpn:
            desk = draw.pick(self._shared_offices).source(DAY, 0.7)
            return "coworking", {"sources": [desk, s.access.home(country).weighing(0.3)], "rhythm": OFFICE}
        if u > 0.94 - self._vpn:
            return "", self._tenant(country)
        if u > 0.937 - self._vpn:
            rented = draw.pick(self._cast.pools)
            exits_ = rented.source(float(draw.pick(_ROTATIONS)), draw.uniform(0.4, 1))
            sources = [exits_, s.access.home(country).weighing(0.2)]
            return "pool-customers", {"sources": sources, "surface": "api", "login": s.access.home(country)}
        return ("aggregator", self._aggregator()) if u > 0.935 - self._vpn else ("", {})

    def _tenant(self, country: str) -> Traits:
        """A program of one's own on a rented server."""
        s, draw = self._cast.setting, self._cast.setting.draw
        server = draw.pick(s.access.tenants).source(float(draw.pick((DAY, 7 * DAY, FOREVER))))
        traits: Traits = {"sources": [server], "surface": "api", "login": s.access.home(country)}
        traits["timetable"] = s.rhythms.cron(draw.integer(1, 5)) if draw.chance(0.4) else -1
        return traits | {"on_timetable": 0.8}

    def _aggregator(self) -> Traits:
        """A service that passes on whatever its own users ask."""
        s, draw = self._cast.setting, self._cast.setting.draw
        traits: Traits = {"sources": [draw.pick(s.access.tenants).source(FOREVER)], "surface": "api", "presence": 1.0}
        traits["rate"] = draw.log_uniform(100, 500)
        return traits | {"topics": s.topics.taste((s.topics.any(60), 1)), "tail": 0.8, "rhythm": FLAT, "plan": "api"}


def pool_customers(cast: Cast, pool: Span, n: int) -> None:
    """Cast n innocent customers of a rented proxy pool, some of whom ask what rings ask."""
    s, draw = cast.setting, cast.setting.draw
    for _ in range(n):
        country = s.access.country()
        exits = pool.source(float(draw.pick(_ROTATIONS)), draw.uniform(0.4, 1))
        home = s.access.home(country)
        traits: Traits = {"country": country, "sources": [exits, home.weighing(draw.uniform(0.05, 0.4))]}
        traits["surface"] = "api" if draw.chance(0.6) else None
        traits["login"] = s.access.home(country) if draw.chance(0.7) else None
        traits |= {"rate": draw.log_uniform(3, 50), "presence": float(draw.rng.beta(1.5, 1.8))}
        if draw.chance(0.4):
            own = s.topics.any(3), 0.6
            traits["topics"] = s.topics.taste(own, (s.topics.of(draw.pick(TARGETS), 3), 0.4))
        traits["timetable"] = s.rhythms.cron(draw.integer(1, 6)) if draw.chance(0.2) else -1
        traits["on_timetable"] = 0.7
        cast.payments.maybe(cast.add("private", "pool-customers", **traits))
