"""Bounds and prior odds of detection, each with its meaning; what they were chosen on is in docs/quality.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

Density = Annotated[float, Field(gt=0, le=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Size = Annotated[int, Field(ge=2, le=10_000)]


@dataclass(frozen=True, slots=True)
class RingConfig:
    """Configuration of `detect`; stored with each run. The ranges are those that a file may give."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    resolutions: Annotated[tuple[Density, ...], Field(min_length=1, max_length=6)] = (0.01, 0.03, 0.003)
    """CPM densities at which cells are looked for: wide ones first, so that few seeds are needed."""
    split: Density = 0.2
    """CPM density of the parts that a hot group is taken apart into."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 20260101
    min_size: Size = 5
    seed_size: Size = 8
    """Accounts of a cell that is worth refining: less is a household or chance."""
    margin: Annotated[float, Field(ge=0, le=60)] = 3.3
    """Posterior bits for a member: ten to one."""
    prior: Annotated[float, Field(ge=-60, le=0)] = -10.0
    """Log2 odds that a group which holds together is a ring: one in a thousand."""
    tangible: Annotated[float, Field(ge=0, le=60)] = 3.0
    """Bits that payment, network, email and device must add together: content and timing alone flag nobody."""
    common: Share = 0.15
    """Worth of a bit of infrastructure that one identifier explains (in bundles: 0.5)."""
    unify: Share = 0.6
    """Share of the members whose topics or clock must agree for the group to act as one."""
    dispersed: Share = 0.25
    """Share of the members who share one of many identifiers of a kind."""
    bundles: Annotated[float, Field(ge=1, le=1000)] = 2.5
    """Effective number of such identifiers: fewer are one card and a spare."""


FAMILY_CAP = 6.0
"""Bits that one family of infrastructure adds to a group at most: links chose the group by it."""

MORE = 1.5
"""Times as much of infrastructure as a ring needs, for who was found by what they ask or sits on one hired server."""
SUPPORT = 1.0
"""Bits from which on a family speaks for a member; a member needs two such families, one of them infrastructure."""
