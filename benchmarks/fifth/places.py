"""Honest people in institutions: companies, universities, bootcamps, hackathons."""

from __future__ import annotations

import numpy as np

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.crowd import OFFICE, STUDENT, cards, habits
from benchmarks.fifth.geography import ZONES, countries
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import DAY, SESSION


def companies(scene: Scene, count: int) -> None:
    """Sign-on by mail domain, one card or an invoice, an office line, people at home the rest of the week."""
    rng = scene.rng
    left, number = count, 0
    while left > 0:
        size = int(np.clip(rng.lognormal(2.6, 1.2), 3, min(900, max(left, 3))))
        size, left, number = min(size, left), left - size, number + 1
        name = looks.word(rng)
        where = int(countries(rng, 1)[0])
        country = countries(rng, size, where, float(rng.choice([1.0, 0.9, 0.5])))
        zones = ZONES[country].astype(float)
        gate = rng.random() < 0.2
        office = (
            int(rng.choice(scene.land.gateways))
            if gate
            else scene.nets.net(scene.nets.narrow("business", name, rng.random() < 0.7), int(rng.integers(1, 6)), DAY)
        )
        contract = rng.random() < (0.5 if size > 50 else 0.08)
        start = -rng.exponential(200) if rng.random() < 0.85 else rng.uniform(0, scene.days * 0.8)
        spread = rng.exponential(rng.choice([0.05, 1.0, 25.0]), size)  # all on one day, or as they join
        sheet = scene.topics.bundle(scene.topics.known(int(rng.integers(5, 30))))
        columns = habits(
            scene,
            country,
            population="company",
            group=f"company-{number}",
            organization=name if rng.random() < 0.75 else "",
            email=mail.at_domain(rng, size, f"{name}.{rng.choice(['com', 'io', 'co', 'net'])}"),
            plan="enterprise" if contract else "team",
            verified="contract" if contract else "email",
            created=np.minimum(start + spread, scene.days - 0.01),
            profile=OFFICE,
            zone=zones,
            weekend=rng.uniform(0.02, 0.2, size),
            net=office,
            net2=scene.land.home(rng, country),
            share2=float(rng.choice([0.1, 0.4, 0.8])),
            bundle=sheet,
            p_bundle=rng.uniform(0, 0.4),
            active=rng.beta(1.5, 2, size),
        )
        if rng.random() < 0.15:  # virtual desktops: one image, one fingerprint
            columns |= {
                "device": scene.key()[0],
                "devices": int(rng.integers(1, 4)),
                "client_web": looks.BROWSERS[int(rng.integers(0, 22))],
            }
        account = scene.add(size, **columns)
        kind = "invoice" if contract else "card"
        payers = account if rng.random() < 0.6 else account[:1]
        scene.pay(
            payers,
            np.full(len(payers), scene.key()[0]),
            kind=kind,
            bin=0 if contract else looks.prefix(rng, where),
            country=where,
            added=start,
        )
        if size > 30 and rng.random() < 0.3:
            scene.parts[-1]["parent"][1:] = account[0]


def universities(scene: Scene, count: int) -> None:
    """Campuses: wireless lines for all, and courses that ask one sheet the night before it is due."""
    rng = scene.rng
    campus = batches(rng, count, 60, 420)
    for number in range(int(campus.max()) + 1):
        size = int((campus == number).sum())
        where = int(countries(rng, 1)[0])
        name = looks.word(rng)
        line = scene.nets.net(
            scene.nets.narrow("education", f"University of {name}"), int(rng.integers(4, 60)), SESSION
        )
        course = np.where(rng.random(size) < 0.65, rng.integers(0, max(1, size // 35), size), -1)
        mailbox = np.where(
            rng.random(size) < 0.7, mail.at_domain(rng, size, f"stud.{name}.edu"), mail.webmail(rng, size)
        )
        sheets, terms = [], []
        for _ in range(size // 35 + 1):
            sheets.append(scene.topics.bundle(scene.topics.fresh(int(rng.integers(5, 25)), (0, 3, 5, 7, 14))))
            week = np.full(scene.days, 0.6)
            week[int(rng.integers(0, 7)) :: int(rng.choice([7, 14]))] = rng.uniform(2, 4)
            terms.append(scene.calendar(week))
        created = np.where(
            course >= 0, rng.choice([-40.0, -12.0, 2.0]) + rng.exponential(2, size), -rng.exponential(200, size)
        )
        country = np.full(size, where)
        columns = habits(
            scene,
            country,
            population="university",
            group=f"university-{number}",
            email=mailbox,
            created=created,
            profile=STUDENT,
            net=line,
            net2=scene.land.home(rng, country),
            share2=rng.uniform(0.2, 0.7, size),
            weekend=0.8,
            plan="free",
            bundle=np.array(sheets)[np.maximum(course, 0)],
            p_bundle=np.where(course >= 0, rng.uniform(0.3, 0.85), 0.0),
            calendar=np.where(course >= 0, np.array(terms)[np.maximum(course, 0)], 0),
        )
        account = scene.add(size, **columns)
        cards(scene, account, country, 0.12)
