"""The crowd around the groups: private people, households, small firms, and double lives."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth import people
from benchmarks.twelfth.kind import Kind
from benchmarks.twelfth.kinds_net import NET
from benchmarks.twelfth.kinds_public import PUBLIC
from benchmarks.twelfth.kinds_work import WORK
from benchmarks.twelfth.mix import pick
from benchmarks.twelfth.world import World

KINDS: tuple[Kind, ...] = WORK + PUBLIC + NET
PRIVATE = (
    Kind(
        "private",
        "private",
        (1, 1),
        people.EVERYDAY,
        "evening",
        "years",
        weekend=1.1,
        active=0.16,
        land="any",
        plan="pro",
    ),
    Kind(
        "private", "private", (1, 1), people.EVERYDAY, "day", "months", weekend=0.9, active=0.12, land="any", plan="pro"
    ),
    Kind(
        "private",
        "private",
        (1, 1),
        ("coding", "debugging", "data", "agents", "tools"),
        "build",
        "years",
        weekend=0.8,
        active=0.3,
        rate=2,
        turns=7,
        land="any",
        wordy=1.4,
    ),
    Kind(
        "private",
        "private",
        (1, 1),
        ("coding", "extraction", "agents", "letters"),
        "round",
        "months",
        client="sdk",
        weekend=0.9,
        active=0.4,
        rate=3,
        turns=5,
        gap=20,
        land="any",
        plan="api",
    ),
    Kind(
        "private",
        "private",
        (1, 1),
        ("homework", "exams", "fiction", "gaming"),
        "student",
        "months",
        weekend=1.2,
        active=0.2,
        land="any",
    ),
)
FIRM = Kind(
    "small-firm",
    "company",
    (2, 12),
    ("letters", "marketing", "tax", "law", "coding", "support"),
    "nine",
    "months",
    "site",
    "teams",
    "business",
    1,
    work=(0.7, 0.1),
    off=(0.05, 0.1),
    mail="domain",
    weekend=0.2,
    active=0.35,
    plan="team",
)
TRAITS = (
    ("work_site", "off_site", "site_lo", "site_n", "site_mode"),
    ("tmpl_lo", "tmpl_n", "p_own", "order", "flip"),
    ("fam0", "fam1"),
    ("site_dev", "site_dev_n", "dev_mode", "site_lo", "site_n", "site_mode", "work_site"),
)


def fill(world: World, people_: int, rounds: int, share: float) -> None:
    """Groups of all kinds up to `share` of the people, the rest firms and private people."""
    sizes = _sizes(world, people_ * share, rounds)
    for kind, n in sizes:
        people.group(world, kind, n)
    while world.book.size < people_ * (share + 0.1):
        people.group(world, FIRM, int(world.rng.integers(2, 13)))
    left = people_ - world.book.size
    for kind, part in zip(PRIVATE, (0.45, 0.25, 0.1, 0.05, 0.15), strict=True):
        _private(world, kind, int(left * part))


def _sizes(world: World, total: float, rounds: int) -> list[tuple[Kind, int]]:
    """A few groups of each kind, of the sizes known from life, shrunk together to fit the town."""
    drawn = []
    for kind in KINDS:
        for _ in range(rounds if rounds > 1 else 1 + int(world.rng.random() < 0.3)):
            low, high = kind.size
            drawn.append((kind, float(np.exp(world.rng.uniform(np.log(low), np.log(high))))))
    scale = min(1.0, total / sum(n for _, n in drawn))
    return [(kind, max(12, int(n * scale))) for kind, n in drawn]


def _private(world: World, kind: Kind, n: int) -> None:
    """Private people belong to no group; some live together and share a line, a card, a tablet."""
    if n < 2:
        return
    people.group(world, kind, n)
    batch = world.book.batches[-1]
    batch["group_id"][:] = None
    pairs = np.flatnonzero(world.rng.random(n - 1) < 0.06)
    for key in ("land", "tz", "home_lo", "home_n", "home_mode", "lease", "fam2"):
        batch[key][pairs + 1] = batch[key][pairs]
    tablet = pairs[world.rng.random(len(pairs)) < 0.3]
    batch["own_dev"][tablet + 1] = batch["own_dev"][tablet]


def overlap(world: World, share: float = 0.09) -> None:
    """Double lives: a member of one group also keeps a habit of another (its place, its prompts)."""
    batches = [b for b in world.book.batches if b["ring"][0] is None]
    weights = [len(b["land"]) for b in batches]
    for target in batches:
        n = len(target["land"])
        chosen = np.flatnonzero(world.rng.random(n) < share)
        donors = pick(world.rng, weights, len(chosen))
        for one, donor in zip(chosen, donors, strict=True):
            _borrow(world, target, int(one), batches[int(donor)])


def _borrow(world: World, target: dict[str, np.ndarray], one: int, donor: dict[str, np.ndarray]) -> None:
    other = int(world.rng.integers(0, len(donor["land"])))
    for key in TRAITS[int(world.rng.integers(0, len(TRAITS)))]:
        value = donor[key][other]
        target[key][one] = value * 0.5 if key in ("work_site", "off_site", "p_own") else value
