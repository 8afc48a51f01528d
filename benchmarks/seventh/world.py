"""The state of a world while it is made: accounts, payments, habits, streams."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.seventh import clients, geo, names, topics
from benchmarks.seventh.lab import Lab
from benchmarks.seventh.net import Net
from benchmarks.seventh.util import U64, Arr, Rng, stream

DAY = 86400
_COLS: dict[str, tuple[Any, Any]] = {
    "created": (float, 0.0),
    "email": (object, ""),
    "plan": (object, "free"),
    "country": (int, 0),
    "org": (object, ""),
    "status": (object, "active"),
    "signup_ip": (U64, 0),
    "signup_client": (int, 0),
    "signup_device": (int, 0),
    "phone": (int, 0),
    "verified": (object, "email"),
    "parent": (int, -1),
    "referrer": (int, -1),
    "ring": (object, ""),
    "operator": (object, ""),
    "cell": (object, ""),
    "tier": (object, ""),
    "population": (object, "private"),
    "group": (object, ""),
}


@dataclass
class Accounts:
    """Columns of all accounts; grows in place so that later parts may change earlier accounts."""

    n: int = 0
    col: dict[str, Arr] = field(default_factory=lambda: {k: np.full(1024, v, t) for k, (t, v) in _COLS.items()})

    def add(self, n: int) -> Arr:
        """n new accounts with default values."""
        while self.n + n > len(self.col["created"]):
            for k, (t, v) in _COLS.items():
                self.col[k] = np.concatenate([self.col[k], np.full(len(self.col[k]), v, t)])
        self.n += n
        return np.arange(self.n - n, self.n)

    def put(self, ids: Arr, **cols: Any) -> None:
        """Sets columns of accounts."""
        for k, v in cols.items():
            self.col[k][ids] = np.array(v, object) if isinstance(v, list) else v

    def get(self, name: str) -> Arr:
        """One column of all accounts."""
        return self.col[name][: self.n]


@dataclass
class Habit:
    """How a group of accounts behaves; places are home, mobile, work, other (axis 1)."""

    acc: Arr
    rate: Arr
    act: Arr
    first: Arr
    last: Arr
    tz: Arr
    hours: Arr
    start: Arr
    size: Arr
    hold: Arr
    weight: Arr
    client: Arr
    lag: Arr
    device: Arr
    surface: Arr
    fav: Arr
    loyal: Arr
    cred: Arr
    model: Arr
    weekend: Arr
    long: Arr
    steady: float = 1.5  # low: days differ much (people); high: a machine's even load
    gap: float = 70.0
    session: float = 5.0
    work_hours: bool = True
    ramp: Arr | None = None
    templates: list[topics.Template] = field(default_factory=list)
    quiet: list[tuple[float, float]] = field(default_factory=list)
    prompt: float = 0.3  # how soon a new model is taken up
    move: list[tuple[float, int, int, int]] = field(default_factory=list)  # at, place, start, size: the office moves

    @property
    def n(self) -> int:
        """Accounts of the group."""
        return len(self.acc)

    def place(self, col: int, start: Any, size: Any, hold: Any, weight: Any) -> None:
        """Sets one place of all members."""
        for f, v in (("start", start), ("size", size), ("hold", hold), ("weight", weight)):
            getattr(self, f)[:, col] = v

    def tool(self, col: int, client: Any, device: Any, surface: int | None = None, lag: Any = None) -> None:
        """Sets the program and the device of a place."""
        self.client[:, col], self.device[:, col] = client, device
        if surface is not None:
            self.surface[:, col] = surface
        if lag is not None:
            self.lag[:, col] = lag


@dataclass
class Pool:
    """A provider's exits in the book, and the countries it is strong in."""

    start: int
    size: int
    countries: Arr


@dataclass
class World:
    """Everything that the parts share."""

    seed: int
    style: str
    days: int
    t0: float
    lab: Lab
    volume: float  # exchanges of an honest account over the window, on average
    net: Net
    topics: topics.Topics
    market: Arr
    release: float  # day of a new model, or beyond the end
    acc: Accounts = field(default_factory=Accounts)
    habits: list[Habit] = field(default_factory=list)
    pay: list[dict[str, Arr]] = field(default_factory=list)
    actions: list[tuple[int, float, str, str, str]] = field(default_factory=list)
    rings: list[dict[str, Any]] = field(default_factory=list)
    """What was made of each ring, for who reads the world."""
    traps: dict[str, int] = field(default_factory=dict)
    """Accounts of each honest group that looks like a ring."""
    banks: dict[int, tuple[Arr, Arr]] = field(default_factory=dict)
    providers: dict[str, Pool] = field(default_factory=dict)
    """Proxy providers, each made at first use."""
    gateways: tuple[Arr, Arr] | None = None
    """The carriers' gateways, see base.gateways."""
    ids: int = 1000
    stop: dict[int, float] = field(default_factory=dict)  # banned accounts: no exchange from then on

    def rng(self, *names: object) -> Rng:
        """The stream of one part."""
        return stream(self.seed, self.style, *names)

    def codes(self, n: int) -> Arr:
        """n new numbers for devices, credentials, instruments, phones, names."""
        self.ids += n
        return np.arange(self.ids - n, self.ids)

    def end(self) -> float:
        """The end of the window, in seconds after its start."""
        return float(self.days * DAY)


def make(seed: int, style: str, days: int, lab: Lab, volume: float) -> World:
    """An empty world with its address plan, topics and market."""
    r = stream(seed, style, "world")
    t0 = np.datetime64("2025-01-06", "s").astype(np.int64) + int(r.integers(0, 400)) * DAY
    release = float(r.integers(4, days - 3)) if r.random() < 0.5 else 1e9
    tops = topics.make(r, int(r.integers(300, 1200)))
    return World(
        seed, style, days, float(t0), lab, volume, Net(stream(seed, style, "net")), tops, geo.market(r), release
    )


def mails(w: World, rng: Rng, ids: Arr) -> None:
    """Private addresses for accounts whose country is set."""
    w.acc.put(ids, email=names.personal(rng, w.acc.get("country")[ids]))


def odd_client(rng: Rng) -> int:
    """A rare program."""
    return int(clients.draw(rng, "odd", 1)[0])
