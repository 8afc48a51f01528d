"""Bounds of linkage; none of them was fitted to a world, each says what it bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

Bits = Annotated[float, Field(ge=0, le=60)]


@dataclass(frozen=True, slots=True)
class LinkConfig:
    """Costs and caps of linkage. Thresholds in bits follow from the number of accounts, see `threshold`.

    The ranges are those that a file may give.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    block_degree: Annotated[int, Field(ge=2, le=2_000)] = 40
    """Identifiers of at most so many accounts propose all their pairs (780 at most)."""
    second: Annotated[float, Field(ge=0, le=1)] = 0.25
    """Worth of a second agreement in one family: the values of one actor go together."""
    composite_min: Annotated[int, Field(ge=2, le=10_000)] = 5
    """A composite of fewer accounts cannot be told from chance among millions of tests."""
    composite_lift: Annotated[float, Field(ge=1, le=1_000_000)] = 4.0
    """Times as often as chance: at 4, three of four holders are no coincidence."""
    composite_margin: Bits = 10.0
    """Bits beyond Bonferroni that a composite needs (one false composite in 1,024 runs)."""
    composite_relief: Bits = 5.0
    """A pair behind a validated composite needs so many bits fewer."""
    per_kind: Annotated[int, Field(ge=1, le=200)] = 24
    """Identifiers of one kind on one account that enter composites, rarest first."""
    per_account: Annotated[int, Field(ge=1, le=200)] = 12
    """Composites an account is linked through, strongest first."""
    partners: Annotated[int, Field(ge=1, le=100)] = 3
    """Random links of each holder within a composite: cost stays linear."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 20260101

    def threshold(self, n: int) -> float:
        """Bits that make a pair likelier linked than not: prior odds of one partner among n accounts."""
        return max(n, 2).bit_length() - 1 + 0.0


def hub_bound(population: int) -> int:
    """Accounts above which an identifier is a hub: it is never expanded and says nothing."""
    return max(2_000, population // 5)
