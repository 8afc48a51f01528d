"""Honest people on their own: at home, on the phone, behind a tunnel, in families, in cafes."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.geography import ZONES, countries
from benchmarks.fifth.mixing import batches

HOME, OFFICE, STUDENT, NIGHT, FLAT = range(5)


def habits(scene: Scene, country: I64, **chosen: Any) -> dict[str, Any]:
    """The columns of ordinary people of these countries; `chosen` replaces some."""
    rng, count = scene.rng, len(country)
    developer = rng.random(count) < 0.16
    phone = rng.random(count) < 0.35
    alive = rng.beta(0.7, 2.0, count)
    columns: dict[str, Any] = {
        "country": country,
        "zone": ZONES[country].astype(float),
        "email": mail.webmail(rng, count),
        "created": -rng.exponential(170, count) + scene.days * (rng.random(count) < 0.16) * rng.random(count),
        "plan": rng.choice(np.array(["free", "pro", "team", "api"], object), count, p=[0.56, 0.3, 0.02, 0.12]),
        "verified": rng.choice(np.array(["none", "email", "phone"], object), count, p=[0.06, 0.6, 0.34]),
        "phone": np.where(rng.random(count) < 0.34, scene.key(count), 0),
        "net": scene.land.home(rng, country),
        "net2": scene.land.carrier(rng, country),
        "share2": np.where(rng.random(count) < 0.5, rng.beta(1.2, 3, count), 0.0),
        "client_web": np.where(
            phone, looks.some(rng, looks.PHONES, count, 2), looks.some(rng, looks.BROWSERS, count, 2.2)
        ),
        "client_api": looks.some(rng, looks.KITS, count, 1.8),
        "p_api": np.where(developer, rng.beta(4, 1.5, count), 0.0),
        "devices": rng.choice([1, 2, 3], count, p=[0.6, 0.3, 0.1]),
        "keys": rng.choice([1, 2, 4], count, p=[0.75, 0.2, 0.05]),
        "profile": rng.choice([HOME, OFFICE, STUDENT, NIGHT, FLAT], count, p=[0.42, 0.36, 0.1, 0.08, 0.04]),
        "rate": np.clip(rng.lognormal(1.25, 0.7, count), 1, 60),
        "active": alive,
        "weekend": rng.uniform(0.3, 1.2, count),
        "taste": rng.integers(3, 16, count),
        "p_own": rng.uniform(0.35, 0.85, count),
        "length": rng.lognormal(0, 0.4, count),
        "frontier": rng.beta(1.5, 3, count),
    }
    columns["first"] = np.maximum(columns["created"] if "created" not in chosen else chosen["created"], 0.0)
    gone = rng.random(count) < 0.07
    columns["last"] = np.where(gone, rng.uniform(1, scene.days, count), 999.0)
    return columns | chosen


def cards(scene: Scene, account: I64, country: I64, share: float = 0.42) -> None:
    """A card of one's own for those who pay."""
    rng = scene.rng
    payer = rng.random(len(account)) < share
    account, country = account[payer], country[payer]
    count = len(account)
    kind = rng.choice(
        np.array(["card", "wallet", "virtual-card", "prepaid-card", "bank-debit"], object),
        count,
        p=[0.7, 0.13, 0.07, 0.05, 0.05],
    )
    bins = looks.prefixes(rng, country)
    bins = np.where(kind == "virtual-card", rng.choice(looks.VIRTUAL_BINS, count), bins)
    bins = np.where(kind == "prepaid-card", rng.choice(looks.PREPAID_BINS, count), bins)
    bins = np.where(np.isin(kind, ["wallet", "bank-debit"]), 0, bins)
    removed = np.where(rng.random(count) < 0.06, rng.uniform(0, scene.days, count), np.nan)
    scene.pay(
        account,
        scene.key(count),
        kind=kind,
        bin=bins,
        country=country,
        added=-rng.exponential(120, count),
        removed=removed,
    )


def private(scene: Scene, count: int) -> None:
    """People at home."""
    rng = scene.rng
    country = countries(rng, count)
    columns = habits(scene, country)
    models = scene.key(30)  # phones of one model that a weak fingerprint cannot tell apart
    columns["device"] = np.where(rng.random(count) < 0.02, rng.choice(models, count), scene.key(count))
    numbers = scene.key(max(1, count // 200))  # numbers a carrier gave out again
    columns["phone"] = np.where(rng.random(count) < 0.008, rng.choice(numbers, count), columns["phone"])
    account = scene.add(count, **columns)
    friend = account[(count * rng.random(count) ** 3).astype(int)]  # a few bring in many
    scene.parts[-1]["referrer"] = np.where((rng.random(count) < 0.06) & (friend != account), friend, -1)
    cards(scene, account, country)


def carrier(scene: Scene, count: int) -> None:
    """People whose only line is a mobile carrier with few exits."""
    country = countries(scene.rng, count)
    scarce = scene.rng.random(count) < 0.5
    country = np.where(scarce, scene.rng.choice([1, 4, 9, 10, 11, 12, 14, 15, 16], count), country)
    net = scene.land.carrier(scene.rng, country)
    groups = np.array([f"carrier-{n}" for n in net], object)
    account = scene.add(count, **habits(scene, country, population="carrier", group=groups, net=net, share2=0.0))
    cards(scene, account, country, 0.3)


def tunnel(scene: Scene, count: int) -> None:
    """Users of commercial tunnels, with relay mailboxes and single-use card numbers."""
    rng = scene.rng
    country = countries(rng, count)
    email = np.array([f"{looks.word(rng, 4)}{rng.integers(0, 99)}@{d}" for d in rng.choice(mail.RELAY, count)], object)
    net = rng.choice(scene.land.vpns, count)
    hardened = np.where(
        rng.random(count) < 0.4, rng.choice(scene.key(3), count), scene.key(count)
    )  # browsers that all look alike
    account = scene.add(
        count, **habits(scene, country, group="vpn", device=hardened, email=email, net=net, verified="email", phone=0)
    )
    payer = account[rng.random(count) < 0.5]
    scene.pay(payer, scene.key(len(payer)), kind="virtual-card", bin=rng.choice(looks.VIRTUAL_BINS, len(payer)))


def families(scene: Scene, count: int) -> None:
    """Households: one line, often one card, now and then one tablet."""
    rng = scene.rng
    house = batches(rng, count, 2, 5)
    houses = int(house.max()) + 1
    country = countries(rng, houses)[house]
    device = np.where(rng.random(count) < 0.3, scene.key(houses)[house], scene.key(count))
    columns = habits(
        scene,
        country,
        home=scene.key(houses)[house],
        net=scene.land.home(rng, np.arange(len(ZONES)))[country],
        device=device,
    )
    account = scene.add(count, **columns | {"group": np.array([f"family-{h}" for h in house], object)})
    shared = rng.random(houses)[house] < 0.6
    scene.pay(
        account[shared],
        scene.key(houses)[house][shared],
        bin=looks.prefixes(rng, np.arange(len(ZONES)))[country[shared]],
        country=country[shared],
    )
