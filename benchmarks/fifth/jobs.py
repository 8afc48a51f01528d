"""Honest machines: scheduled job fleets and authorised bulk users."""

from __future__ import annotations

import numpy as np

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.crowd import FLAT, habits
from benchmarks.fifth.geography import countries
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import STATIC


def fleets(scene: Scene, count: int) -> None:
    """Service accounts of a company's scheduled jobs: one template set, one network, the same minute, day and night."""
    rng = scene.rng
    yard = batches(rng, count, 6, 50)
    for number in range(int(yard.max()) + 1):
        size = int((yard == number).sum())
        where = int(countries(rng, 1)[0])
        name = looks.word(rng)
        base = scene.nets.narrow("hosting", f"{name} jobs", rng.random() < 0.5)
        net = scene.land.runners if rng.random() < 0.25 else scene.nets.net(base, int(rng.integers(1, 12)), STATIC)
        email = np.array(
            [f"{rng.choice(['job', 'svc', 'bot', 'etl'])}-{n:02d}@{name}.com" for n in range(size)], object
        )
        contract = rng.random() < 0.4
        columns = habits(
            scene,
            np.full(size, where),
            population="fleet",
            group=f"fleet-{number}",
            email=email,
            organization=name if rng.random() < 0.6 else "",
            verified="contract" if contract else "email",
            plan="api",
            net=net,
            share2=0.0,
            p_api=1.0,
            profile=FLAT,
            weekend=1.0,
            active=0.97,
            client_api=looks.program(rng) if rng.random() < 0.5 else looks.KITS[int(rng.integers(0, 22))],
            beat=scene.key()[0],
            beats=int(rng.choice([4, 8, 12, 24])),
            period=int(rng.choice([15, 30, 60])),
            jitter=float(rng.uniform(2, 90)),
            p_beat=float(rng.uniform(0.7, 1)),
            rate=rng.uniform(6, 30) * rng.uniform(0.8, 1.2, size),
            bundle=scene.topics.bundle(scene.topics.fresh(int(rng.integers(2, 12)), (7, 8, 14, 11))),
            p_bundle=0.9,
            created=-rng.exponential(150) - rng.exponential(1, size),
            last=999.0,
        )
        account = scene.add(size, **columns)
        scene.pay(
            account,
            np.full(size, scene.key()[0]),
            kind="invoice" if contract else "card",
            bin=looks.prefix(rng, where),
            country=where,
        )


def bulk(scene: Scene, count: int) -> None:
    """Evaluation vendors, contracted data makers, red teams: few accounts, great volume, everybody's benchmarks."""
    rng = scene.rng
    desk = batches(rng, count, 1, 8)
    for number in range(int(desk.max()) + 1):
        size = int((desk == number).sum())
        name = looks.word(rng)
        net = scene.nets.net(scene.nets.narrow("hosting", name), 4, STATIC)
        columns = habits(
            scene,
            countries(rng, size),
            population="authorised-bulk",
            group=f"bulk-{number}",
            email=mail.at_domain(rng, size, f"{name}.ai"),
            organization=name,
            verified="contract",
            plan="enterprise",
            net=net,
            p_api=1.0,
            profile=FLAT,
            weekend=1.0,
            active=0.8,
            rate=rng.uniform(20, 90, size),
            frontier=0.8,
            bundle=scene.topics.benchmark,
            p_bundle=float(rng.uniform(0.4, 0.95)),
            length=2.0,
            friction=float(rng.choice([1, 4])),
        )
        account = scene.add(size, **columns)
        scene.pay(account, np.full(size, scene.key()[0]), kind="invoice")
