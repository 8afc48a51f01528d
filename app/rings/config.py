"""Bounds and prior odds of detection, each with its meaning; what they were chosen on is in docs/quality.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RingConfig:
    """Configuration of `detect`; stored with each run."""

    resolutions: tuple[float, ...] = (0.01, 0.03, 0.003)
    """CPM densities at which cells are looked for: wide ones first, so that few seeds are needed."""
    split: float = 0.2
    """CPM density of the parts that a hot group is taken apart into."""
    seed: int = 20260101
    min_size: int = 5
    seed_size: int = 8
    """Accounts of a cell that is worth refining: less is a household or chance."""
    margin: float = 3.3
    """Posterior bits for a member: ten to one."""
    prior: float = -10.0
    """Log2 odds that a group which holds together is a ring: one in a thousand."""
    tangible: float = 3.0
    """Bits that payment, network, email and device must add together: content and timing alone flag nobody."""
    common: float = 0.15
    """Worth of a bit of infrastructure that one identifier explains (in bundles: 0.5)."""
    unify: float = 0.6
    """Share of the members whose topics or clock must agree for the group to act as one."""
    dispersed: float = 0.25
    """Share of the members who share one of many identifiers of a kind."""
    bundles: float = 2.5
    """Effective number of such identifiers: fewer are one card and a spare."""


FAMILY_CAP = 6.0
"""Bits that one family of infrastructure adds to a group at most: links chose the group by it."""

SUPPORT = 1.0
"""Bits from which on a family speaks for a member; a member needs two such families, one of them infrastructure."""
