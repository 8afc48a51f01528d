"""Rings as tables that fit a terminal of 100 columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.model.detection import PRIOR

Term = Mapping[str, Any]


def number(value: Any) -> str:
    """A count with thin separators, or nothing."""
    return "" if value is None else f"{value:,}"


def seen(first: Any, last: Any) -> str:
    """First and last day in one short cell: the second without its year where that is the same."""
    if first is None:
        return ""
    return f"{first} – {last:%m-%d}" if first.year == last.year else f"{first} – {last}"


def strongest(terms: Sequence[Any]) -> str:
    """Top evidence of a ring in one cell: its strongest shared identifier and the families in bits."""
    rows = [term if isinstance(term, dict) else as_row(term) for term in terms]
    shared = [row for row in rows if row["identifier"] and "*" not in row["kind"]]
    families = ", ".join(f"{family} {bits:.0f}" for family, bits, _ in by_family(rows)[:3] if bits >= 0.5)
    return "; ".join(part for part in (f"{families} bits" if families else "", *map(_named, shared[:1])) if part)


def _named(term: Term) -> str:
    return phrase(term, 18)


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
    bits = f" {term['bits']:+.0f} bits" if term["bits"] else ""
    return f"{what}{identifier}{members}{bits}"


def as_row(term: Any) -> dict[str, Any]:
    """A term that detection just made, as one that was stored."""
    return {name: getattr(term, name) for name in ("family", "kind", "identifier", "members", "degree", "bits", "note")}


def family_of(term: Term) -> str:
    """Its family; the odds before any evidence are of none."""
    return PRIOR if term["kind"] == PRIOR else str(term["family"])


def by_family(terms: Sequence[Term]) -> list[tuple[str, float, int]]:
    """(family, bits, terms), most bits first; the odds before any evidence are a line of their own."""
    bits: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for term in terms:
        family = family_of(term)
        bits[family] += term["bits"]
        count[family] += 1
    return [(family, bits[family], count[family]) for family in sorted(bits, key=lambda f: (-bits[f], f))]


def ring_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A listed ring for programs: bits by family, and its three strongest terms."""
    rest = {name: value for name, value in row.items() if name not in ("ring_id", "evidence")}
    families = {family: round(bits, 2) for family, bits, _ in by_family(row["evidence"])}
    return {"id": row["ring_id"], **rest, "family_bits": families, "evidence": row["evidence"][:3]}
