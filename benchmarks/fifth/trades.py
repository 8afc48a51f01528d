"""Honest businesses that look worst: agencies, resellers, job fleets, authorised bulk users, application users."""

from __future__ import annotations

import numpy as np

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.crowd import OFFICE, cards, habits
from benchmarks.fifth.geography import countries
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import STATIC


def agencies(scene: Scene, count: int) -> None:
    """One agency card pays for its clients' accounts; agency staff work in them from the agency's line."""
    rng = scene.rng
    firm = batches(rng, count, 5, 45)
    for number in range(int(firm.max()) + 1):
        size = int((firm == number).sum())
        where = int(countries(rng, 1)[0])
        net = scene.nets.net(
            scene.nets.narrow("business", f"Studio {number}", rng.random() < 0.6), int(rng.integers(1, 3)), STATIC
        )
        name = looks.word(rng)
        own = [f"{looks.word(rng)}.com" for _ in range(size)]
        if rng.random() < 0.5:
            email = mail.at_domain(rng, size, np.array(own, object))
        else:
            email = np.array([f"clients+{domain.split('.')[0]}@{name}.agency" for domain in own], object)
        staff = int(rng.integers(2, 8))
        columns = habits(
            scene,
            np.full(size, where),
            population="agency",
            group=f"agency-{number}",
            email=email,
            net=net,
            share2=float(rng.choice([0.1, 0.5])),
            device=scene.key()[0],
            devices=staff,
            profile=OFFICE,
            weekend=0.1,
            active=rng.beta(2, 2, size),
            plan="pro",
            bundle=scene.topics.bundle(scene.topics.known(25, (6, 10, 8))),
            p_bundle=0.4,
            created=-rng.exponential(90, size),
        )
        account = scene.add(size, **columns)
        scene.pay(account, np.full(size, scene.key()[0]), bin=455600 + where, country=where)


def resellers(scene: Scene, count: int) -> None:
    """Customers of a lawful reseller: paid by its instrument, some made by its script, living their own lives."""
    rng = scene.rng
    shop = batches(rng, count, 25, 260)
    for number in range(int(shop.max()) + 1):
        size = int((shop == number).sum())
        country = countries(rng, size, int(countries(rng, 1)[0]), 0.6)
        made = rng.random() < 0.4
        columns = habits(
            scene,
            country,
            population="reseller-customer",
            group=f"reseller-{number}",
            plan="pro",
            active=rng.beta(1.5, 2, size),
        )
        if made:
            columns |= {
                "email": mail.scripted(rng, size, int(rng.integers(0, 5)), f"{looks.word(rng)}.shop"),
                "created": -np.floor(rng.exponential(6, size)) * 7 - rng.random(size) * 0.1,
            }
            columns["signup_net"] = scene.nets.net(scene.nets.narrow("hosting", f"Shop {number}", False), 1, STATIC)
        account = scene.add(size, **columns)
        if rng.random() < 0.7:
            scene.parts[-1]["parent"][1:] = account[0]
        per = int(rng.integers(8, 300))  # the shop's instruments wear out too
        card = scene.key(size // per + 1)[np.arange(size) // per]
        scene.pay(
            account,
            card,
            kind=str(rng.choice(["invoice", "card", "virtual-card"])),
            bin=int(rng.choice(looks.VIRTUAL_BINS)),
        )


def applications(scene: Scene, count: int) -> None:
    """People who bring their own key to a small application: its rare client and its templates, no more."""
    rng = scene.rng
    app = batches(rng, count, 15, 220)
    for number in range(int(app.max()) + 1):
        size = int((app == number).sum())
        country = countries(rng, size)
        sheet = scene.topics.bundle(scene.topics.fresh(int(rng.integers(3, 20)), tuple(range(len(range(15))))))
        columns = habits(
            scene,
            country,
            group=f"app-{number}",
            client_api=looks.program(rng),
            p_api=rng.uniform(0.5, 1, size),
            bundle=sheet,
            p_bundle=rng.uniform(0.3, 0.9),
            plan="api",
        )
        if rng.random() < 0.3:  # the application calls from its own servers
            columns |= {
                "net2": scene.nets.net(scene.nets.narrow("hosting", f"App {number}", False), 2, STATIC),
                "share2": 0.85,
            }
        if rng.random() < 0.3:  # and has a nightly task
            columns |= {"beat": scene.key()[0], "beats": 1, "period": 60, "p_beat": 0.3}
        account = scene.add(size, **columns)
        cards(scene, account, country, 0.8)
