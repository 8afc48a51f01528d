"""The accounts of a world as columns, before anybody asks anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.worlds.chance import number_of

Rows = NDArray[Any]
SLOTS: Final = 4
"""Addresses an account uses by itself, the likeliest first."""
HUMAN, JOB = 0, 1
ALWAYS, OFFICE, PEOPLE = 0, 1, 2


@dataclass(slots=True)
class Cast:
    """Account columns, grown group by group; `finish` turns them into arrays."""

    columns: dict[str, list[Rows]] = field(default_factory=dict)
    size: int = 0

    def add(self, count: int, **values: Any) -> NDArray[np.int64]:
        """Add accounts; each value is one for all or an array of `count`. Returns their indexes."""
        defaults: dict[str, Any] = {
            "population": "private", "group": "", "ring": "", "operator": "", "cell": "", "tier": "",
            "created": -200.0, "ends": 1e9, "rate": 1.0, "zone": 0.0, "schedule": 0, "phase": 0.0, "period": 0.0,
            "jitter": 0.0, "mail": "", "plan": "free", "country": "US", "organization": "", "verified": "email",
            "parent": -1, "card": "", "instrument": "", "name": "", "client": 0, "client2": 0, "device": "",
            "topics": np.zeros((count, 3), np.int64), "topic_share": 0.6,
            "addresses": np.zeros((count, SLOTS), np.int64), "hours": ALWAYS, "banned": np.nan, "ramp": 0.0,
            "starts": np.nan, "synchrony": 1.0, "customers": 0.0, "pivot": 0.0, "own_line": 0.0, "line": 0,
            "rotate": 0.0, "exit": 0, "span": 1, "stride": 0,
        }  # fmt: skip
        unknown = values.keys() - defaults.keys()
        if unknown:
            raise TypeError(f"no such column: {sorted(unknown)}")
        for name, default in (defaults | values).items():
            value = np.asarray(default)
            if value.dtype.kind == "U":
                value = value.astype(object)
            if value.ndim == 0 or (name in ("topics", "addresses") and value.ndim == 1):
                value = np.repeat(value[None], count, axis=0)
            self.columns.setdefault(name, []).append(value)
        start, self.size = self.size, self.size + count
        return np.arange(start, self.size)

    def finish(self) -> dict[str, Rows]:
        """Every column as one array; whoever is not told to start later starts when created."""
        world = {name: np.concatenate(parts) for name, parts in self.columns.items()}
        world["starts"] = np.where(np.isnan(world["starts"]), world["created"], world["starts"])
        return world


class Internet:
    """Hands out address blocks: every /24 belongs to one network of one kind."""

    def __init__(self, lab: str = "") -> None:
        """`lab`: the region that blocks come from unless another is named."""
        self._next: dict[str, int] = {}
        self._lab = lab
        self.networks: list[tuple[str, int, str, str]] = []
        """(prefix, asn, organization, kind)."""

    def block(self, kind: str, organization: str, blocks: int = 1, told: bool = True, region: str | None = None) -> int:
        """`blocks` /24s in a row, rounded up to a power of two and aligned; the first address as a number.

        Equal regions of two worlds hand out equal blocks in equal order; "" is the internet that all worlds have.
        """
        region = self._lab if region is None else region
        size = 1 << max(0, blocks - 1).bit_length()
        step = size << 8
        start = -(-self._next.get(region, _first_of(region)) // step) * step
        self._next[region] = start + step
        if told:
            length = 24 - size.bit_length() + 1
            self.networks.append((f"{dotted(start)}/{length}", _private_asn(len(self.networks)), organization, kind))
        return start


def _private_asn(number: int) -> int:
    """The numberth AS number for private use, of 16 bits while they last, then of 32 (RFC 6996)."""
    return 64_512 + number if number < 1_000 else 4_200_000_000 + number


def _first_of(region: str) -> int:
    """10.0.0.0 for everybody's internet; one of 64 /15s from 10.128.0.0 on for a region by its name."""
    return (10 << 24) + ((128 + 2 * (number_of(region) % 64)) << 16 if region else 0)


def dotted(number: int) -> str:
    """An IPv4 address as text."""
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
