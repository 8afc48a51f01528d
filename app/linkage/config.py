"""Bounds of linkage; none of them was fitted to a world, each says what it bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkConfig:
    """Costs and caps of linkage. Thresholds in bits follow from the number of accounts, see `threshold`."""

    block_degree: int = 40
    """Identifiers of at most so many accounts propose all their pairs (780 at most)."""
    second: float = 0.25
    """Worth of a second agreement in one family: the values of one actor go together."""
    composite_min: int = 5
    """A composite of fewer accounts cannot be told from chance among millions of tests."""
    composite_lift: float = 4.0
    """Times as often as chance: at 4, three of four holders are no coincidence."""
    composite_margin: float = 10.0
    """Bits beyond Bonferroni that a composite needs (one false composite in 1,024 runs)."""
    composite_relief: float = 5.0
    """A pair behind a validated composite needs so many bits fewer."""
    per_kind: int = 24
    """Identifiers of one kind on one account that enter composites, rarest first."""
    per_account: int = 12
    """Composites an account is linked through, strongest first."""
    partners: int = 3
    """Random links of each holder within a composite: cost stays linear."""
    seed: int = 20260101

    def threshold(self, n: int) -> float:
        """Bits that make a pair likelier linked than not: prior odds of one partner among n accounts."""
        return max(n, 2).bit_length() - 1 + 0.0


def hub_bound(population: int) -> int:
    """Accounts above which an identifier is a hub: it is never expanded and says nothing."""
    return max(2_000, population // 5)
