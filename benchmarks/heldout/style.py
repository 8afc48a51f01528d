"""What one imagined author of a world would do: size, feeds, notations, rings and how they hide; drawn from a seed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

FORMATS = ("csv", "csv.gz", "csv.zst", "jsonl", "jsonl.gz", "jsonl.zst", "parquet")
FEEDS = ("accounts", "payments", "clusters", "networks", "logins", "actions")
TIERS = ("plain", "careful", "evasive")
ROW_BUDGET = 1_400_000
"""Honest exchanges in one world at most; rings may add RING_BUDGET."""
RING_BUDGET = 700_000


@dataclass(frozen=True, slots=True)
class Style:
    """One author's choices; every field can be set on the command line of a test."""

    name: str
    seed: int
    honest: int
    days: int
    start: datetime
    sizes: tuple[int, ...]
    """Accounts of each ring; empty for a world without rings."""
    tiers: tuple[str, ...]
    """Of each ring: plain, careful or evasive."""
    volume: float
    """Exchanges of an average honest account a day."""
    feeds: frozenset[str]
    content: str
    """cluster, signature or none."""
    clients: str
    """names, ja4 or absent."""
    devices: bool
    email: str
    """raw, triple or absent."""
    ip: str
    """v4, v6, mixed, cidr or hash."""
    tokens: bool
    exchange_ids: bool
    ids: str
    """uuid, prefixed, zeros or unicode."""
    fmt: str
    split: str
    """one, daily or hourly."""
    times: str
    """z, zero, offset, fraction or mixed."""
    traps: float
    """How many honest look-alikes: 1 is usual."""
    shared_pool: bool
    """Two operators and thousands of innocents behind one proxy pool."""
    human_schedules: float
    """Share of the careful and evasive rings that imitate human days."""
    cover: float
    """Largest share of ordinary requests among a ring's."""
    succession: float
    """Share of the rings whose accounts are banned and replaced."""
    force: tuple[tuple[str, int], ...] = ()
    """For experiments: the strength of each channel of every ring; human_schedules and cover then hold exactly."""

    def rng(self, part: str) -> np.random.Generator:
        """An own stream for each part, so that a change in one part leaves the others as they were."""
        return np.random.default_rng([self.seed, zlib.crc32(part.encode())])

    def has(self, channel: str) -> bool:
        """Whether the feeds carry a channel at all: payment, email, device, content, network or timing."""
        return {
            "payment": "payments" in self.feeds,
            "email": "accounts" in self.feeds and self.email != "absent",
            "device": self.clients != "absent" or self.devices,
            "content": self.content == "cluster",
        }.get(channel, True)


