"""How an account is cast: what its population says of it, and draws for all the rest, always in one order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np

from benchmarks.third.access import HOURS
from benchmarks.third.account import Account, Traits
from benchmarks.third.addresses import Source
from benchmarks.third.draw import DAY
from benchmarks.third.rhythms import BROAD, COMMUTER, EARLY, EVENING, FLAT, OFFICE, OWL, STUDENT
from benchmarks.third.setting import Setting

T = TypeVar("T")
_PLAIN = (
    *("organization", "parent", "referrer", "dispersion", "session", "first_day", "ramp", "factor"),
    *("timetable", "on_timetable", "jitter", "offset", "spread", "template", "noise"),
)
"""Traits that are never drawn."""
_RHYTHMS = {OFFICE: 4, EVENING: 4, STUDENT: 2.5, OWL: 0.7, EARLY: 0.7, FLAT: 0.5, BROAD: 2, COMMUTER: 1}
_SURFACES = {"api": 0.28, "web": 0.47, "app": 0.22, "cloud:east": 0.03}
_PLANS = {"free": 0.5, "pro": 0.3, "api": 0.17, "team": 0.03}
_VERIFIED = {"none": 0.06, "email": 0.5, "phone": 0.4, "document": 0.04}


class Volume(NamedTuple):
    """How much this world's honest people ask."""

    median: float
    sigma: float
    a: float
    b: float
    """Of the beta of the chance to be active on a day."""
    heavy: float
    """Share of people who ask very much."""


class Caster:
    """Draws accounts as this world's people are."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._draw = setting.draw
        self._age = self._draw.log_uniform(120, 500)
        u = self._draw.uniform
        self._volume = Volume(u(2.5, 5), u(0.8, 1.15), u(0.5, 0.9), u(1.6, 3.2), u(0.002, 0.007))
        self._ids: set[str] = set()

    def account(self, population: str, group: str, t: Traits) -> Account:
        """Draw an account of those traits."""
        s, draw = self._setting, self._draw
        country = t.get("country") or s.access.country()
        account_id = self._new_id()
        hours = HOURS[country] + (draw.integer(-2, 1) if country == "US" else 0)
        phone = s.phone() if draw.chance(0.55) else None
        created = _given(t.get("created"), self._created)
        sources = _given(t.get("sources"), lambda: self._sources(country))
        rhythm = _given(t.get("rhythm"), lambda: self._of(_RHYTHMS))
        by_day = rhythm in (OFFICE, EARLY)
        weekend = _given(t.get("weekend"), lambda: draw.uniform(0.05, 0.4) if by_day else draw.uniform(0.6, 1.2))
        presence = _given(t.get("presence"), self._presence)
        rate = _given(t.get("rate"), self._rate)
        topics = _given(t.get("topics"), s.topics.own_taste)
        tail = _given(t.get("tail"), lambda: draw.uniform(0.02, 0.4))
        surface = _given(t.get("surface"), lambda: self._of(_SURFACES))
        api = _given(t.get("api"), s.clients.api)
        web = _given(t.get("web"), s.clients.app if surface == "app" else s.clients.browser)
        devices = _given(t.get("devices"), lambda: s.new_devices(1 if draw.chance(0.75) else 2))
        email = _given(t.get("email"), s.mail.personal)
        plan = _given(t.get("plan"), lambda: self._of({"api": 0.85, "free": 0.15} if surface == "api" else _PLANS))
        verified = _given(t.get("verified"), lambda: self._of(_VERIFIED))
        login = t.get("login") or sources[0]
        plain: Any = {name: value for name, value in t.items() if name in _PLAIN}
        return Account(
            account_id,
            population,
            group,
            country,
            created,
            email,
            plan,
            phone=t.get("phone", phone),
            verified=verified,
            signup_ip=self._signup_ip(t, login),
            signup_client=_given(t.get("signup_client"), lambda: web if draw.chance(0.9) else s.clients.browser()),
            signup_device=devices[0] if draw.chance(0.7) else None,
            tokens=_given(t.get("tokens"), lambda: (draw.rng.normal(6, 0.9), draw.rng.normal(5.8, 0.7))),
            credentials=1 if draw.chance(0.75) else draw.integer(2, 4),
            sources=sources,
            login=login,
            topics=topics,
            tail=tail,
            surface=surface,
            api=api,
            web=web,
            devices=devices,
            rhythm=rhythm,
            zone=t.get("zone", hours),
            weekend=weekend,
            presence=presence,
            rate=rate,
            **plain,
        )

    def _of(self, weights: dict[T, float]) -> T:
        return self._draw.weighted(list(weights), list(weights.values()))

    def _new_id(self) -> str:
        while True:
            account_id = "acc_" + self._draw.hexadecimal(12)
            if account_id not in self._ids:
                self._ids.add(account_id)
                return account_id

    def _created(self) -> float:
        clock, draw = self._setting.clock, self._draw
        if draw.chance(draw.uniform(0.1, 0.25)):
            return clock.start + float(draw.rng.random()) * clock.days * DAY * 0.97
        return clock.start - min(900, float(draw.rng.exponential(self._age))) * DAY

    def _sources(self, country: str) -> list[Source]:
        access = self._setting.access
        home = access.home(country)
        return [home] if self._draw.chance(0.6) else [home.weighing(0.75), access.mobile(country, 0.25)]

    def _presence(self) -> float:
        return max(0.03, float(self._draw.rng.beta(self._volume.a, self._volume.b)))

    def _rate(self) -> float:
        draw, volume = self._draw, self._volume
        if draw.chance(volume.heavy):
            return min(500.0, draw.log_uniform(60, 500))
        return float(min(500.0, volume.median * np.exp(draw.rng.normal(0, volume.sigma))))

    def _signup_ip(self, t: Traits, login: Source) -> int | None:
        known = t.get("signup_ip")
        if known is not None or not self._draw.chance(0.8):
            return known
        return self._setting.addresses.one_of(login)


def _given(value: T | None, make: Callable[[], T]) -> T:
    """The value, or a draw for None."""
    return make() if value is None else value
