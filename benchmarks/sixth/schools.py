"""Honest learners: universities with their courses, managed fleets of school machines, hackathons."""

from __future__ import annotations

import numpy as np

from benchmarks.sixth.clients import API, CHROME, WEB, families
from benchmarks.sixth.clock import DAY, clock
from benchmarks.sixth.geography import CODES, HOURS, anywhere, one_of
from benchmarks.sixth.lines import FOREVER, SITTING, within
from benchmarks.sixth.mail import mailboxes, word
from benchmarks.sixth.nets import Block
from benchmarks.sixth.people import NEVER, draw
from benchmarks.sixth.scene import Cohort, Scene
from benchmarks.sixth.topics import Task

_SUBJECTS = [
    ["tutoring", "mathematical-reasoning"],
    ["software-engineering", "tutoring"],
    ["writing", "information"],
    ["data-analysis", "tutoring"],
]


def university(scene: Scene, count: int, group: str) -> None:
    """A campus NAT and a mail domain; all but the first part of the people sit in courses."""
    rng = scene.rng
    country = anywhere(rng)
    campus = scene.nets.small("education", int(rng.choice([1, 2, 4, 8])), f"University of {word(rng).title()}")
    american = CODES[country] == "US"
    domain = f"{word(rng)}{rng.integers(9)}.edu" if american else f"uni-{word(rng)}{rng.integers(9)}.{_tld(country)}"
    left, part = count, 0
    while left > 0:
        size, part = min(left, int(rng.integers(25, 160))), part + 1
        population = "university" if part == 1 else "course"
        cohort = _students(scene, size, population, f"{group}-{part}", country, campus, domain)
        if part > 1:
            _course(scene, cohort, country)
        left -= size
        scene.add(cohort)


def _tld(country: int) -> str:
    return CODES[country].lower()


def _students(
    scene: Scene, count: int, population: str, group: str, country: int, campus: Block, domain: str
) -> Cohort:
    rng = scene.rng
    cohort = draw(scene, count, population, group, country, clock=clock("student"))
    private = rng.random(count) < 0.35
    campus_mail = mailboxes(rng, cohort.country, domains=domain)
    cohort.email = np.where(private, np.array(cohort.email, object), np.array(campus_mail, object)).tolist()
    cohort.use(2, within(campus, int(rng.choice([SITTING, FOREVER]))), 1.6, 0.35)
    return cohort


def _course(scene: Scene, cohort: Cohort, country: int) -> None:
    """The same homework, a topic a week, pasted word for word; in most courses a sign-up in the first class."""
    rng, count = scene.rng, len(cohort)
    topics = scene.topics.tail(_SUBJECTS[int(rng.integers(4))], int(rng.integers(4, 12)), 0.3)
    variants = int(rng.integers(2, 9))
    cohort.task[:] = scene.task(
        Task(topics, "weekly", 5, variants, tokens_in=(180, 0.5), tokens_out=(450, 0.5)),
    )
    cohort.task_share = rng.beta(2, 2, count)
    deadline, factors = int(rng.integers(0, 7)), np.ones(scene.days) * 0.6
    factors[scene.weekday == deadline] = 2.2
    factors[(scene.weekday + 1) % 7 == deadline] = 1.7
    cohort.season[:] = scene.season(factors)
    if rng.random() < 0.6:
        there = rng.random(count) < 0.6
        first_class = int(rng.integers(-40, 6)) * DAY + 10 * 3600 - int(HOURS[country] * 3600)
        cohort.created[there] = first_class + rng.integers(0, 2400, there.sum())
        cohort.born(cohort.created)
        cohort.signup_line = np.where(there[:, None], cohort.lines[:, 2], cohort.lines[:, 0])


def managed(scene: Scene, count: int, group: str) -> None:
    """Schools and depots: one device model, one browser build, updated all at once."""
    rng = scene.rng
    country = one_of(rng, "US GB DE JP CA AU")
    domain = f"{word(rng)}schools.{_tld(country)}"
    campus = scene.nets.small("education", 2, "School District")
    cohort = draw(
        scene,
        count,
        "mdm",
        group,
        country,
        clock=clock("early"),
        plan="team",
        surface=WEB,
        organization=domain,
        rate=2.5,
        weekend=0.03,
        pin=0,
        lag=3.0,
    )
    cohort.email = [f"s{number}@{domain}" for number in rng.choice(10**6, count, replace=False)]
    cohort.family[:] = CHROME
    cohort.born(int(rng.integers(-200, 3)) * DAY + 14 * 3600 + np.arange(count) * 2)
    cohort.only(within(campus, SITTING))
    cohort.task[:] = scene.task(Task(scene.topics.tail(["tutoring", "writing"], 8, 0.3), "weekly", 5, 4))
    cohort.task_share[:] = 0.5
    scene.add(cohort, pay=False)


def hackathon(scene: Scene, count: int, group: str) -> None:
    """A venue, one weekend, credits, coding; then silence."""
    rng = scene.rng
    country = anywhere(rng)
    venue = scene.nets.small("business", int(rng.choice([1, 2])), "Event Centre")
    saturday = int(rng.choice([day for day in range(1, scene.days - 2) if scene.weekday[day] == 5]))
    factors = np.full(scene.days, 0.08)
    factors[saturday - 1 : saturday + 2] = [1.5, 5, 4]
    cohort = draw(
        scene,
        count,
        "hackathon",
        group,
        country,
        surface=API,
        clock=clock("home"),
        rate=14.0,
        weekend=1.0,
        season=scene.season(factors),
        plan="free",
        shift=rng.normal(2, 1.5, count),
        end=NEVER,
    )
    cohort.family = families(rng, cohort.surface, count)
    arrival = rng.gamma(2, 6000, count).astype(np.int64)
    cohort.born(saturday * DAY - DAY // 2 + arrival - int(HOURS[country] * 3600))
    cohort.only(within(venue, SITTING))
    cohort.at_rest[:, 1] = 0.15
    topics = scene.topics.tail(["software-engineering", "agentic-reasoning"], 40, 0.7)
    cohort.task[:] = scene.task(Task(topics, "random"))
    cohort.task_share[:] = 0.75
    cohort.keys[:] = 1
    scene.add(cohort)
