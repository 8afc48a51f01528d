"""What detection answers: groups with state, score, members and evidence, each explained in bits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from app.model.identifiers import Family


class State(StrEnum):
    """States of a group (docs/method.md). Only `confirmed` is fit for enforcement."""

    FLAGGED = "flagged"
    CANDIDATE = "candidate"
    CONTAINED_SUSPECT = "contained-suspect"
    BENIGN = "benign"
    CONFIRMED = "confirmed"
    REVERSED = "reversed"


PRIOR: Final = "prior"
"""Kind of the term that holds the odds before any evidence."""


class Figure(NamedTuple):
    """One figure of a group test, so that groups can be set side by side."""

    name: str
    value: float
    """The group's, in the measure's own unit (docs/method.md)."""
    population: float | None = None
    """The same of everybody else; None where the measure means nothing outside a group."""


@dataclass(frozen=True, slots=True)
class Term:
    """One additive piece of evidence, in bits (log2 likelihood ratio)."""

    family: Family
    kind: str
    """An identifier kind, `a*b` for a composite, or the name of a group test (e.g. `synchrony`)."""
    identifier: str
    """The shared value; `x*y` for a composite; empty for a group test."""
    degree: int
    """Accounts of the whole population that have it (rarity); 0 for a group test."""
    members: int
    """Members of the group that have it."""
    bits: float
    note: str = ""
    """For a test: what was measured against what, in words and figures."""
    figures: tuple[Figure, ...] = ()
    """The same figures as numbers; empty for identifiers."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account in a group: why it is in, and how surely."""

    account_id: str
    score: float
    """Calibrated probability that the account belongs to the ring, 0..1."""
    bits: float
    terms: tuple[Term, ...] = ()
    """Strongest first; at most 12."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of linked accounts. Members sorted by account id."""

    state: State
    score: float
    """Calibrated probability that the group is a ring, 0..1."""
    families: tuple[str, ...]
    """Sorted names of the families with evidence that counts."""
    members: tuple[Member, ...]
    terms: tuple[Term, ...]
    """Evidence of the whole group, strongest first: shared identifiers and group tests."""
    reason: str = ""
    """Why benign, contained or candidate; empty for flagged."""
    sufficient: tuple[str, ...] = ()
    """Families that would have flagged it without the rest of their sort (app/rings/explanation/sufficient.py)."""


def in_order(group: Group) -> tuple[float, int, str]:
    """How groups of a detection are sorted."""
    return -group.score, -len(group.members), group.members[0].account_id


@dataclass(frozen=True, slots=True)
class Detection:
    """One run's answer. Groups sorted by (-score, -size, first account id); an account is in at most one."""

    groups: tuple[Group, ...]
    parameters: dict[str, Any] = field(default_factory=dict)
    """Configuration, seed and learned values (m by kind), as stored with the run."""
    lacked: tuple[str, ...] = ()
    """Evidence families for which the data had nothing."""
    suppressed: dict[str, dict[str, int]] = field(default_factory=dict)
    """Hubs that were not expanded: kind -> identifier -> degree, the largest 20 a kind."""
