"""What a kind of group is made of, and the draw of its knobs."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

Span = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """Ranges of every knob of a kind of honest group; a member that does not join is a plain person."""

    name: str
    groups: tuple[int, int] = (1, 2)
    size: Span = (8, 60)
    join: Span = (0.75, 1.0)
    nets: tuple[tuple[str, Span], ...] = (("home", (1, 1)),)
    exits: Span = (1, 3)
    house: Span = (2, 5)
    place: str = "one"
    mail: tuple[str, ...] = ("personal",)
    mail_share: Span = (0.9, 1.0)
    pay: tuple[str, ...] = ("own",)
    pay_share: Span = (0.3, 0.6)
    per_card: Span = (1, 1)
    device: tuple[str, ...] = ("own",)
    per_device: Span = (2, 6)
    client: tuple[str, ...] = ("own",)
    client_share: Span = (0.8, 1.0)
    phone: tuple[str, ...] = ("own",)
    surface: tuple[str, ...] = ("web",)
    plan: tuple[str, ...] = ("none",)
    public: float = 0.0
    plan_share: Span = (0.2, 0.6)
    items: Span = (20, 200)
    topics: Span = (4, 40)
    template: Span = (0.0, 0.05)
    flips: Span = (2, 10)
    clock: tuple[str, ...] = ("home",)
    sync: Span = (0.0, 0.0)
    jitter: Span = (5, 60)
    rate: Span = (2, 6)
    sigma: Span = (0.7, 1.2)
    active: Span = (0.2, 0.55)
    born: tuple[str, ...] = ("spread",)
    days: Span = (0, 0)
    burst: Span = (0, 0)
    between: Span = (0.6, 1.2)
    admin: Span = (0, 0)
    org: float = 0.0
    parent: float = 0.0
    refer: float = 0.0
    verified: tuple[str, ...] = ("email", "phone")


_SKIP = ("name", "groups", "size", "nets", "place", "public", "org", "parent", "refer", "verified")
_LOG = ("size", "exits", "items", "topics", "per_card", "rate", "jitter", "per_device")


def span(rng: np.random.Generator, low_high: Span, log: bool = False) -> float:
    """A number of a range, by its logarithm where told."""
    low, high = low_high
    if log and low > 0:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))
    return float(rng.uniform(low, high))


def draw(rng: np.random.Generator, kind: Kind) -> dict[str, Any]:
    """The knobs of one group."""
    out: dict[str, Any] = {"kind": kind.name, "place": kind.place, "verified": list(kind.verified)}
    for key, value in asdict(kind).items():
        if key in _SKIP:
            continue
        choice = isinstance(value[0], str)
        out[key] = str(rng.choice(value)) if choice else round(span(rng, value, key in _LOG), 3)
    out["size"] = round(span(rng, kind.size, True))
    out["nets"] = {name: round(span(rng, share), 3) for name, share in kind.nets}
    for key in ("public", "org", "parent", "refer"):
        out[key] = bool(rng.random() < getattr(kind, key))
    return out


def person() -> dict[str, Any]:
    """The knobs of one plain person, as those of a group of strangers."""
    rng = np.random.default_rng(0)
    return draw(rng, Kind("private", sigma=(1.2, 1.2), rate=(1.9, 1.9), active=(0.24, 0.24)))
