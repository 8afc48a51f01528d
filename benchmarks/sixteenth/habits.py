"""What the members of an honest group have of their own by the group's habit: mailbox, sign-up, number, hours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.sixteenth.clock import CLOCKS, Arr, person_hours
from benchmarks.sixteenth.kind import Kind
from benchmarks.sixteenth.world import DAY, World

BOXES = {
    "alias": (None, "w9"), "seat": (None, "seat"), "student": (None, "student"), "firm": (None, "f.l"),
    "shop": (None, "w9"), "pseudonym": ("gmail.com", "ff9"), "proton": ("proton.me", "nick"),
    "hidden": ("hidden.orchard-relay.com", "rand"), "w9": ("gmail.com", "w9"), "fl99": ("gmail.com", "fl99"),
}  # fmt: skip
"""Domain, the group's own where it is None, and style of mailboxes."""
SPANS = {"recentday": 0.4, "recent2": 8, "day": 0.3, "cohort": 3, "week": 7, "month": 40}
"""Days in which a group signs up."""


def mailer(world: World, how: str, own: str) -> Callable[[], str]:
    """A function that gives each member a mailbox; `own` is the group's domain."""
    r = world.r
    free = r.choice(("gmail.com", "outlook.com", "yahoo.com", "qq.com", "proton.me"))
    if how in BOXES:
        domain, style = BOXES[how]
        return lambda: world.mail(domain or own, style)
    return {
        "own": lambda: world.mail(),
        "mix": lambda: world.mail(own if r.random() < 0.4 else None),
        "school": lambda: world.mail(own, r.choice(("student", "fi.l", "f.l"))),
        "free": lambda: world.mail(free if r.random() < 0.7 else None),
        "clients": lambda: world.mail(world.domain() if r.random() < 0.6 else own, "w9"),
        "reseller": lambda: world.mail(own if r.random() < 0.8 else None, "w9"),
    }[how]


def starts(world: World, how: str, n: int) -> list[float]:
    """Sign-up times of n members, Unix seconds."""
    r = world.r
    if how == "spread":
        return [world.when("any") for _ in range(n)]
    if how in ("recentday", "recent2"):
        begin = world.start + DAY * r.uniform(-3, world.days * 0.5)
    else:
        begin = world.start - DAY * r.choice((3, 12, 40, 150, 300))
    last, ahead = world.stop - 2 * DAY, -1 if how == "month" else 1
    return [min(last, begin + DAY * SPANS[how] * (ahead * r.random())) for _ in range(n)]


def phones(world: World, how: str, n: int) -> list[str | None]:
    """Numbers of n members, None where none is known."""
    r = world.r
    if how == "none":
        return [None] * n
    if how == "one":
        number = world.token("p")
        return [number if r.random() < 0.9 else None for _ in range(n)]
    if how == "few":
        numbers = [world.token("p") for _ in range(max(1, n // r.choice((3, 5, 8))))]
        return [r.choice(numbers) if r.random() < 0.6 else world.token("p") for _ in range(n)]
    if how == "recycled":
        return [world.token("p") if i % 2 == 0 else None for i in range(n)]
    return [world.token("p") if r.random() < 0.55 else None for _ in range(n)]


def clock_of(world: World, kind: Kind) -> Callable[[], Arr]:
    """A function that gives each member its 24 weights of the hours."""
    r, rng = world.r, world.rng
    if kind.clock == "shifts":
        return lambda: person_hours(rng, r.choice(("shift_a", "shift_b", "shift_c")))
    if kind.clock == "outage":
        dark = [(r.randrange(24) + j) % 24 for j in (0, 1, 2, 9, 10, 11)]
        power = np.array([0.03 if h in dark else 1 for h in range(24)])
        return lambda: person_hours(rng, "day") * power
    return lambda: CLOCKS[kind.clock] if kind.mode == "job" else person_hours(rng, kind.clock)


def plan_of(world: World, kind: Kind) -> Arr:
    """The clusters that the members have in common."""
    areas = kind.areas.split()
    each = max(1, kind.breadth // len(areas) + (kind.breadth == 1))
    return np.concatenate([world.topics.zipf(world.rng, area, each) for area in areas])
