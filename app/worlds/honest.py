"""Honest populations, each of which shares something with strangers: what a detector must not fall for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.worlds.cast import HUMAN, JOB, SLOTS, Cast, Internet
from app.worlds.chance import stream
from app.worlds.names import DISPOSABLE, handles, people, zones
from app.worlds.spec import WorldSpec
from app.worlds.traps import TRAPS


class Crowd:
    """Adds the honest populations of one world to a cast."""

    def __init__(self, spec: WorldSpec, cast: Cast, internet: Internet, rng: np.random.Generator) -> None:
        self.spec, self.cast, self.internet, self.rng = spec, cast, internet, rng
        self.cards = 0
        self.carriers = [internet.block("mobile", f"Mobile {at}", 1, region="") for at in range(4)]
        self.vpns = internet.block("vpn", "Privacy VPN", 2, region="")
        self.isps = [
            internet.block("residential", f"Access {at}", max(8, spec.accounts // 1500), region="") for at in range(8)
        ]
        self.provider_span = max(8, spec.accounts // 1500) * 256
        self.own = f"{spec.lab}-" if spec.lab else ""

    def add_all(self) -> None:
        """Every population, in a fixed order."""
        n, spec = self.spec.accounts, self.spec
        self.many(n * spec.companies, 5, 70, self._company)
        self.many(n * spec.universities, 150, 700, self._university)
        self.many(n * spec.agencies, 6, 40, self._agency)
        self.many(n * spec.hackathons, 30, 90, self._hackathon)
        self.many(n * spec.fleets, 12, 60, self._fleet)
        self.many(n * spec.reseller_customers, 100, 400, self._reseller)
        self.many(n * spec.coworking, 20, 60, self._coworking)
        for at in range(spec.authorised_bulk):
            self._authorised(at)
        for name, (least, most, make) in TRAPS.items():
            with self.apart(name):
                self.many(n * getattr(spec, name), least, most, lambda count, at, make=make: make(self, count, at))
        self._private(max(0, n - self.cast.size))

    @contextmanager
    def apart(self, name: str) -> Iterator[np.random.Generator]:
        """Draw from a stream of its own for a while, so that what is added there changes no other draw."""
        kept, self.rng = self.rng, stream(self.spec.seed, name)
        try:
            yield self.rng
        finally:
            self.rng = kept

    def many(self, total: float, least: int, most: int, make: Any) -> None:
        left, at = int(total), 0
        while left > 0:
            size = int(np.exp(self.rng.uniform(np.log(least), np.log(most))))
            make(min(max(size, 3), max(left, 3)), at)
            left, at = left - size, at + 1

    def common(self, count: int) -> dict[str, Any]:
        """What ordinary people have: zone, mailbox, plan, card, home address, volume, topics."""
        rng, spec = self.rng, self.spec
        country, zone = zones(rng, count)
        paid = rng.random(count) < 0.45
        return {
            "country": country, "zone": zone, "mail": people(rng, count),
            "created": np.where(rng.random(count) < 0.8, -rng.uniform(5, 400, count), rng.uniform(0, spec.days, count)),
            "ends": np.where(rng.random(count) < 0.12, rng.uniform(3, max(3, spec.days), count), 1e9),
            "rate": spec.rate * np.exp(rng.normal(0, 1.1, count)),
            "plan": np.where(paid, "pro", "free").astype(object),
            "card": np.where(paid, self.new_cards(count), "").astype(object),
            "addresses": self._homes(count), "client": rng.zipf(1.6, count) % 40,
            "client2": rng.zipf(1.6, count) % 40,
            "device": self._devices(count), "topics": self.topics((count, 3)),
            "topic_share": rng.uniform(0.3, 0.8, count),
        }  # fmt: skip

    def new_cards(self, count: int) -> NDArray[Any]:
        """Instrument ids nobody has yet."""
        self.cards += count
        return np.array([f"{self.own}pm_{at:07d}" for at in range(self.cards - count, self.cards)], object)

    def topics(self, shape: tuple[int, ...]) -> NDArray[np.int64]:
        """Query clusters by popularity (Zipf)."""
        return (self.rng.zipf(1.25, shape) % self.spec.topics).astype(np.int64)

    def _devices(self, count: int) -> NDArray[Any]:
        start = self.cast.size
        return np.array([f"{self.own}dev-{start + at:07d}" for at in range(count)], object)

    def _homes(self, count: int) -> NDArray[np.int64]:
        """Two leases at home, a carrier's shared exit, perhaps a VPN's."""
        rng, homes = self.rng, np.zeros((count, SLOTS), np.int64)
        span = self.provider_span
        base = np.array(self.isps)[rng.integers(0, len(self.isps), count)]
        homes[:, 0] = base + rng.integers(1, span, count)
        homes[:, 1] = np.where(rng.random(count) < 0.5, base + rng.integers(1, span, count), homes[:, 0])
        mobile = self.carrier_exits(count)
        homes[:, 2] = np.where(rng.random(count) < self.spec.mobile, mobile, homes[:, 0])
        homes[:, 3] = np.where(rng.random(count) < self.spec.vpn, self.vpn_exits(count), homes[:, 0])
        return homes

    def carrier_exits(self, count: int) -> NDArray[np.int64]:
        """Shared addresses of phone networks."""
        base = np.array(self.carriers)[self.rng.integers(0, len(self.carriers), count)]
        return np.asarray(base + self.rng.integers(1, 1 + self.spec.carrier_addresses, count))

    def vpn_exits(self, count: int) -> NDArray[np.int64]:
        """Exits of the privacy VPN."""
        return np.asarray(self.vpns + self.rng.integers(1, 1 + self.spec.vpn_addresses, count))

    def lines(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Residential lines anywhere, and the first address of each one's provider."""
        base = np.array(self.isps)[self.rng.integers(0, len(self.isps), count)]
        return base + self.rng.integers(1, self.provider_span, count), base

    def _private(self, count: int) -> None:
        if not count:
            return
        values, rng = self.common(count), self.rng
        pairs = rng.permutation(count)[: int(count * self.spec.families) // 2 * 2].reshape(-1, 2)
        for name in ("card", "addresses", "zone", "country"):
            values[name][pairs[:, 1]] = values[name][pairs[:, 0]]
        throwaway = rng.random(count) < 0.02
        values["mail"][throwaway] = people(rng, int(throwaway.sum()), rng.choice(DISPOSABLE, int(throwaway.sum())))
        group = np.full(count, "", object)
        group[pairs] = np.array([f"family-{at}" for at in range(len(pairs))], object)[:, None]
        self.cast.add(count, population="private", group=group, **values)

    def _company(self, count: int, at: int) -> None:
        rng, values = self.rng, self.common(count)
        name = f"{handles(rng, 1)[0]}{at}"
        office = self.internet.block("business", name, 1) + rng.integers(1, 4, count)
        values["addresses"][:, :2] = office[:, None]
        values["mail"] = people(rng, count, np.full(count, f"{name}.example"))
        if rng.random() < 0.6:
            values["card"] = np.full(count, self.new_cards(1)[0], object)
        values["topics"] = rng.choice(self.topics((6,)), (count, 3))
        values["client"] = np.full(count, rng.integers(0, 12))
        zone = values["zone"][0]
        values |= {"zone": np.full(count, zone), "plan": np.full(count, "team", object)}
        self.cast.add(count, population="company", group=f"company-{at}", organization=name, **values)

    def _university(self, count: int, at: int) -> None:
        rng, values = self.rng, self.common(count)
        campus = self.internet.block("education", f"University {at}", 2)
        values["addresses"][:, :2] = (campus + rng.integers(1, 9, count))[:, None]
        values["mail"] = people(rng, count, np.full(count, f"uni{at}.example"))
        course = rng.random(count) < self.spec.course_share
        values["topics"][course, :2] = self.topics((2,)) + 7
        values["created"] = np.where(course, rng.uniform(4, 6, count), values["created"])
        values["ends"] = np.where(course, rng.uniform(14, 28, count), values["ends"])
        values["card"] = np.full(count, "", object)
        self.cast.add(count, population="university", group=f"university-{at}", organization=f"University {at}",
                      **values | {"zone": np.full(count, values["zone"][0])})  # fmt: skip

    def _agency(self, count: int, at: int) -> None:
        values = self.common(count)
        values["card"] = np.full(count, self.new_cards(1)[0], object)
        values["addresses"][:, 1] = self.internet.block("business", f"Agency {at}", 1) + 1
        self.cast.add(count, population="agency", group=f"agency-{at}", **values)

    def _hackathon(self, count: int, at: int) -> None:
        rng, values = self.rng, self.common(count)
        day = float(rng.integers(3, max(4, self.spec.days - 2)))
        venue = self.internet.block("business", f"Venue {at}", 1) + 1
        values |= {
            "created": day + rng.uniform(0.3, 0.5, count), "ends": np.full(count, day + 2.5),
            "rate": 15 * np.exp(rng.normal(0, 0.5, count)), "zone": np.full(count, values["zone"][0]),
            "client": np.full(count, 3), "topics": np.repeat(self.topics((1, 3)), count, axis=0),
        }  # fmt: skip
        values["addresses"][:, :3] = venue
        self.cast.add(count, population="hackathon", group=f"hackathon-{at}", **values)

    def _fleet(self, count: int, at: int) -> None:
        """Service accounts of one company on a schedule, and some of its people."""
        rng, values = self.rng, self.common(count)
        name = f"{handles(rng, 1)[0]}ops{at}"
        jobs = np.arange(count) >= count // 5
        number = np.array([f"svc-{index:03d}@{name}.example" for index in range(count)], object)
        staff = people(rng, count, np.full(count, f"{name}.example"))
        host = self.internet.block("hosting", f"Cloud for {name}", 1) + rng.integers(1, 4, count)
        office = self.internet.block("business", name, 1) + 1
        values["addresses"] = np.where(jobs, host, office)[:, None].repeat(SLOTS, axis=1)
        period = float(rng.choice([15, 30, 60]))
        values |= {
            "mail": np.where(jobs, number, staff), "card": np.full(count, self.new_cards(1)[0], object),
            "created": -rng.uniform(60, 300, count), "ends": np.full(count, 1e9), "client": np.full(count, 41 + at % 5),
            "rate": np.where(jobs, 1440 / period * rng.uniform(0.3, 0.9, count), values["rate"]),
            "topics": np.repeat(self.topics((1, 3)), count, axis=0),
        }  # fmt: skip
        contract = rng.random() < 0.5
        self.cast.add(count, population="fleet", group=f"fleet-{at}", organization=name,
                      verified="contract" if contract else "document", schedule=np.where(jobs, JOB, HUMAN),
                      period=period, phase=rng.uniform(0, period), jitter=2.0, **values)  # fmt: skip

    def _reseller(self, count: int, at: int) -> None:
        rng, values = self.rng, self.common(count)
        exits = self.internet.block("proxy", f"Reseller {at}", 1)
        values["addresses"][:, :3] = exits + rng.integers(1, 30, (count, 3))
        values["client"] = np.full(count, 46 + at % 3)
        self.cast.add(count, population="reseller-customer", group=f"reseller-{at}", **values)

    def _coworking(self, count: int, at: int) -> None:
        values = self.common(count)
        values["addresses"][:, 0] = self.internet.block("business", f"Desks {at}", 1) + 1
        self.cast.add(count, population="private", group=f"coworking-{at}", **values)

    def _authorised(self, at: int) -> None:
        count = int(self.rng.integers(2, 12))
        values = self.common(count)
        values["addresses"][:] = self.internet.block("hosting", f"Evaluator {at}", 1) + 1
        values |= {"rate": np.full(count, 120.0), "mail": people(self.rng, count, np.full(count, f"evals{at}.example"))}
        self.cast.add(count, population="authorised-bulk", group=f"authorised-{at}", verified="contract",
                      schedule=JOB, period=10.0, phase=1.0, jitter=1.0, **values)  # fmt: skip
