"""The honest: groups by their share of the accounts, smaller kinds of people, and private persons for the rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.sixth import desks, firms, schools
from benchmarks.sixth.clients import ANDROID_APP, API, APP, IOS_APP, PYTHON, families
from benchmarks.sixth.clock import DAY, clock
from benchmarks.sixth.geography import anywhere, one_of
from benchmarks.sixth.lines import FOREVER, FOUR, SITTING, fixed, within
from benchmarks.sixth.mail import word
from benchmarks.sixth.mixing import split
from benchmarks.sixth.people import NEVER, draw, vpn_lines
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.topics import Task


def carrier(scene: Scene, count: int, group: str) -> None:
    """Phones only, behind a few public addresses of a mobile carrier."""
    rng = scene.rng
    country = one_of(rng, "IN ID PH NG BR PK EG MX VN")
    cohort = draw(scene, count, "carrier", group, country, surface=APP)
    cohort.family = families(rng, cohort.surface, count)
    cohort.family[:, 0] = np.where(rng.random(count) < 0.85, ANDROID_APP, IOS_APP)
    base, size = scene.nets.access(country).mobile[int(rng.integers(2))]
    cohort.only(within((base, min(size, int(rng.choice([8, 16, 32])))), int(rng.choice([SITTING, 1]))))
    scene.add(cohort)


def family(scene: Scene, count: int, group: str) -> None:
    """One line, at times one card and a tablet in common; a student away."""
    rng = scene.rng
    country = anywhere(rng)
    cohort = draw(scene, count, "family", group, country)
    kind, base, _, held = cohort.lines[0, 0].tolist()
    cohort.lines[:, 0] = cohort.lines[0, 0]
    if kind == FOUR and held < FOREVER:
        cohort.lines[:, 0] = fixed(base + int(rng.integers(0, 4000)))
    if rng.random() < 0.4:
        cohort.device[:] = cohort.device[0]
        cohort.devices[:] = 2
    accounts = scene.add(cohort, pay=False)
    if rng.random() < 0.5:
        for account, created in zip(accounts, cohort.created, strict=True):
            issuer, key = scene.card_bins[country][int(14 * rng.random())], f"fam{accounts[0]}"
            scene.pay(account, key, "card", country, issuer, created, None, key)


_GROUPS: tuple[tuple[str, Callable[[Scene, int, str], None], float, int, int], ...] = (
    # name of the groups, maker, share of the accounts, smallest and largest group
    ("carrier", carrier, 0.06, 80, 900),
    ("uni", schools.university, 0.05, 80, 600),
    ("company", firms.company, 0.085, 12, 350),
    ("mdm", schools.managed, 0.012, 40, 300),
    ("agency", firms.agency, 0.006, 12, 60),
    ("reseller", firms.reseller, 0.012, 25, 200),
    ("app", firms.app, 0.014, 30, 300),
    ("fleet", firms.fleet, 0.004, 8, 45),
    ("hack", schools.hackathon, 0.006, 40, 180),
    ("family", family, 0.03, 2, 5),
    ("cafe", desks.cafe, 0.008, 15, 70),
    ("cowork", desks.coworking, 0.008, 15, 90),
    ("annot", desks.annotation, 0.012, 25, 220),
    ("shift", desks.shift_workers, 0.012, 30, 250),
)


def add_honest(scene: Scene, accounts: int, boost: float) -> None:
    """All honest people but the customers of rented pools; boost: how much more of all that looks like a ring."""
    made = 0
    for name, make, share, low, high in _GROUPS:
        for size in split(scene.rng, int(accounts * share * boost), low, high):
            made += 1
            make(scene, size, f"{name}-{made}")
    _researchers(scene, max(6, int(accounts * 0.003 * boost)))
    _always_tunnelled(scene, int(accounts * 0.02 * boost))
    _lent_logins(scene, max(8, int(accounts * 0.003 * boost)))
    if scene.launch is not None:
        _launch_day(scene, scene.launch, int(accounts * 0.03 * boost))
    cohort = draw(scene, max(0, accounts - scene.size), "private")
    scene.private, scene.homes = scene.add(cohort), cohort


def _researchers(scene: Scene, count: int) -> None:
    """The same items of public benchmarks over and over, in labs that know nothing of each other."""
    rng = scene.rng
    items = [("mathematical-reasoning", 12), ("software-engineering", 8)]
    topics = np.concatenate([scene.topics.fresh(number, name, "public benchmark") for name, number in items])
    cohort = draw(
        scene,
        count,
        "researcher",
        surface=API,
        clock=clock("flat"),
        rate=np.exp(rng.normal(3.6, 0.7, count)),
        sitting=25.0,
        task=scene.task(Task(topics, "random", 0, 60, skew=1.1)),
        task_share=0.85,
    )
    cohort.group = np.array([f"lab-{number // 3}" for number in range(count)], object)
    cohort.family[:, 0] = PYTHON
    at_university = rng.random(count) < 0.6
    cohort.email = [
        f"{email.split('@')[0]}@cs.{word(rng)}.edu" if there else email
        for email, there in zip(cohort.email, at_university, strict=True)
    ]
    cohort.season = np.array([_runs(scene) for _ in range(count)])
    scene.add(cohort)


def _runs(scene: Scene) -> int:
    """A benchmark is run for a few days."""
    day = scene.rng.integers(0, scene.days)
    return scene.season((np.abs(np.arange(scene.days) - day) < 3) * 4 + 0.15)


def _always_tunnelled(scene: Scene, count: int) -> None:
    cohort = draw(scene, count, "vpn")
    cohort.only(vpn_lines(scene, [SITTING, SITTING, 1, FOREVER], count))
    scene.add(cohort)


def _lent_logins(scene: Scene, count: int) -> None:
    """Logins that many people use, each from a home of their own."""
    rng = scene.rng
    cohort = draw(scene, count, "shared-login")
    cohort.devices = rng.integers(4, 15, count)
    cohort.device = np.array([scene.devices(number)[0] for number in cohort.devices])
    cohort.lines[:, 0] = within((scene.nets.access(0).homes[0][0], 60000), SITTING)
    cohort.rate *= 4
    cohort.active[:] = 0.9
    scene.add(cohort)


def _launch_day(scene: Scene, launch: int, count: int) -> None:
    """Strangers who sign up when a model comes out."""
    cohort = draw(scene, count, "launch")
    created = (launch * DAY + scene.rng.gamma(1.4, 0.7, count) * DAY).astype(np.int64)
    cohort.born(np.minimum(created, scene.days * DAY - 4000))
    cohort.end[:] = NEVER
    cohort.model[:] = 3
    scene.add(cohort)
