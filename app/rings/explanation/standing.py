"""How close a member is to the edge of its ring, from its stored terms: `profile.belonging` read backwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from app.model.detection import PRIOR
from app.model.identifiers import Family
from app.rings.config import SUPPORT, RingConfig

ODDS: Final = RingConfig().margin
"""Bits of log2 posterior odds from which on an account belongs."""

Told = Mapping[str, Any]
"""One term of evidence as stored: `family`, `kind`, `bits`, ... (docs/graph.md)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's distance from the edge, and the shortest way out."""

    margin: float
    """Bits of evidence that it could lose and stay. Below 0: the group has moved since, or people hold it in."""
    rule: str
    """The rule it would break first: `odds`, `two families` or `infrastructure`."""
    leaves_without: tuple[Told, ...]
    """The fewest terms without which it would leave; of equally few, those with the fewest bits."""


def standing(terms: Sequence[Told], bits: float) -> Standing | None:
    """A member's standing; None without terms, where only a person's verdict holds it in.

    `bits` is the member's total. It belongs while that reaches RingConfig.margin and two families, one of them
    infrastructure, speak for it with SUPPORT bits or more each.
    """
    speaks = {term["family"]: term["bits"] - SUPPORT for term in terms if term["kind"] != PRIOR}
    if not speaks:
        return None
    spare = sorted(bits for bits in speaks.values() if bits >= 0)
    rules = {
        "odds": bits - ODDS,
        "two families": sum(spare[:-1]) if len(spare) >= 2 else -SUPPORT,
        "infrastructure": _infrastructure(speaks),
    }
    rule = min(rules, key=lambda name: (rules[name], name))
    return Standing(round(rules[rule], 2), rule, _shortest(terms, bits))


def _infrastructure(speaks: Mapping[str, float]) -> float:
    spare = [bits for family, bits in speaks.items() if bits >= 0 and Family(family).infrastructure]
    return sum(spare) if spare else -SUPPORT


def _stays(terms: Sequence[Told], bits: float) -> bool:
    families = {term["family"] for term in terms if term["kind"] != PRIOR and term["bits"] >= SUPPORT}
    return bits >= ODDS and len(families) >= 2 and any(Family(family).infrastructure for family in families)


def _shortest(terms: Sequence[Told], bits: float) -> tuple[Told, ...]:
    """At most six families speak for a member, so all ways out are tried: one a family."""
    speaking = sorted(
        (term for term in terms if term["kind"] != PRIOR and term["bits"] > 0),
        key=lambda term: (term["bits"], term["family"]),
    )
    for number in range(len(speaking) + 1):
        ways = sorted(combinations(speaking, number), key=lambda way: sum(term["bits"] for term in way))
        for way in ways:
            rest = [term for term in terms if not any(term is gone for gone in way)]
            if not _stays(rest, bits - sum(term["bits"] for term in way)):
                return way
    return tuple(speaking)
