"""Honest people at shared desks: internet cafés, coworking spaces, annotation firms, workers on shifts."""

from __future__ import annotations

import numpy as np

from benchmarks.sixth.clients import CHROME, EDGE, WEB, families
from benchmarks.sixth.clock import DAY, clock, clocks
from benchmarks.sixth.geography import HOURS, anywhere, one_of
from benchmarks.sixth.lines import FOREVER, SITTING, within
from benchmarks.sixth.mail import company_domain, mailboxes
from benchmarks.sixth.people import NEVER, draw
from benchmarks.sixth.scene import Cohort, Scene
from benchmarks.sixth.topics import UNRELATED, Task

_LABELS = [
    ["evaluation", "mathematical-reasoning"],
    ["tutoring"],
    ["evaluation", "software-engineering"],
    ["translation"],
]


def cafe(scene: Scene, count: int, group: str) -> None:
    """Internet cafés and libraries: one or two addresses, few machines, many people, public mail."""
    rng = scene.rng
    country = one_of(rng, "PH ID VN IN NG BR EG PK")
    kind = "business" if rng.random() < 0.5 else "residential"
    line = scene.nets.small(kind, int(rng.choice([1, 2])), "Game Net")
    cohort = draw(scene, count, "cafe", group, country, surface=WEB, pin=0, plan="free")
    cohort.family[:] = CHROME
    machines = int(rng.integers(8, 26))
    stock = scene.devices(machines)
    cohort.device[:] = stock[0]
    cohort.devices[:] = machines
    cohort.signup_device = rng.choice(stock, count)
    cohort.only(within(line, SITTING))
    cohort.at_rest[:, 1] = cohort.at_work[:, 1] = 0.4
    scene.add(cohort)


def coworking(scene: Scene, count: int, group: str) -> None:
    """Strangers behind one address in office hours."""
    country = anywhere(scene.rng)
    line = scene.nets.small("business", 1, "Cowork")
    cohort = draw(scene, count, "coworking", group, country, clock=clock("office"))
    cohort.use(2, within(line, FOREVER), 3.0, 0.2)
    scene.add(cohort)


def annotation(scene: Scene, count: int, group: str) -> None:
    """Annotation and tutoring firms: like tasks all day, in an office or as contractors with own mail and lines."""
    rng = scene.rng
    country, office = one_of(rng, "PH IN US GB MX NG PL"), rng.random() < 0.5
    capabilities = _LABELS[int(rng.integers(4))]
    cohort = draw(
        scene,
        count,
        "annotation",
        group,
        country,
        clock=clock("desk"),
        surface=WEB,
        weekend=0.1,
        active=rng.beta(6, 2, count),
        rate=np.exp(rng.normal(3, 0.35, count)),
        sitting=9.0,
    )
    cohort.family = families(rng, cohort.surface, count)
    if office:
        cohort.use(2, within(scene.nets.small("business", int(rng.choice([1, 2, 3]))), SITTING), 4.0, 0.2)
        if rng.random() < 0.6:
            cohort.email = mailboxes(rng, cohort.country, corporate=True, domains=company_domain(rng))
    _intake(scene, cohort, country)
    cohort.end = np.where(rng.random(count) < 0.08, cohort.end, NEVER)
    topics = scene.topics.tail(capabilities, int(rng.integers(15, 45)), 0.5)
    flip, variants = rng.choice([3, UNRELATED]), int(rng.integers(3, 20))
    cohort.task[:] = scene.task(Task(topics, "lot", int(flip), variants, lots=max(1, count // 15)))
    cohort.task_share = rng.uniform(0.6, 0.9, count)
    cohort.developer[:] = False
    scene.add(cohort)


def _intake(scene: Scene, cohort: Cohort, country: int) -> None:
    """Accounts are made in the morning of the day on which people start."""
    rng, count = scene.rng, len(cohort)
    batches = int(rng.integers(1, 5))
    day = rng.choice(rng.integers(-200, scene.days // 2, batches), count)
    morning = 9 * 3600 - int(HOURS[country] * 3600) + rng.integers(0, 3 * 3600, count)
    cohort.born(day * DAY + morning)


def shift_workers(scene: Scene, count: int, group: str) -> None:
    """Call centres and depots: three shifts at shared machines."""
    rng = scene.rng
    country, domain = one_of(rng, "PH IN US PL MX"), company_domain(rng)
    line = scene.nets.small("business", 2)
    cohort = draw(
        scene,
        count,
        "shift",
        group,
        country,
        clock=rng.choice(clocks("early", "late", "night"), count),
        surface=WEB,
        weekend=0.9,
        plan="team",
        organization=domain.split(".")[0],
        active=0.6,
    )
    cohort.family[:] = EDGE
    cohort.email = mailboxes(rng, cohort.country, corporate=True, domains=domain)
    cohort.only(within(line, SITTING))
    cohort.device = rng.choice(scene.devices(max(4, count // 3)), count)
    cohort.devices[:] = 1
    cohort.signup_device = cohort.device.copy()
    cohort.task[:] = scene.task(Task(scene.topics.tail(["writing", "translation"], 15, 0.6), "random", 5, 8))
    cohort.task_share[:] = 0.7
    scene.add(cohort, pay=False)
