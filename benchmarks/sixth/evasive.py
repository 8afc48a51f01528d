"""Stories of operators who share hardly anything between accounts."""

from __future__ import annotations

import numpy as np

from benchmarks.sixth.clients import API, CHROME, CLI, IDE, MACOS, PYTHON, RELEASES, WEB, families
from benchmarks.sixth.clock import DAY, clock, clocks
from benchmarks.sixth.draft import Cards, Draft, Story
from benchmarks.sixth.people import draw


def aged_bought(ring: Draft) -> None:
    """Accounts made over two years by farmers, asleep, woken in three waves."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    ring.rotate_widely()
    cohort.created = (-rng.uniform(60, 760, count) * DAY).astype(np.int64)
    wave = rng.choice([rng.uniform(0, 3), rng.uniform(4, 8), rng.uniform(9, 12)], count)
    cohort.start = (wave * DAY + rng.uniform(0, DAY * 1.2, count)).astype(np.int64)
    ring.batch = np.arange(count) // 3
    cohort.surface[:], cohort.keys[:] = WEB, 0
    cohort.family = np.stack([rng.choice([CHROME, MACOS], count)] * 2, 1)
    cohort.pin[:], cohort.lag[:] = 0, 9
    cohort.clock[:] = clock("home")
    cohort.plan[:] = "plus"
    ring.cards = Cards(1.0, "virtual-card", 2)
    fresh, variants = scene.between(0, 4), scene.between(6, 14)
    ring.ask(fresh, 2, variants, "shard", scene.between(60, 150), flat=0.8)
    ring.share(0.55, 0.25, 0.9)
    ring.sampling = (0.18, 3)
    ring.accounts_a_device = -0.1
    cohort.rate *= 0.85


def resi_rotators(ring: Draft) -> None:
    """API keys behind rotating residential exits."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    ring.rotate_widely()
    ring.buy_mail("outlook.com hotmail.com gmail.com yahoo.com", [0.34, 0.22, 0.36, 0.08], "natural")
    ring.register(2, 9, -150, scene.days * 0.4, 2500)
    cohort.family[:] = rng.choice([PYTHON, CLI, IDE])
    cohort.pin[:], cohort.lag[:] = 0, 2.5
    cohort.clock[:] = rng.choice(clocks("home", "office"), count)
    ring.cards = Cards(1.0, "virtual-card", 3, 0.1)
    fresh, variants = scene.between(0, 5), scene.between(5, 12)
    ring.ask(fresh, 2, variants, known=scene.between(60, 150), flat=0.8)
    ring.share(0.68, 0.3, 0.95)
    ring.sampling, ring.retry = (0.12, 3), 0.035
    ring.accounts_a_device = -0.06
    cohort.weekend[:] = rng.choice([0.4, 0.7, 1.0], count)


def slow_sampler(ring: Draft) -> None:
    """Low volume, each question over several accounts."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    ring.rotate(9000, 25000, held=1)
    ring.buy_mail("gmail.com outlook.com yahoo.com icloud.com", [0.55, 0.25, 0.12, 0.08], "natural")
    ring.register(1, 5, -200, scene.days * 0.2, 4000)
    cohort.clock[:] = rng.choice(clocks("home", "office", "student"), count)
    cohort.surface = rng.choice([WEB, API], count)
    cohort.family = families(rng, cohort.surface, count)
    cohort.pin = np.where(RELEASES[cohort.family[:, 0]] == 0, 8, 0)
    cohort.lag = rng.exponential(5, count)
    fresh, variants = scene.between(1, 5), scene.between(30, 80)
    ring.ask(fresh, 2, variants, known=scene.between(50, 120), flat=0.7)
    cohort.task_share[:] = 0.8
    ring.sampling = (0.5, scene.between(3, 8))
    ring.cards = Cards(1.0, "card", 9)
    programs = cohort.surface == API
    cohort.plan, cohort.keys = np.where(programs, "paygo", "plus").astype(object), programs * 1
    cohort.rate = np.clip(cohort.rate, 2, 25)


_A_LIFE = """lines at_work at_rest device devices signup_device created start surface family pin lag clock shift email
    plan phone verified keys paid"""


def rented_people(ring: Draft) -> None:
    """Real people's accounts rented by the month."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    people = draw(scene, count, "", "", cohort.country)
    for column in _A_LIFE.split():
        setattr(cohort, column, getattr(people, column))
    hired = (rng.uniform(0, scene.days * 0.35, count) * DAY).astype(np.int64)
    cohort.start = np.maximum(hired, cohort.created + 30)
    ring.batch = np.arange(count)
    ring.ask(scene.between(2, 8), 2, scene.between(8, 20), "lot", 60, flat=0.7, lots=max(3, count // 25))
    ring.share(0.72, 0.3, 0.95, spread=0.1)
    ring.sampling = (0.4, 4)
    cohort.rate *= 0.8


STORIES = {
    "aged_bought": Story(
        "evasive",
        "accounts made over two years by farmers, asleep, woken in three waves; rotating residential exits; half the"
        " traffic is ordinary chat; own card each; all browsers pinned to the anti-detect build of the day",
        aged_bought,
    ),
    "resi_rotators": Story(
        "evasive",
        "API keys behind rotating residential exits that honest people use too; bought public mail, own virtual card"
        " each from few issuers; local hours of the claimed country; a third cover traffic; failover leaves the same"
        " prompt on two accounts; the client build moves in one hour",
        resi_rotators,
    ),
    "slow_sampler": Story(
        "evasive",
        "low volume (6-12 a day), each question sampled 3-8 times over different accounts for best-of-n; residential"
        " exits in sticky sessions; own instruments",
        slow_sampler,
    ),
    "rented_people": Story(
        "evasive",
        "real people's accounts rented by the month: own home lines, cards and some own use; lots of tasks arrive by a"
        " work app, the same lot to several people the same day",
        rented_people,
    ),
}
