"""Stories of operators who take some care."""

from __future__ import annotations

import numpy as np

from benchmarks.sixth.clients import ANDROID_APP, APP, CLI, NODE, PYTHON, WEB
from benchmarks.sixth.clock import DAY, clock, clocks
from benchmarks.sixth.draft import Cards, Draft, Story
from benchmarks.sixth.geography import HOURS, one_of
from benchmarks.sixth.lines import SITTING, fixed, within
from benchmarks.sixth.mail import company_domain, mailboxes, word


def _static_lines(ring: Draft, ranges: int, size: int, trade: str) -> None:
    """One static line an account, within a few ranges of a supplier."""
    scene, rng = ring.scene, ring.scene.rng
    blocks = [scene.nets.small("residential", size, f"{word(rng).title()} {trade}", 24) for _ in range(max(1, ranges))]
    ring.cohort.lines[:, 0] = [fixed(blocks[i % len(blocks)][0] + scene.between(0, size - 1)) for i in range(len(ring))]


def gateway_resale(ring: Draft) -> None:
    """A gateway that pools accounts; its customers' topics are not one person's."""
    scene, rng, cohort = ring.scene, ring.scene.rng, ring.cohort
    domains = "gmail.com outlook.com hotmail.com mail.ru rambler.ru"
    ring.buy_mail(domains, [0.5, 0.2, 0.15, 0.1, 0.05], "digits")
    ring.register(10, 40, -120, scene.days * 0.5, 900)
    ring.phone_uses = 2 if rng.random() < 0.5 else 1
    _static_lines(ring, len(ring) // 70, 200, "ISP Lines")
    cohort.family[:], cohort.pin[:] = CLI, 4
    cohort.clock[:] = clock("flat")
    cohort.rate *= 0.9
    ring.cards = Cards(scene.between(2, 3), "prepaid-card", 2, 0.3)
    ring.ask(scene.between(15, 40), 3, scene.between(4, 10), known=40)
    ring.share(0.6, 0.3, 0.9)
    ring.retry, ring.refresh = 0.05, 0.8
    cohort.sitting[:], cohort.own_share[:] = 4.0, 0.05


def phone_farm(ring: Draft) -> None:
    """Racks of phones in one country."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    country = one_of(rng, "VN ID PH IN TR BR")
    cohort.country[:], cohort.hours[:] = country, HOURS[country]
    carriers = scene.nets.access(country).mobile
    cohort.email = mailboxes(rng, cohort.country)
    ring.register(6, 25, -60, scene.days * 0.45, 200)
    ring.phone_uses = 3
    cohort.surface[:], cohort.family[:], cohort.keys[:] = APP, ANDROID_APP, 0
    cohort.pin[:], cohort.lag[:] = 0, 11
    cohort.lines[:, 0] = [within((carriers[i][0], 12), SITTING) for i in rng.integers(0, 2, count)]
    ring.accounts_a_device = scene.between(3, 6)
    cohort.clock[:] = rng.choice(clocks("early", "late", "night"), count)
    cohort.plan = rng.choice(["free", "plus"], count, p=[0.5, 0.5]).astype(object)
    ring.cards = Cards(4, "wallet")
    ring.ask(scene.between(15, 40), 3, scene.between(4, 8), "lot", 25, lots=3)
    cohort.task_share[:], cohort.sitting[:] = 0.85, 10.0


def shells(ring: Draft) -> None:
    """Shell companies behind one gateway."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    shell = np.arange(count) // scene.between(12, 40)
    domains = [company_domain(rng) for _ in range(shell.max() + 1)]
    cohort.email = mailboxes(rng, cohort.country, corporate=True, domains=[domains[i] for i in shell])
    cohort.organization = np.array([domains[i].split(".")[0] for i in shell], object)
    opened = rng.uniform(-60, scene.days * 0.25, len(domains))
    cohort.created = (opened[shell] * DAY + rng.exponential(4000, count)).astype(np.int64)
    ring.batch = shell
    cohort.plan[:], cohort.paid[:] = "team", False
    ring.exit((scene.clouds[scene.between(0, 1)][0] + 4096 * scene.between(1, 6), 48), 1)
    cohort.clock[:], cohort.hours[:] = clock("office"), ring.office_hours
    cohort.family[:], cohort.pin[:] = NODE, 5
    ring.season[scene.weekday >= 5] *= 0.15
    ring.cards = Cards(None, "virtual-card")
    ring.ask(scene.between(10, 40), 3, scene.between(4, 8), known=30)
    cohort.task_share[:] = 0.9
    cohort.phone[:], cohort.verified[:] = 0, "email"
    ring.retry = 0.015


def task_office(ring: Draft) -> None:
    """Shift workers at anti-detect browsers, some accounts one after another."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    ring.rotate(9000, 25000)
    domains, odds = "outlook.com hotmail.com gmail.com", [0.4, 0.3, 0.3]
    ring.buy_mail(domains, odds, "digits" if rng.random() < 0.5 else "natural")
    ring.register(4, 15, -70, scene.days * 0.35, 700)
    cohort.surface[:], cohort.keys[:] = WEB, 0
    cohort.family = np.stack([rng.choice([0, 1, 2], count)] * 2, 1)
    cohort.pin[:] = scene.between(2, 5)
    desk = scene.between(6, 11)
    cohort.shift = (np.arange(count) % desk) * 9.5 / desk
    cohort.clock[:], cohort.hours[:] = clock("slot"), ring.office_hours
    ring.season[ring.sundays_off] = 0.03
    cohort.plan[:] = "plus"
    ring.accounts_a_device = -0.25
    ring.ask(scene.between(8, 20), 2, scene.between(5, 12), "lot", 50, lots=max(2, count // desk // 2))
    cohort.task_share[:], cohort.sitting[:] = 0.85, 20.0
    ring.sampling = (0.12, 3)
    ring.cards = Cards(1.5, "virtual-card", 2, 0.3)


def static_isp(ring: Draft) -> None:
    """One static ISP-proxy address an account."""
    scene, rng, cohort = ring.scene, ring.scene.rng, ring.cohort
    ring.buy_mail("gmail.com outlook.com yahoo.com", [0.5, 0.35, 0.15], rng.choice(["digits", "natural"]))
    ring.register(10, 30, -90, scene.days * 0.3, 240)
    _static_lines(ring, max(2, len(ring) // 90), 250, "Static Lines")
    cohort.family[:], cohort.pin[:] = PYTHON, 6
    cohort.clock[:] = clock("home")
    ring.cards = Cards(1.3, "virtual-card", 1, 0.5)
    ring.accounts_a_device, ring.phone_uses = -0.3, 2
    ring.sampling, ring.retry = (0.08, 3), 0.02
    ring.ask(scene.between(10, 25), 3, scene.between(5, 10), "shard", 50)
    cohort.task_share[:] = 0.85


def cloud_market(ring: Draft) -> None:
    """Thin organizations that come by two cloud marketplaces."""
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    cohort.surface = rng.choice([3, 4], count)
    domains = [company_domain(rng) for _ in range(max(2, count // 25))]
    which = rng.integers(0, len(domains), count)
    cohort.email = mailboxes(rng, cohort.country, corporate=True, domains=[domains[i] for i in which])
    cohort.organization = np.array([domains[i].split(".")[0] for i in which], object)
    ring.register(5, 25, -80, scene.days * 0.3, 500)
    cohort.plan[:], cohort.paid[:] = "enterprise", False
    ring.exit((scene.clouds[scene.between(0, 1)][0] + 8192 + 256 * scene.between(0, 30), 90), 1)
    cohort.family[:], cohort.pin[:], cohort.lag[:] = NODE, 0, 1.5
    cohort.clock[:] = clock("jobs")
    ring.cards = Cards(8, "invoice", 1, 0.5)
    ring.ask(scene.between(12, 30), 3, scene.between(4, 8), known=25)
    cohort.task_share[:] = 0.92
    ring.retry = 0.03
    cohort.phone[:], cohort.verified[:] = 0, "email"


STORIES = {
    "gateway_resale": Story(
        "careful",
        "account-pool gateway that resells access and mixes in own training traffic; bought phone-verified mail; one"
        " proxy each from a few static ISP ranges; failover to the next account at a limit; tokens refreshed in a row"
        " from the gateway host; CLI build pinned",
        gateway_resale,
    ),
    "phone_farm": Story(
        "careful",
        "racks of phones on SIMs of one country's two carriers; app surface; three to six accounts a phone, numbers"
        " used up to three times; swaps on shifts",
        phone_farm,
    ),
    "shells": Story(
        "careful",
        "shell companies with a domain, a virtual card and a registered-agent address each; 12-40 seats a shell; same"
        " gateway exit ranges, business hours",
        shells,
    ),
    "task_office": Story(
        "careful",
        "shift workers with anti-detect browsers, each with some accounts one after another; rotating residential"
        " exits; lots of prompts dealt by day to desks; profiles cloned now and then",
        task_office,
    ),
    "static_isp": Story(
        "careful",
        "one static ISP-proxy address an account within a supplier's ranges; registration bought in batches; scripts"
        " at local hours; prompts dealt by shard; profile template with few device variants",
        static_isp,
    ),
    "cloud_market": Story(
        "careful",
        "accounts opened through two cloud marketplaces under thin organizations; cloud egress; parameterised"
        " templates, client build moves in step",
        cloud_market,
    ),
}
