"""Honest firms: companies, agencies, resellers, apps with a sub-account a customer, fleets of jobs."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixth.clients import API, CHROME, EDGE, NODE, PYTHON
from benchmarks.sixth.clock import DAY, clock
from benchmarks.sixth.geography import CODES, WEIGHT, anywhere, one_of
from benchmarks.sixth.lines import FOREVER, SITTING, within
from benchmarks.sixth.mail import company_domain, mailboxes
from benchmarks.sixth.people import draw
from benchmarks.sixth.scene import Cohort, Scene
from benchmarks.sixth.topics import CAPABILITIES, Task


def company(scene: Scene, count: int, group: str) -> None:
    """Single sign-on, one office address, one invoice, seats made in a batch, one device image."""
    rng = scene.rng
    country, domain = anywhere(rng), company_domain(rng)
    office = scene.nets.small("business", int(rng.choice([1, 1, 2, 4])), domain.split(".")[0].title())
    cohort = draw(
        scene,
        count,
        "company",
        group,
        country,
        clock=clock("office"),
        plan="team" if count < 80 else "enterprise",
        organization=domain.split(".")[0],
        verified="contract" if count > 60 else "email",
        weekend=0.12,
    )
    cohort.email = mailboxes(rng, cohort.country, corporate=True, domains=domain)
    remote = rng.choice([0.2, 0.5, 0.8])
    held = FOREVER if rng.random() < 0.5 else SITTING
    cohort.use(2, within(office, held), 1.5 * (1 - remote) + 0.2, 0.1)
    if rng.random() < 0.3:  # a company VPN that is always on
        cohort.at_work[:, 0] = 0
        cohort.at_rest[:, :3] = [0, 0, 1]
    _seats(scene, cohort)
    _invoice(scene, cohort, country)


def _seats(scene: Scene, cohort: Cohort) -> None:
    rng, count = scene.rng, len(cohort)
    batch = rng.random(count) < 0.75
    cohort.created[batch] = int(rng.integers(-500, 10)) * DAY + 15 * 3600 + rng.integers(0, 600, batch.sum())
    cohort.born(cohort.created)
    if rng.random() < 0.6:
        cohort.family[:] = rng.choice([CHROME, EDGE])
        cohort.pin[:] = 0
        cohort.lag[:] = 4
    if rng.random() < 0.5:
        cohort.task[:] = scene.task(Task(scene.topics.tail([rng.choice(CAPABILITIES)], 25, 0.7), "random"))
        cohort.task_share = rng.uniform(0.1, 0.5, count)


def _invoice(scene: Scene, cohort: Cohort, country: int) -> None:
    """On file with every seat, or with a few that pay for all."""
    rng, accounts = scene.rng, scene.add(cohort, pay=False)
    key = f"corp{accounts[0]}"
    for account in accounts[rng.random(len(cohort)) < (1 if rng.random() < 0.5 else 0.05)]:
        kind, created = rng.choice(["invoice", "card"]), cohort.created[account - accounts[0]]
        scene.pay(account, key, kind, country, scene.card_bins[country][0], created, key, key)


def agency(scene: Scene, count: int, group: str) -> None:
    """Runs its clients' accounts: one card, one office, few machines."""
    rng = scene.rng
    country = anywhere(rng)
    office = scene.nets.small("business", 1)
    cohort = draw(scene, count, "agency", group, country, clock=clock("office"), plan="pro", weekend=0.1)
    desks = ["marketing", "social", "ai", "info", "content"]
    cohort.email = [f"{rng.choice(desks)}@{company_domain(rng)}" for _ in range(count)]
    cohort.use(2, within(office, FOREVER), 2.5, 0.3)
    staff = scene.devices(max(3, count // 6))
    cohort.device = rng.choice(staff, count)
    cohort.devices[:] = 1 + (rng.random(count) < 0.3)
    cohort.signup_device = rng.choice(staff, count)
    cohort.signup_line = cohort.lines[:, 2].copy()
    cohort.task[:] = scene.task(Task(scene.topics.tail(["marketing", "writing"], 20, 0.6), "random", 4, 12))
    cohort.task_share[:] = 0.6
    accounts = scene.add(cohort, pay=False)
    key = f"agency{accounts[0]}"
    scene.pay_together(accounts, key, "card", country, scene.card_bins[country][1], cohort.created)


def reseller(scene: Scene, count: int, group: str) -> None:
    """Customers of every kind: one invoice, a referrer, half of them signed up at its office."""
    rng = scene.rng
    country = one_of(rng, "SG TW KR BR PL TR IN US")
    countries = np.where(rng.random(count) < 0.8, country, rng.choice(len(CODES), count, p=WEIGHT))
    plans = rng.choice(["plus", "paygo", "pro"], count).astype(object)
    cohort = draw(scene, count, "reseller-customer", group, countries, plan=plans)
    cohort.referrer[:] = scene.size
    cohort.born((-rng.uniform(-0.7 * scene.days, 240, count) * DAY).astype(np.int64))
    at_office = (rng.random(count) < 0.5)[:, None]
    cohort.signup_line = np.where(at_office, within(scene.nets.small("business", 1), FOREVER), cohort.lines[:, 0])
    accounts = scene.add(cohort, pay=False)
    for account, created in zip(accounts, cohort.created, strict=True):
        kind, name = rng.choice(["invoice", "card"], p=[0.8, 0.2]), f"rs{accounts[0]}"
        scene.pay(account, f"resell{accounts[0]}", kind, country, None, created, name, name)


def _cloud(scene: Scene, clouds: int) -> int:
    """An address of one of the first so many clouds."""
    return scene.clouds[int(scene.rng.integers(0, clouds))][0] + int(scene.rng.integers(0, 30000))


def _template(scene: Scene, fresh: int, capability: str, known: int) -> Any:
    """Topics of a program: new ones and everybody's."""
    return np.r_[scene.topics.fresh(fresh, capability), scene.topics.tail([capability], known)]


def app(scene: Scene, count: int, group: str) -> None:
    """A sub-account for each customer of an app: one cloud egress, one template, a declared parent."""
    rng = scene.rng
    country, domain, address = anywhere(rng), company_domain(rng), _cloud(scene, 2)
    served = "software-engineering marketing translation evaluation tutoring agentic-reasoning"
    capability = str(rng.choice(served.split()))
    cohort = draw(
        scene,
        count,
        "authorised-bulk",
        group,
        country,
        surface=API,
        plan="enterprise",
        organization=domain.split(".")[0],
        verified="contract",
        clock=clock("home"),
        pin=5,
        phone=0,
        phone_id=-1,
    )
    cohort.email = [f"tenant-{number:05d}@{domain}" for number in rng.choice(90000, count, replace=False)]
    cohort.family[:] = rng.choice([PYTHON, NODE])
    cohort.only(within((address, int(rng.integers(1, 9))), SITTING))
    cohort.born((-rng.uniform(-0.8 * scene.days, 300, count) * DAY).astype(np.int64))
    cohort.rate = np.minimum(np.exp(rng.normal(2.2, 0.9, count)), 120)
    cohort.keys[:] = 1
    topics = _template(scene, int(rng.integers(2, 6)), capability, 4)
    cohort.task[:] = scene.task(Task(topics, "random", 4, 3, tokens_in=(900, 0.4), tokens_out=(400, 0.5)))
    cohort.task_share[:] = 0.95
    _tenants(scene, cohort, country)


def _tenants(scene: Scene, cohort: Cohort, country: int) -> None:
    accounts = scene.add(cohort, pay=False)
    cohort.parent[1:] = accounts[0]
    key, name = f"inv{accounts[0]}", f"in{accounts[0]}"
    scene.pay(accounts[0], key, "invoice", country, None, cohort.created.min())
    if scene.rng.random() < 0.5:
        for account, created in zip(accounts[1:], cohort.created[1:], strict=True):
            scene.pay(account, key, "invoice", country, None, created, name, name)


def fleet(scene: Scene, count: int, group: str) -> None:
    """A company's service accounts run templates round the clock from its cloud."""
    rng = scene.rng
    country, domain, address = anywhere(rng), company_domain(rng), _cloud(scene, 3)
    capability = str(rng.choice(["data-analysis", "translation", "evaluation", "software-engineering"]))
    cohort = draw(
        scene,
        count,
        "fleet",
        group,
        country,
        surface=API,
        plan="paygo",
        organization=domain.split(".")[0],
        clock=clock(rng.choice(["flat", "cron", "jobs"])),
        pin=7,
        phone=0,
        phone_id=-1,
        active=0.97,
        weekend=1.0,
        verified=rng.choice(["contract", "email"]),
    )
    services = ["svc", "batch", "etl", "bot", "ci"]
    cohort.email = [f"{rng.choice(services)}-{number:02d}@{domain}" for number in range(count)]
    cohort.family[:] = PYTHON
    cohort.only(within((address, int(rng.integers(1, 5))), 1))
    cohort.born(int(rng.integers(-300, 3)) * DAY + rng.integers(0, 3 * DAY, count))
    cohort.rate[:] = rng.uniform(12, 45)
    cohort.task[:] = scene.task(Task(_template(scene, 3, capability, 2), "random", 4, 2))
    cohort.task_share[:] = 1.0
    accounts = scene.add(cohort, pay=False)
    scene.pay_together(accounts, f"fl{accounts[0]}", "card", country, scene.card_bins[country][0], cohort.created)
