"""Fields that explain a ring and its members further: distance from the edge, honest look-alike, weakest cut.

They belong to types of app.api.types, which takes them from here; types of that module are named lazily.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Family, Kind
from app.api.evidence import EvidenceTerm
from app.api.paging import DEFAULT_FIRST, checked_first
from app.api.scalars import Long
from app.rings.explanation.standing import Standing, standing
from app.rings.explanation.ties import Tie, read_weakest_cut
from app.rings.store.look_alike import Comparison, closest, judged
from app.rings.store.look_alike import LookAlike as Found

if TYPE_CHECKING:
    from app.api.types import Identifier, Ring

_TYPES: Final = "app.api.types"


@strawberry.type(description="One figure of a group test: the ring's, its look-alike's, and everybody's.")
class TestComparison:
    """A row of the comparison."""

    family: Family = attr("The family that the test belongs to.")
    name: str = attr('The test and the figure. Example: "synchrony ratio".')
    ring: float | None = attr("The ring's figure; null where it was not measured.")
    look_alike: float | None = attr("The look-alike's figure; null where it was not measured.")
    population: float | None = attr("Everybody else's figure; null where the figure means nothing outside a group.")
    ring_bits: float = attr("Bits that the whole test adds to the ring's evidence; 0 where it was not made.")
    look_alike_bits: float = attr("The same of the look-alike.")
    note: str = attr("What was measured of the ring, in words.")
    look_alike_note: str = attr("What was measured of the look-alike, in words.")

    @classmethod
    def of(cls, info: Info, row: Comparison) -> TestComparison:
        """From a row of app.rings.store.look_alike."""
        shown = info.context.shown_text
        return cls(
            family=Family(row.family),
            name=f"{row.test} {row.figure}".replace("_", " ").strip(),
            ring=row.ring,
            look_alike=row.look_alike,
            population=row.population,
            ring_bits=row.ring_bits,
            look_alike_bits=row.look_alike_bits,
            note=shown(row.note),
            look_alike_note=shown(row.look_alike_note),
        )


@strawberry.type(description="The judged honest group that resembles a ring most, test by test.")
class LookAlike:
    """What the ring has to be told apart from."""

    ring_id: strawberry.Private[str]
    distance: float = attr("Distance of the two in bits over all tests: the larger, the clearer the ring stands out.")
    tests: list[TestComparison] = listed("Figures side by side; tests that differ most come first.", size=15)

    @resolved("The look-alike: benign, reversed or contained; a candidate only where there is none of those.", cost=2)
    async def ring(self, info: Info) -> Annotated[Ring, strawberry.lazy(_TYPES)]:
        """A group is a Ring with another state."""
        from app.api.types import load_ring

        return await load_ring(info, self.ring_id)

    @classmethod
    def of(cls, info: Info, found: Found) -> LookAlike:
        """From app.rings.store.look_alike."""
        tests = [TestComparison.of(info, row) for row in found.tests]
        return cls(ring_id=found.group.ring_id, distance=found.distance, tests=tests)


@strawberry.type(description="An identifier that the weakest cut removes.")
class CutIdentifier:
    """A tie of the cut."""

    raw: strawberry.Private[Tie]
    members: int = attr("Members of the ring that have it.")
    degree: Long = attr("Accounts of the whole population that have it; of billing names and addresses only members.")

    @resolved("The identifier.")
    def identifier(self) -> Annotated[Identifier, strawberry.lazy(_TYPES)]:
        """Masked like any other."""
        from app.api.types import Identifier

        return Identifier(kind=Kind(self.raw.kind), raw=self.raw.identifier)


@strawberry.type(description="The fewest shared identifiers without which a ring falls into two parts.")
class WeakestCut:
    """What the ring hangs by."""

    ties: strawberry.Private[tuple[Tie, ...]]
    identifier_count: int = attr("How many identifiers it removes; 0 where nothing shared holds the parts together.")
    part_sizes: list[int] = listed(
        "Members on either side, at least 5 and 10 % of the ring each; empty if too few members share anything.", size=1
    )
    considered: int = attr(
        "Identifiers that at least two members share, commoner inside than outside, crowds left out."
    )
    loose: int = attr("Members who share none of them: they are on neither side.")
    approximated: bool = attr("True where a smaller cut may exist: not all smaller sets could be tried.")

    @resolved("The identifiers to remove, the most widely held first.")
    def identifiers(self, first: int = DEFAULT_FIRST) -> list[CutIdentifier]:
        """At most 100."""
        chosen = self.ties[: checked_first(first)]
        return [CutIdentifier(raw=tie, members=len(tie.holders), degree=Long(tie.degree)) for tie in chosen]


@resolved("The honest group that resembles it most, test by test; null without one, or for an ended ring.", cost=100)
async def look_alike(self: Any, info: Info) -> LookAlike | None:
    """Computed from the stored figures of all judged groups, which are read once a request."""
    if not self.current:
        return None
    pool = await info.context.loaders.judged.load("all")
    found = closest(judged(self.id, self.state.value, self.size, self.raw_reason, self.terms), pool)
    return LookAlike.of(info, found) if found else None


@resolved("The fewest shared identifiers that hold it together. Computed on demand, a few seconds at most.", cost=1000)
async def weakest_cut(self: Any, info: Info) -> WeakestCut:
    """By maximum flows over its members' identifiers."""
    found = await blocking(info.context.store, read_weakest_cut, self.id, self.size)
    return WeakestCut(
        ties=found.ties,
        identifier_count=len(found.ties),
        part_sizes=list(found.sizes),
        considered=found.considered,
        loose=found.loose,
        approximated=found.approximated,
    )


def _standing(member: Any) -> Standing | None:
    return standing([json.loads(text) for text in member.terms], member.bits)


@resolved(
    "Bits of evidence that the account could lose and stay. Below 0: the ring has moved on, or people hold it in."
)
def margin_bits(self: Any) -> float | None:
    """Null where only a person's verdict holds the account in."""
    found = _standing(self)
    return found.margin if found else None


@resolved('The rule that it would break first: "odds", "two families" or "infrastructure".')
def edge(self: Any) -> str | None:
    """Null where only a person's verdict holds the account in."""
    found = _standing(self)
    return found.rule if found else None


@resolved("The fewest terms without which it would leave; of equally few, those with the fewest bits.", size=2)
def leaves_without(self: Any) -> list[EvidenceTerm]:
    """Empty where only a person's verdict holds the account in."""
    found = _standing(self)
    return [EvidenceTerm.of(dict(term)) for term in found.leaves_without] if found else []
