"""What is asked: clusters of questions, the plans of groups and the signatures of prompts."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fifteenth.world import Arr, Table, World

FIELDS = ["software-engineering", "agentic-reasoning", "long-horizon-planning", "mathematics", "translation", "writing",
          "customer-support", "tutoring", "data-analysis", "tool-use", "science", "law", "health", "roleplay",
          "marketing", "vision", "creative-writing", "summarisation", "safety", "chat"]  # fmt: skip
RINGWANTS = [0, 0, 0, 1, 1, 2, 3, 9, 10, 8, 18, 7]
"""Places in FIELDS of what rings are after, the likelier the more often."""


@dataclass
class Plan:
    """A list of prompts that a group works through."""

    cluster: Arr  # items
    sign: Arr  # items
    mode: str = "random"  # random, slice, replicate, queue, viral
    noise: int = 3  # 0 copies; 1..5 bits from few to many
    low: Arr = field(default_factory=lambda: np.zeros(1, np.int64))  # n: the first item of each account's slice
    width: int = 0  # items of a slice


@dataclass
class Content:
    """What a batch asks: interests n x k, and a plan for a share of it."""

    likes: Arr
    share: Arr  # n: of its exchanges that are of the plan
    plan: Plan | None = None
    stray: float = 0.35  # of other prompts that are about anything
    begin: Arr | None = None  # n: the day from which the plan is worked


class Topics:
    """The clusters of a world, by popularity."""

    def __init__(self, world: World, n: int = 2400) -> None:
        self.table = Table()
        self.sign: list[int] = []
        self.area: list[int] = []
        self.weights = 1 / np.arange(3, n + 3) ** 0.85
        self.cdf = np.cumsum(self.weights) / self.weights.sum()
        self.new(world, n)

    def new(self, world: World, n: int, area: int = -1) -> Arr:
        """n clusters that are new to the world, of one of FIELDS or of any."""
        rng, first = world.rng, len(self.sign)
        self.sign.extend(int(x) for x in rng.integers(0, 2**64, n, dtype=np.uint64))
        self.area.extend([area] * n if area >= 0 else [int(x) for x in rng.integers(0, len(FIELDS), n)])
        return self.table.add([f"q{(first + i) * 7919 % 1000003:06d}" for i in range(n)])

    def common(self, rng: np.random.Generator, n: int) -> Arr:
        """n clusters as the public asks them."""
        return np.searchsorted(self.cdf, rng.random(n)).astype(np.int64)

    def likes(self, world: World, n: int, k: int = 6) -> Arr:
        """Interests of n people, n x k clusters."""
        return self.common(world.rng, n * k).reshape(n, k)


def fuzz(rng: np.random.Generator, sign: Arr, noise: Arr) -> Arr:
    """Signatures with some bits flipped: noise 0 none, 1 about one of 64, up to 5 about sixteen."""
    mask = np.full(len(sign), 2**64 - 1, np.uint64)
    for level in range(6):
        more = rng.integers(0, 2**64, len(sign), dtype=np.uint64)
        mask = np.where(level < 7 - noise, mask & more, mask)
    return np.where(noise == 0, sign, sign ^ mask)


def plan_of(
    world: World, items: int, clusters: int, own: float, noise: int, mode: str, want: int = -1, busy: bool = False
) -> Plan:
    """A plan of prompts over clusters, of which a share is nobody else's."""
    rng, topics = world.rng, world.topics
    mine = min(clusters, round(own * clusters))
    pool = np.concatenate([topics.new(world, mine, want), _known(world, max(0, clusters - mine), want, busy)])
    at = pool[rng.choice(len(pool), items, p=_skew(rng, len(pool)))]
    signs = np.array([topics.sign[i] for i in at.tolist()], np.uint64)
    return Plan(at, fuzz(rng, signs, np.full(items, 4)), mode, noise)


def _known(world: World, n: int, want: int, busy: bool) -> Arr:
    if not n:
        return np.zeros(0, np.int64)
    area = np.array(world.topics.area[:2400])
    pool = np.flatnonzero(area == want) if want >= 0 else np.arange(2400)
    if busy:
        pool = pool[: max(n, len(pool) // 5)]
    return world.rng.choice(pool, n, replace=n > len(pool))


def _skew(rng: np.random.Generator, n: int) -> Arr:
    w = rng.gamma(1.2, 1.0, n) + 0.05
    return np.asarray(w / w.sum())


def ask(world: World, content: Content, acc: Arr, day: Arr, order: Arr, rank: Arr) -> tuple[Arr, Arr, Arr]:
    """Cluster, signature and whether it is of the plan, for each row.

    `acc`: the account's place in the batch; `order`, `rank`: the row's place among its account's and the batch's rows.
    """
    rng, n = world.rng, len(acc)
    likes = content.likes[acc, rng.integers(0, content.likes.shape[1], n)]
    cluster = np.where(rng.random(n) < content.stray, world.topics.common(rng, n), likes)
    planned = np.zeros(n, bool)
    noise = rng.choice([3, 4, 5], n, p=[0.15, 0.35, 0.5])
    base = np.array(world.topics.sign, np.uint64)[cluster]
    plan = content.plan
    if plan is not None:
        planned = rng.random(n) < content.share[acc]
        if content.begin is not None:
            planned &= day >= content.begin[acc]
        item = _item(rng, plan, acc, order, rank)
        cluster = np.where(planned, plan.cluster[item], cluster)
        base = np.where(planned, plan.sign[item], base)
        noise = np.where(planned, plan.noise, noise)
    return cluster, fuzz(rng, base, noise), planned


def _item(rng: np.random.Generator, plan: Plan, acc: Arr, order: Arr, rank: Arr) -> Arr:
    total = len(plan.cluster)
    if plan.mode == "slice":
        return np.asarray((plan.low[acc] + order % max(1, plan.width)) % total)
    if plan.mode == "replicate":
        return (order + (rng.random(len(acc)) < 0.06)) % total
    if plan.mode == "queue":
        return rank % total
    if plan.mode == "viral":
        return np.minimum(total - 1, rng.exponential(total / 6, len(acc)).astype(np.int64))
    return rng.integers(0, total, len(acc))
