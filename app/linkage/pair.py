"""Why two accounts are linked: a waterfall of terms in bits, by the same rules as linkage scores all pairs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.linkage.config import LinkConfig
from app.linkage.rarity import CAP, START
from app.model.identifiers import KINDS, Family


@dataclass(frozen=True, slots=True)
class PairTerm:
    """One shared identifier: what it is worth, and what of that counts."""

    family: Family
    kind: str
    identifier: str
    degree: int
    """Accounts of the whole population that have it."""
    rarity: float
    """Bits that it is worth by itself."""
    counted: float
    """Bits that it adds: a family counts its best kind, and a fraction of the next."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Terms with the most counted bits first, their sum, and the bits that link a pair in this population."""

    terms: tuple[PairTerm, ...]
    bits: float
    threshold: float
    population: int

    @property
    def linked(self) -> bool:
        """True where the sum alone links the pair; a validated composite needs some bits fewer."""
        return self.bits >= self.threshold

    def families(self) -> dict[str, float]:
        """Counted bits by family, of families with any."""
        bits: dict[str, float] = {}
        for term in self.terms:
            if term.counted:
                bits[term.family] = round(bits.get(term.family, 0.0) + term.counted, 2)
        return bits


def rarity_of(kind: str, degree: int, population: int, m: Mapping[str, float]) -> float:
    """Bits that sharing one identifier is worth: log2(m_k N / degree), within 0 and the kind's cap."""
    if population < 1:
        return 0.0
    bits = math.log2(m.get(kind, START) * population / max(degree, 1))
    return min(max(bits, 0.0), CAP.get(kind, 20.0))


def waterfall(
    shared: Iterable[Mapping[str, Any]],
    population: int,
    m: Mapping[str, float] | None = None,
    config: LinkConfig | None = None,
) -> Waterfall:
    """Terms of a pair from rows of kind, identifier and degree of what it shares. `m`: weights that a run learned."""
    config = config or LinkConfig()
    worth = sorted(
        (-rarity_of(row["kind"], row["degree"], population, m or {}), row["kind"], row["identifier"], row["degree"])
        for row in shared
    )
    kinds_seen: set[str] = set()
    in_family: dict[Family, int] = {}
    terms = []
    for minus, kind, identifier, degree in worth:
        family = KINDS[kind].family
        # the best identifier of a kind speaks for the kind; the rest of the same kind repeat it
        share = 0.0
        if kind not in kinds_seen:
            kinds_seen.add(kind)
            share = share_of(family, in_family.get(family, 0), config.second)
            in_family[family] = in_family.get(family, 0) + 1
        terms.append(PairTerm(family, kind, identifier, degree, round(-minus, 2), round(-minus * share, 2)))
    terms.sort(key=lambda term: (-term.counted, -term.rarity, term.kind, term.identifier))
    total = round(sum(term.counted for term in terms), 2)
    return Waterfall(tuple(terms), total, config.threshold(population), population)


def share_of(family: Family, before: int, second: float) -> float:
    """What of a kind's bits a family counts that has counted `before` kinds already."""
    if before == 0:
        return 1.0
    return second if before == 1 and family is not Family.NETWORK else 0.0
