"""Stories of operators who hardly hide."""

from __future__ import annotations

import numpy as np

from benchmarks.sixth.clients import CHROME, NODE, PYTHON, WEB
from benchmarks.sixth.clock import DAY, clock
from benchmarks.sixth.draft import Cards, Draft, Story
from benchmarks.sixth.lines import within
from benchmarks.sixth.mail import AFTER, mailboxes, word


def batch_server(ring: Draft) -> None:
    """One server and mailboxes on own domains."""
    scene, rng, cohort = ring.scene, ring.scene.rng, ring.cohort
    endings = ["xyz", "top", "site", "online", "icu"]
    domains = [f"{word(rng)}-{rng.choice(AFTER)}.{rng.choice(endings)}" for _ in range(scene.between(2, 5))]
    ring.buy_mail(domains, None, rng.choice(["digits", "random"]))
    ring.register(20, 60, -35, scene.days * 0.45, 40)
    base = scene.clouds[scene.between(2, 3)][0] + 256 * scene.between(0, 120)
    ring.exit((base, scene.between(6, 40)), scene.between(0, 1))
    cohort.family[:] = PYTHON
    cohort.clock[:] = clock("flat")
    cohort.phone[:], cohort.verified[:] = 0, "email"
    ring.cards = Cards(scene.between(6, 30), "virtual-card")
    ring.ask(scene.between(12, 40), 4, scene.between(2, 6), known=10)
    cohort.task_share[:] = 0.98
    ring.retry = 0.02


def trial_farm(ring: Draft) -> None:
    """Free credits farmed in waves."""
    scene, rng, cohort = ring.scene, ring.scene.rng, ring.cohort
    boxes = mailboxes(rng, cohort.country[: max(4, len(ring) // 12)])
    cohort.email = [_throwaway(ring, boxes[i % len(boxes)]) for i in range(len(ring))]
    ring.register(8, 30, -2, scene.days - 4, 150)
    cohort.end = cohort.created + (rng.uniform(3, 8, len(ring)) * DAY).astype(np.int64)
    cohort.plan[:] = "free"
    ring.phone_uses = scene.between(3, 6)
    if rng.random() < 0.6:
        block = scene.vpns[scene.between(0, 1)]
    else:
        block = (scene.clouds[2][0] + 4096 + 256 * scene.between(0, 60), 24)
    ring.exit(block, scene.between(0, 1))
    cohort.family[:] = rng.choice([PYTHON, NODE])
    cohort.clock[:] = clock("jobs")
    ring.ask(scene.between(8, 30), 4, 4, known=8)
    cohort.task_share[:] = 0.97
    ring.retry = 0.05
    ring.accounts_a_device = scene.between(4, 10)


def _throwaway(ring: Draft, box: str) -> str:
    rng = ring.scene.rng
    if rng.random() < 0.5:
        return f"{box.split('@')[0]}+{rng.choice(AFTER)}{rng.integers(10, 999)}@gmail.com"
    services = ["mailbin.io", "tempbox.cc", "dropmail.top", "inboxly.net"]
    return f"{word(rng)}{rng.integers(100, 99999)}@{rng.choice(services)}"


def vpn_office(ring: Draft) -> None:
    """People in an office on 9-9-6 hours."""
    scene, rng, cohort = ring.scene, ring.scene.rng, ring.cohort
    ring.buy_mail("outlook.com hotmail.com gmail.com gmx.com", [0.4, 0.3, 0.2, 0.1], "digits")
    ring.register(5, 20, -50, scene.days * 0.3, 300)
    cohort.surface[:], cohort.family[:], cohort.keys[:], cohort.pin[:] = WEB, CHROME, 0, 2
    cohort.plan[:] = rng.choice(["plus", "pro"])
    base, size = scene.vpns[scene.between(0, 3)]
    cohort.lines[:, 0] = within((base + scene.between(0, 6), min(8, size - 6)), 1)
    cohort.hours[:] = ring.office_hours
    cohort.clock[:] = clock("996")
    cohort.shift *= 0.2
    ring.season[ring.sundays_off] = 0.02
    ring.cards = Cards(scene.between(2, 4), "card", 2, 0.3)
    ring.accounts_a_device = scene.between(3, 6)
    fresh, variants = scene.between(10, 30), scene.between(3, 8)
    ring.ask(fresh, 5, variants, "lot", 15, lots=scene.between(4, 9))
    cohort.task_share[:] = 0.93


STORIES = {
    "batch_server": Story(
        "plain",
        "in-house team, own server round the clock; mailboxes on a few own domains, made in bursts from its hosting"
        " addresses; a handful of virtual cards; dealt at random from fixed templates; bans answered by a new batch on"
        " the same cards",
        batch_server,
    ),
    "trial_farm": Story(
        "plain",
        "free credits farmed in waves; plus-addressed and throw-away mail, rented numbers used several times; VPN and"
        " cheap hosting; an account is dropped after days",
        trial_farm,
    ),
    "vpn_office": Story(
        "plain",
        "a dozen people in an office on 9-9-6 hours behind one commercial VPN; shared browsers and cards; task lists"
        " dealt by day",
        vpn_office,
    ),
}
