"""Evidence as GraphQL: terms in bits, by family. Identifiers are a type of app.api.types, named lazily."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from app.api.context import Info
from app.api.described import attr, resolved
from app.api.enums import Family, Kind
from app.api.paging import checked_first
from app.api.scalars import Long
from app.model.detection import PRIOR
from app.model.identifiers import KINDS

if TYPE_CHECKING:
    from app.api.types import Identifier


@strawberry.type(description="A piece of evidence: bits are log2 of a likelihood ratio, and they add up.")
class EvidenceTerm:
    """One term of a ring's, a member's or a pair's evidence."""

    family: Family = attr("The family it belongs to.")
    kind: str = attr('Identifier kind, `a*b` for two that make one rare one together, or a test. Example: "synchrony".')
    raw: strawberry.Private[str]
    degree: Long = attr("Accounts of the whole population that have it: its rarity. 0 for a test.")
    members: int = attr("Accounts of the group that have it.")
    bits: float = attr("Weight of this term in bits. Example: 17.3.")
    raw_note: strawberry.Private[str]

    @resolved("For a test: what was measured against what. Personal identifiers in it are masked for viewers.")
    def note(self, info: Info) -> str:
        return info.context.shown_text(self.raw_note)

    @resolved("The shared value, `x*y` for a composite, empty for a test. Masked for viewers where it is personal.")
    def value(self, info: Info) -> str:
        return info.context.shown(self.kind, self.raw)

    @resolved("Whether `value` is masked.")
    def redacted(self, info: Info) -> bool:
        return bool(self.raw) and info.context.hides(self.kind)

    @resolved("The identifier itself; null for composites and tests.")
    def identifier(self) -> Annotated[Identifier, strawberry.lazy("app.api.types")] | None:
        from app.api.types import Identifier

        return Identifier(kind=Kind(self.kind), raw=self.raw) if self.kind in KINDS and self.raw else None

    @classmethod
    def of(cls, term: dict[str, Any]) -> EvidenceTerm:
        """From one JSON object of the graph."""
        return cls(
            family=Family(term["family"]),
            kind=term["kind"],
            raw=term.get("identifier") or "",
            degree=Long(term.get("degree") or 0),
            members=term.get("members") or 0,
            bits=term["bits"],
            raw_note=term.get("note") or "",
        )


@strawberry.type(description="All evidence of one family.")
class FamilyEvidence:
    """A bar of the evidence waterfall."""

    family: Family = attr("The family.")
    bits: float = attr("Sum over its terms, in bits.")
    term_count: int = attr("How many terms it has.")
    told: strawberry.Private[Sequence[dict[str, Any]]]

    @resolved("The strongest terms of this family, at most `first`.")
    def terms(self, first: int = 10) -> list[EvidenceTerm]:
        return [EvidenceTerm.of(term) for term in self.told[: checked_first(first)]]


def by_family(texts: Sequence[str]) -> list[FamilyEvidence]:
    """Group evidence by family, most bits first; the odds before any evidence are none."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for term in json.loads(f"[{','.join(texts)}]"):  # at once: a call a term takes twice as long
        if term["kind"] != PRIOR:
            groups[term["family"]].append(term)
    found = []
    for family, group in groups.items():
        group.sort(key=lambda term: -term["bits"])
        bits = round(sum(term["bits"] for term in group), 2)
        found.append(FamilyEvidence(family=Family(family), bits=bits, term_count=len(group), told=group))
    return sorted(found, key=lambda evidence: (-evidence.bits, evidence.family))
