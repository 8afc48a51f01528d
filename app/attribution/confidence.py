"""A claim's confidence, computed from its evidence: additive log-odds in which no signal counts twice.

bits = PRIOR + sum over families of (for - against), each side of a family = s1 + s2/4 + s3/16 + .., s1 the strongest
signal. A signal is worth its strongest item: bits (REPORTED where nobody computed any) x RELIABILITY x CREDIBILITY, at
most CAP. confidence = (1 - LAPSE) / (1 + 2^-bits). docs/attribution.md tells it to people.

Source of the scales: NATO STANAG 2511 / AJP-2.1 (Admiralty); of the words: ICD 203.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from app.errors import UsageError
from app.model.attribution import EvidenceItem
from app.model.identifiers import Family

PRIOR: Final = -5.0
"""Log2 odds of any one operator before evidence: one in 33."""
CAP: Final = 12.0
"""Bits of one signal at most: nothing single makes certain."""
REPORTED: Final = 6.0
"""Bits of an item that nobody computed, were its source completely reliable and its content confirmed."""
REPEAT: Final = 0.25
"""Worth of each further signal of a family, against the one before: the values of one actor go together."""
LAPSE: Final = 0.01
"""Share of the surest claims that are wrong for a reason no item foresees."""
RELIABILITY: Final[Mapping[str, float]] = MappingProxyType({"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.1, "F": 0.3})
CREDIBILITY: Final[Mapping[int, float]] = MappingProxyType({1: 1.0, 2: 0.8, 3: 0.6, 4: 0.3, 5: 0.05, 6: 0.3})
WEAK: Final = "weak"
HUMAN: Final = "human"
FAMILIES: Final = (*(str(family) for family in Family), HUMAN, WEAK)
WEAK_KINDS: Final = frozenset({"country", "issuer_country", "language", "name_script", "calendar"})
"""Proxies of nationality: they may be cited, labelled weak, and never add bits."""
_WORDS: Final = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
    (0.45, "roughly even chance"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
)


def check_item(item: EvidenceItem) -> EvidenceItem:
    """The item, if it is well-formed. Raises UsageError naming what is wrong."""
    if not item.kind.strip() or not item.text.strip() or not item.source.strip():
        raise UsageError("an evidence item needs kind, text and source")
    if item.family not in FAMILIES:
        raise UsageError(f"no evidence family {item.family!r}", do=f"known: {', '.join(FAMILIES)}")
    if item.reliability not in RELIABILITY or item.credibility not in CREDIBILITY:
        raise UsageError(
            f"{item.reliability}{item.credibility} is not on the Admiralty scale", do="reliability A-F, credibility 1-6"
        )
    if item.kind in WEAK_KINDS and item.family != WEAK:
        raise UsageError(f"{item.kind} is weak evidence: a proxy of nationality", do="give it the family weak")
    if item.bits is not None and not 0.0 <= item.bits < float("inf"):
        raise UsageError(f"bits are 0 or more, not {item.bits}", do="say with `against` which way the item speaks")
    return item


def weight(item: EvidenceItem) -> float:
    """Bits that the item is worth by itself, never negative; 0 for weak and retracted ones."""
    if item.family == WEAK or item.retracted_by:
        return 0.0
    bits = REPORTED if item.bits is None else item.bits
    return min(bits * RELIABILITY[item.reliability] * CREDIBILITY[item.credibility], CAP)


def signal_of(item: EvidenceItem) -> tuple[str, str]:
    """What the item rests on, within its family: copies agree in it whoever repeats them."""
    text = item.signal or f"{item.kind}\n{item.text}"
    return item.family, " ".join(text.casefold().split())


def side_bits(items: Sequence[EvidenceItem], against: bool) -> dict[str, float]:
    """Bits by family of one side."""
    best: dict[tuple[str, str], float] = {}
    for item in items:
        if item.against is against:
            key = signal_of(item)
            best[key] = max(best.get(key, 0.0), weight(item))
    families: dict[str, list[float]] = {}
    for (family, _), bits in best.items():
        families.setdefault(family, []).append(bits)
    return {
        family: math.fsum(bits * REPEAT ** float(place) for place, bits in enumerate(sorted(worth, reverse=True)))
        for family, worth in sorted(families.items())
    }


def claim_bits(items: Sequence[EvidenceItem]) -> float:
    """Log2 odds of a claim; depends neither on the order of the items nor on copies."""
    parts = [PRIOR, *side_bits(items, False).values(), *(-bits for bits in side_bits(items, True).values())]
    return round(math.fsum(parts), 6)


def confidence(bits: float) -> float:
    """Probability from log2 odds; never certain."""
    return (1.0 - LAPSE) / (1.0 + math.exp2(-max(min(bits, 60.0), -60.0)))


def without(items: Sequence[EvidenceItem], position: int) -> float:
    """Log2 odds if the item at the position were not there: a copy moves nothing."""
    return claim_bits([*items[:position], *items[position + 1 :]])


def words(probability: float) -> str:
    """The probability in the words of ICD 203."""
    return next((text for least, text in _WORDS if probability >= least), "almost no chance")
