"""Styles: which rings a world has, and what its feeds keep."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from benchmarks.sixth.draft import Order
from benchmarks.sixth.pools import add_customers, open_pool
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.stories import STORIES, of_tier
from benchmarks.sixth.topics import WANTED

STYLES = ("contract", "evasive", "small", "none", "pool", "poor")
_ON_POOLS = ("resi_rotators", "slow_sampler", "task_office", "aged_bought")
_CHEAP = ("gateway_resale", "shells", "static_isp", "phone_farm", "cloud_market")


def orders(scene: Scene, style: str, honest: int) -> list[Order]:
    """The rings of a style. They never outgrow the honest: in small worlds the largest are cut."""
    drawn = {
        "contract": _contract,
        "evasive": _evasive,
        "small": _small,
        "pool": _pool,
        "poor": _poor,
    }
    return drawn[style](scene, honest) if style in drawn else []


def _size(scene: Scene, low: int, high: int, most: float) -> int:
    drawn = int(np.exp(scene.rng.uniform(np.log(low), np.log(high))))
    return min(drawn, max(20, int(most)))


def _shuffled(scene: Scene, stories: Any) -> list[str]:
    return [str(name) for name in scene.rng.permutation(list(stories))]


def _contract(scene: Scene, honest: int) -> list[Order]:
    """0 to 8 rings of 20 to 2,000 accounts, at most 3,600 in all; some on one pool."""
    rng = scene.rng
    made: list[Order] = []
    count, left, shared = int(rng.integers(0, 9)), min(3600, max(200, int(honest * 0.36))), None
    stories = _shuffled(scene, STORIES) if count else []
    for index in range(count):
        size = min(_size(scene, 20, 2000, honest * 0.2), left)
        left -= size
        if size < 20:
            break
        story, pool = stories[index], None
        if story in _ON_POOLS and rng.random() < 0.6:
            if shared is None:
                shared = open_pool(scene, int(rng.integers(5000, 12000)))
            pool = shared
        made.append(Order(story, min(size, 150) if story == "rented_people" else size, f"op{index + 1}", pool))
    if len(made) > 2 and rng.random() < 0.2:  # one operator with two separate rings
        made[-1] = replace(made[-1], operator=made[0].operator)
    return made


def _evasive(scene: Scene, honest: int) -> list[Order]:
    """2 to 5 rings of 60 to 800 accounts."""
    rng = scene.rng
    stories = _shuffled(scene, ["aged_bought", "resi_rotators", "slow_sampler", "resi_rotators", "task_office"])
    if rng.random() < 0.25:
        stories.insert(1, "rented_people")
    count = int(rng.integers(2, 6))
    sizes = [_size(scene, 60, 800, honest * 0.08) for _ in range(count)]
    sizes = [min(n, 200) if story == "rented_people" else n for story, n in zip(stories, sizes, strict=False)]
    if (total := sum(sizes)) > 1700:
        sizes = [max(60, n * 1700 // total) for n in sizes]
    return [Order(stories[i], size, f"op{i + 1}") for i, size in enumerate(sizes)]


def _small(scene: Scene, honest: int) -> list[Order]:
    """5 to 8 rings of 20 to 60 accounts."""
    stories = _shuffled(scene, STORIES)
    count = int(scene.rng.integers(5, 9))
    sizes = [min(int(scene.rng.integers(20, 61)), max(20, int(honest * 0.005))) for _ in range(count)]
    return [Order(stories[i], size, f"op{i + 1}") for i, size in enumerate(sizes)]


def _pool(scene: Scene, honest: int) -> list[Order]:
    """2 or 3 rings of 80 to 500 accounts and many honest customers on one pool."""
    rng = scene.rng
    pool = open_pool(scene, int(rng.integers(5000, 11000)), share=0.03)
    add_customers(scene, pool, int(rng.integers(70, 200)), "pool-1")
    stories = _shuffled(scene, ["resi_rotators", "task_office", "slow_sampler", "aged_bought"])
    count = int(rng.integers(2, 4))
    wanted = _shuffled(scene, WANTED)
    return [
        Order(stories[i], _size(scene, 80, 500, honest * 0.05), f"op{i + 1}", pool, (wanted[i], wanted[i + 3]))
        for i in range(count)
    ]


def _poor(scene: Scene, honest: int) -> list[Order]:
    """4 or 5 rings of 60 to 500 accounts that share enough to be seen through few feeds."""
    stories = _shuffled(scene, of_tier("plain"))[:2] + _shuffled(scene, _CHEAP)[:2]
    stories += ["slow_sampler"][: int(scene.rng.integers(0, 2))]
    return [Order(story, _size(scene, 60, 500, honest * 0.05), f"op{i + 1}") for i, story in enumerate(stories)]


@dataclass(frozen=True, slots=True)
class Sight:
    """What this lab's feeds hold."""

    ip: str = "full"
    """full, prefix or hash."""
    email: str = "raw"
    """raw, hash (with the domain), coarse (public domains only) or none."""
    accounts: bool = True
    signup: bool = True
    phone: bool = True
    device: bool = True
    client: bool = True
    credential: bool = True
    cluster: bool = True
    signature: bool = True
    tokens: bool = True
    payments: str = "full"
    """full, bare (instruments only) or none."""
    logins: bool = True
    actions: bool = True
    networks: float = 0.98
    """Share of the blocks that are told."""

    @property
    def detailed(self) -> bool:
        """Whether accounts are told with organization, verification, parent, referrer and status."""
        return self.email != "coarse"

    def facts(self) -> dict[str, Any]:
        """For the record of a world."""
        return asdict(self)


_BLIND: dict[str, Any] = {"logins": False, "signup": False, "phone": False}
_POOR = (
    # signatures and hashed addresses
    Sight(
        ip="hash",
        device=False,
        cluster=False,
        payments="none",
        networks=0,
        email="coarse",
        actions=False,
        credential=False,
        **_BLIND,
    ),
    # prefixes and signatures
    Sight(
        ip="prefix",
        device=False,
        cluster=False,
        payments="none",
        networks=0.8,
        email="coarse",
        credential=False,
        **_BLIND,
    ),
    # clusters, prefixes, bare instruments
    Sight(
        ip="prefix",
        device=False,
        client=False,
        signature=False,
        payments="bare",
        networks=0.6,
        email="hash",
        tokens=False,
        **_BLIND,
    ),
    # no account facts at all
    Sight(
        ip="hash",
        client=False,
        cluster=False,
        payments="none",
        networks=0,
        accounts=False,
        email="none",
        credential=False,
        **_BLIND,
    ),
)


def sight(rng: np.random.Generator, style: str, seed: int) -> Sight:
    """What the feeds of a style keep; those of `poor` take turns by the seed."""
    if style == "poor":
        return _POOR[seed % 4]
    kept = Sight()
    if style != "none" or rng.random() < 0.5:
        losses: tuple[tuple[float, dict[str, Any]], ...] = (
            (0.25, {"email": "hash"}),
            (0.15, {"logins": False}),
            (0.15, {"phone": False}),
            (0.1, {"actions": False}),
            (0.12, {"networks": 0.7}),
        )
        for odds, change in losses:
            if rng.random() < odds:
                kept = replace(kept, **change)
    return kept
