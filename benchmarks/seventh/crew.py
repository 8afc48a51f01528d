"""The plan of a ring, and the ring while it is made."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.seventh.kinds import KINDS, TIERS, Kind, Tier
from benchmarks.seventh.util import Arr
from benchmarks.seventh.world import Pool


@dataclass
class Plan:
    """What is drawn for a ring before anything is made."""

    name: str
    tier: str
    kind: str
    size: int
    budget: float  # exchanges at most
    provider: int = -1  # a proxy provider that others use too; below 0 an own pool
    seller: int = 0  # the recipe of bought mailboxes

    @property
    def t(self) -> Tier:
        """Its tier's figures."""
        return TIERS[self.tier]

    @property
    def k(self) -> Kind:
        """Its kind's figures."""
        return KINDS[self.kind]


@dataclass
class Crew:
    """A ring while it is made."""

    plan: Plan
    ids: Arr
    api: bool
    pool: Pool
    office: Pool
    start: Arr  # place of each member's exits in the book
    width: Arr
    devices: Arr
    browser: int
    first: Arr
    last: Arr
