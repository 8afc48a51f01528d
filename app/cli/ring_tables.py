"""Rings as tables that fit a terminal of 100 columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Term = Mapping[str, Any]


def number(value: Any) -> str:
    """A count with thin separators, or nothing."""
    return "" if value is None else f"{value:,}"


def seen(first: Any, last: Any) -> str:
    """First and last day in one cell."""
    return "" if first is None else f"{first} – {last}"


def shorten(text: str, width: int) -> str:
    """Cut in the middle: both ends of an identifier tell something."""
    if len(text) <= width:
        return text
    head = (width - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (width - 1 - head) :]}"


def phrase(term: Term, width: int = 24) -> str:
    """One term of evidence in a few words: what, whose, how many bits."""
    what = term["kind"].replace("_", " ").replace("*", " × ")
    identifier = f" {shorten(term['identifier'], width)}" if term["identifier"] else ""
    members = f" ({term['members']})" if term["members"] and term["identifier"] else ""
    return f"{what}{identifier}{members} {term['bits']:+.0f} bits"


def phrase_term(term: Any) -> str:
    """The same for a term that detection just made."""
    return phrase({name: getattr(term, name) for name in ("kind", "identifier", "members", "bits")})


def by_family(terms: Sequence[Term]) -> list[tuple[str, float, int]]:
    """(family, bits, terms), most bits first."""
    bits: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for term in terms:
        bits[term["family"]] += term["bits"]
        count[term["family"]] += 1
    return [(family, bits[family], count[family]) for family in sorted(bits, key=lambda f: (-bits[f], f))]
