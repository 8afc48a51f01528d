"""Honest people who work side by side for a while: bootcamps and hackathons."""

from __future__ import annotations

import numpy as np

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.crowd import OFFICE, habits
from benchmarks.fifth.geography import countries
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import LEASE, SESSION


def bootcamps(scene: Scene, count: int) -> None:
    """A class that signs up in one hour on loaned laptops and does the same exercises at the same hours."""
    rng = scene.rng
    room = batches(rng, count, 12, 40)
    for number in range(int(room.max()) + 1):
        size = int((room == number).sum())
        where = int(countries(rng, 1)[0])
        net = scene.nets.net(scene.nets.narrow("business", f"Code school {number}", False), 1, LEASE)
        start = rng.uniform(-60, scene.days * 0.6)
        sheet = scene.topics.bundle(scene.topics.fresh(int(rng.integers(15, 50)), (0, 1, 7, 11)))
        columns = habits(
            scene,
            np.full(size, where),
            population="university",
            group=f"bootcamp-{number}",
            created=start + rng.uniform(0, 0.05, size),
            net=net,
            share2=0.25,
            bundle=sheet,
            p_bundle=0.75,
            profile=OFFICE,
            active=0.85,
            weekend=0.1,
            rate=rng.uniform(5, 14, size),
            client_api=looks.KITS[int(rng.integers(0, 5))],
            p_api=0.5,
            beat=scene.key()[0],
            beats=12,
            period=10,
            jitter=240.0,
            p_beat=0.4,
        )
        if rng.random() < 0.5:
            columns["email"] = (
                mail.tagged(rng, np.zeros(size, int))
                if rng.random() < 0.4
                else mail.scripted(rng, size, 4, f"{looks.word(rng)}.school")
            )
        account = scene.add(size, **columns)
        if rng.random() < 0.4:
            scene.pay(account, np.full(size, scene.key()[0]), bin=looks.prefix(rng, where), added=start)


def hackathons(scene: Scene, count: int) -> None:
    """A weekend: hundreds on one hall's line, fresh accounts, the sponsor's credit, the starter kit; then silence."""
    rng = scene.rng
    event = batches(rng, count, 40, 260)
    for number in range(int(event.max()) + 1):
        size = int((event == number).sum())
        day = int(rng.integers(1, scene.days - 3))
        country = countries(rng, size, int(countries(rng, 1)[0]), 0.7)
        busy = np.zeros(scene.days)
        busy[day : day + 2] = 1.0
        busy[day + 2 :] = 0.04
        net = scene.nets.net(
            scene.nets.narrow("business", f"Hall {number}", rng.random() < 0.5), int(rng.integers(1, 5)), SESSION
        )
        columns = habits(
            scene,
            country,
            group=f"hackathon-{number}",
            created=day - 0.3 + rng.exponential(0.2, size),
            first=float(day),
            net=net,
            share2=0.15,
            calendar=scene.calendar(busy),
            active=0.95,
            weekend=1.0,
            rate=rng.lognormal(3.0, 0.5, size),
            p_api=0.9,
            plan="api",
            profile=3,
            bundle=scene.topics.bundle(scene.topics.fresh(int(rng.integers(8, 30)), (0, 1, 11))),
            p_bundle=0.5,
            last=999.0,
            client_api=looks.KITS[int(rng.integers(0, 4))],
        )
        account = scene.add(size, **columns)
        if rng.random() < 0.5:
            scene.pay(account, np.full(size, scene.key()[0]), kind="invoice", added=float(day) - 1)