def draw_style(name: str, seed: int, **overrides: Any) -> Style:
    """The style `name` for `seed`. Raises KeyError for an unknown name, TypeError for an unknown field."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    drawn = _random(rng, seed, name)
    changed = STYLES[name] | overrides
    unknown = set(changed) - {field.name for field in fields(Style)}
    if unknown:
        raise TypeError(f"no such field of a style: {sorted(unknown)}")
    style = replace(drawn, **changed)
    if "volume" not in changed:
        style = replace(style, volume=min(style.volume, ROW_BUDGET / (style.honest * style.days)))
    tiers = tuple(style.tiers[i % len(style.tiers)] for i in range(len(style.sizes))) if style.tiers else ()
    return replace(style, tiers=tiers)


def _random(rng: np.random.Generator, seed: int, name: str) -> Style:
    pick = lambda options, p=None: options[int(rng.choice(len(options), p=p))]  # noqa: E731
    days = int(rng.integers(10, 61))
    rings = int(rng.choice(9, p=[0.06, 0.12, 0.16, 0.16, 0.14, 0.12, 0.1, 0.08, 0.06]))
    rings = rings if name == "random" else max(rings, 2)
    sizes = np.exp(rng.uniform(np.log(20), np.log(2000), rings)).astype(int)
    while sizes.sum() > 5000:
        sizes[sizes.argmax()] //= 2
    feeds = {feed for feed, p in zip(FEEDS, (0.92, 0.85, 0.75, 0.75, 0.4, 0.5), strict=True) if rng.random() < p}
    return Style(
        name=name,
        seed=seed,
        honest=int(np.exp(rng.uniform(np.log(10_000), np.log(50_000)))),
        days=days,
        start=datetime(2026, int(rng.integers(1, 10)), int(rng.integers(1, 28)), tzinfo=UTC),
        sizes=tuple(int(size) for size in sizes),
        tiers=tuple(pick(TIERS, [0.35, 0.4, 0.25]) for _ in range(max(rings, 1))),
        volume=float(np.exp(rng.uniform(np.log(0.5), np.log(5.0)))),
        feeds=frozenset(feeds),
        content=pick(("cluster", "signature", "none"), [0.84, 0.1, 0.06]),
        clients=pick(("names", "ja4", "absent"), [0.55, 0.35, 0.1]),
        devices=rng.random() < 0.65,
        email=pick(("raw", "triple", "absent"), [0.6, 0.3, 0.1]),
        ip=pick(("v4", "v6", "mixed", "cidr", "hash"), [0.4, 0.1, 0.25, 0.1, 0.15]),
        tokens=rng.random() < 0.8,
        exchange_ids=rng.random() < 0.75,
        ids=pick(("uuid", "prefixed", "zeros", "unicode"), [0.35, 0.3, 0.25, 0.1]),
        fmt=pick(FORMATS, [0.15, 0.2, 0.1, 0.1, 0.15, 0.15, 0.15]),
        split=pick(("one", "daily", "hourly"), [0.4, 0.5, 0.1]) if days <= 20 else pick(("one", "daily"), [0.4, 0.6]),
        times=pick(("z", "zero", "offset", "fraction", "mixed"), None),
        traps=float(rng.uniform(0.5, 1.5)),
        shared_pool=rng.random() < 0.4,
        human_schedules=float(rng.uniform(0.2, 0.8)),
        cover=float(rng.uniform(0.0, 0.45)),
        succession=float(rng.uniform(0.0, 0.6)),
    )


_ALL = frozenset(FEEDS)
STYLES: dict[str, dict[str, Any]] = {
    "random": {},
    "full": {"feeds": _ALL, "content": "cluster", "clients": "names", "devices": True, "email": "raw", "ip": "v4"},
    "bare": {"feeds": frozenset(), "content": "cluster", "clients": "names", "devices": True, "shared_pool": False},
    "no-payments": {"feeds": _ALL - {"payments"}, "content": "cluster", "clients": "ja4", "email": "triple"},
    "no-clusters": {"feeds": _ALL - {"clusters"}, "content": "none", "email": "raw", "clients": "names"},
    "hashed": {"feeds": _ALL - {"networks"}, "ip": "hash", "clients": "ja4", "content": "cluster", "email": "triple"},
    "prefixes": {"feeds": _ALL, "ip": "cidr", "content": "cluster", "email": "raw", "clients": "names"},
    "shared-proxies": {
        "feeds": _ALL,
        "content": "cluster",
        "clients": "ja4",
        "shared_pool": True,
        "sizes": (400, 250, 60),
        "tiers": ("careful", "careful", "plain"),
        "ip": "v4",
        "email": "raw",
    },
    "evasive": {
        "feeds": _ALL,
        "content": "cluster",
        "clients": "ja4",
        "email": "raw",
        "sizes": (900, 300, 120, 40),
        "tiers": ("evasive",),
        "human_schedules": 0.7,
        "cover": 0.45,
    },
    "relay": {
        "feeds": _ALL,
        "content": "cluster",
        "sizes": (700, 200, 80),
        "succession": 1.0,
        "tiers": ("plain", "careful"),
    },
    "rare": {"feeds": _ALL, "content": "cluster", "honest": 50_000, "days": 30, "sizes": (50,), "tiers": ("careful",)},
    "quiet": {"sizes": (), "shared_pool": False},
    "traps": {"sizes": (), "traps": 2.5, "feeds": _ALL, "content": "cluster", "shared_pool": True},
}
"""Fields each named style fixes; the rest is drawn from the seed."""
