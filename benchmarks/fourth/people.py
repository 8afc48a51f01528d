"""What people look like one by one: mail addresses, plans, programs, devices, cards, hours."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fourth.names import FIRST, LAST, WORDS
from benchmarks.fourth.tools import DAY, Array
from benchmarks.fourth.world import World, zones

_FREE = ("gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "icloud.com", "gmx.de", "naver.com", "mail.ru")
_FREE_ODDS = (0.52, 0.14, 0.1, 0.08, 0.06, 0.04, 0.03, 0.03)
PRIVACY = ("proton.me", "duck.com", "simplelogin.com", "tutanota.com", "privaterelay.appleid.com", "mozmail.com")
BROWSERS = 160
SDKS = (
    "python-sdk/1.52.0",
    "python-sdk/1.54.1",
    "node-sdk/4.77.0",
    "node-sdk/4.80.2",
    "curl/8.9",
    "go-client/0.9",
    "langline/0.3",
)
_APPS = ("ios-app/3.1", "ios-app/3.2", "android-app/3.1", "android-app/3.2", "desktop/1.8")


def locals_of(rng: np.random.Generator, count: int, form: str = "person") -> Array:
    """The part before the @: `person`, `stock` (made by one program) or `alias` (random letters)."""
    first, last, word = (rng.choice(names, count) for names in (FIRST, LAST, WORDS))
    number = rng.integers(1, 9999, count)
    if form == "alias":
        letters = rng.integers(97, 123, (count, 10)).astype(np.uint8)
        return np.array([row.tobytes().decode() for row in letters], dtype=object)
    if form == "stock":
        return np.array([f"{a}{b}{n:04d}" for a, b, n in zip(first, last, number, strict=True)], dtype=object)
    way = rng.integers(0, 6, count)
    shapes = ("{a}.{b}{n}", "{a}{b}{n}", "{w}{a}{n}", "{a}_{b}{n}", "{b}.{a}{n}", "{w}{n}{w}")
    parts = zip(way, first, last, word, number, strict=True)
    return np.array(
        [shapes[k].format(a=a, b=b, w=w, n=n if n > 1500 else n % 100) for k, a, b, w, n in parts], dtype=object
    )


def mails(rng: np.random.Generator, count: int, domain: Any = None, form: str = "person") -> Array:
    """Mail addresses, of one domain, of one each, or of the free providers."""
    if domain is None:
        domain = rng.choice(_FREE, count, p=_FREE_ODDS)
    elif isinstance(domain, str):
        domain = [domain] * count
    return np.array(
        [f"{name}@{host}" for name, host in zip(locals_of(rng, count, form), domain, strict=True)], dtype=object
    )


def own_domain(rng: np.random.Generator, ending: str | None = None) -> str:
    """A domain of one owner."""
    word = "".join(rng.choice(WORDS, 2)) + str(rng.integers(1, 999))
    return f"{word}.{ending or rng.choice(['com', 'net', 'io', 'xyz', 'site', 'co', 'dev'])}"


def tools(world: World, count: int, web: Array) -> dict[str, Any]:
    """Clients and devices: a browser or app each (by popularity), an SDK for those who use the API."""
    rng = world.rng
    browsers = [world.client(f"t13d{1500 + k}h2_{(k * 2_654_435_761 + 977) % (1 << 48):012x}") for k in range(BROWSERS)]
    shown = np.array(browsers + [world.client(name) for name in _APPS])
    sdks = np.array([world.client(name) for name in SDKS])
    first = shown[((len(shown)) * rng.random(count) ** 1.7).astype(int)]
    device = world.serials(count)
    second = np.where(rng.random(count) < 0.35, world.serials(count), device)
    sdk = sdks[(len(sdks) * rng.random(count) ** 1.6).astype(int)]
    return {"client": first, "client2": sdk, "device": device, "device2": second, "signup_client": first,
            "signup_device": device, "web": web}  # fmt: skip


def person(world: World, country: Array, **given: Any) -> dict[str, Any]:
    """Columns of ordinary people of these countries; what is given goes before."""
    rng, count = world.rng, len(country)
    web = np.where(rng.random(count) < 0.7, 1.0, rng.choice([0.0, 0.3, 0.7], count))
    home = world.net.home(country, 2)
    age = rng.exponential(300, count) * DAY
    late = rng.random(count) < 0.09
    created = np.where(late, world.start + rng.random(count) * world.days * DAY, world.start - age)
    base = {
        "country": country, "email": mails(rng, count), "created": created, "first": (created - world.start) / DAY,
        "plan": rng.choice(np.array(["free", "plus", "api", "pro"], dtype=object), count, p=[0.48, 0.28, 0.17, 0.07]),
        "phone": np.where(rng.random(count) < 0.55, world.serials(count), -1),
        "verified": rng.choice(np.array(["email", "phone", "none"], dtype=object), count, p=[0.5, 0.45, 0.05]),
        "rate": np.clip(rng.lognormal(1.25, 0.6, count), 1, 14), "active": rng.beta(1.6, 2.6, count),
        "weekend": rng.uniform(0.4, 1.2, count), "tz": zones(country),
        "profile": (rng.random(count) < 0.55).astype(int),
        "exit1": world.exits.add_many(home), "exit2": world.exits.add_many(world.net.mobile(country, 3)),
        "p2": np.where(rng.random(count) < 0.5, rng.uniform(0, 0.5, count), 0),
        "rotate": rng.integers(3, 20, count) * DAY,
        "topic1": world.topics.personal(count, 7), "q2": rng.uniform(0.2, 0.7, count), "signup_ip": home[:, 0],
        "template": np.where(web < 0.5, 0.6, 0.15), "model": rng.integers(0, 4, count),
        "keys": rng.integers(1, 3, count),
        "out_scale": rng.lognormal(0, 0.4, count), "in_scale": rng.lognormal(0, 0.5, count),
    }  # fmt: skip
    return {**base, **tools(world, count, web), **given}


def own_cards(world: World, account: Array, country: Array, share: float = 0.6) -> None:
    """One card each for a share of accounts, some virtual or prepaid; a few have two."""
    rng = world.rng
    chosen = rng.random(len(account)) < share
    account, country = account[chosen], country[chosen]
    kinds = np.array(["card", "virtual-card", "prepaid-card", "wallet", "bank-debit", "crypto"], dtype=object)
    kind = rng.choice(kinds, len(account), p=[0.68, 0.1, 0.05, 0.12, 0.04, 0.01])
    who, where = world.serials(len(account)), world.serials(len(account))
    added = world.start - rng.exponential(120, len(account)) * DAY
    columns = {
        "kind": kind,
        "issuer_country": country,
        "bin": bins(rng, country, kind),
        "added": added,
        "name": who,
        "address": where,
    }
    world.pay(account, world.serials(len(account)), **columns)
    twice = rng.random(len(account)) < 0.1
    again = {key: value[twice] for key, value in columns.items()}
    world.pay(account[twice], world.serials(int(twice.sum())), **again)


def bins(rng: np.random.Generator, country: Array, kind: Array) -> Array:
    """Issuer numbers: a few dozen by country; virtual and prepaid cards of all countries come from few issuers."""
    place = np.array([sum(map(ord, name)) for name in country]) if len(country) else np.zeros(0, dtype=int)
    local = 410_000 + place * 97 + (30 * rng.random(len(country)) ** 2).astype(int)
    few = 537_400 + (14 * rng.random(len(country)) ** 1.5).astype(int)
    number = np.where(np.isin(kind, ["virtual-card", "prepaid-card"]), few, local)
    plastic = np.isin(kind, ["card", "virtual-card", "prepaid-card"])
    return np.array([str(one) if yes else None for one, yes in zip(number, plastic, strict=True)], dtype=object)
