"""What the tests say of a group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State, Term
from app.model.features import distinct
from app.model.identifiers import KINDS, Family
from app.rings.config import SUPPORT
from app.rings.population.profile import Profile

T = TypeVar("T")
BRAKES: Final = ("container", "nothing_hidden")
"""Terms that explain a group away; they stand beside the evidence of their family."""


@dataclass(slots=True)
class Verdict:
    """What the tests say of a group. `bits` is the sum of the prior and of all terms."""

    profile: Profile
    terms: list[Term] = field(default_factory=list)
    prior: float = 0.0
    families: set[Family] = field(default_factory=set)
    """Families with evidence that counts."""
    dispersed: set[Family] = field(default_factory=set)
    """Families of infrastructure shared in many small bundles: what hides."""
    nearby: bool = False
    """Members share networks in many bundles, be it because they live in one place: somebody among them may hide."""
    cleared: set[Family] = field(default_factory=set)
    """Families of those that a house explains: its people, or its jobs, have many cards of its own."""
    contained: dict[Family, str] = field(default_factory=dict)
    """Families that one identifier explains, with its name."""
    hired: float = 0.0
    """Above 0 where the network counts as infrastructure only because anybody could have hired it."""
    roams: bool = False
    """Members come from more networks than people do."""
    one_provider: bool = False
    """Nearly all members share networks of one provider."""
    product: bool = False
    """All run one client that nobody else runs."""
    machine: bool = False
    """A common clock, or no nights."""
    payers: float = 0.0
    """Share of the members who share cards in bundles."""
    holders: float = 0.0
    """Members for each card, of those who share cards in bundles."""
    one_card: bool = False
    """One payment instrument pays for nearly all members."""
    one_line: bool = False
    """One telephone verifies nearly all members."""
    callers: float = 0.0
    """Members for each telephone, of those who share numbers in bundles; 0 where none do."""
    called: float = 0.0
    """Share of the members who do so."""
    place: bool = False
    """Nearly all members sit in one place: an address of their own, or a school's or firm's network."""
    crowded: str = ""
    """The line for homes or telephones that more members sit at than a house has."""
    met: bool = False
    """They are teams that were together at that place once."""
    machines: bool = False
    """Nearly all members come from a few addresses of one hoster that hardly anybody else uses."""
    shown: bool = False
    """All sign with one private domain, or all have one payer: whoever shows that hides behind no network."""
    seldom: bool = False
    """The members come too seldom to tell when they sleep and whether they follow a clock, where others do not."""
    declared: bool = False
    """Nearly all are accounts of one parent account: one customer, as they say themselves."""
    several: bool = False
    """Several houses side by side explain payment, network and mail alike."""
    alone: bool = False
    """The feeds tell of one family that accounts share, and of no other."""
    unified: bool = False
    """Members act as one: the same topics, or one clock."""
    state: State = State.CANDIDATE
    reason: str = ""
    members: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """Its accounts once overlaps are settled."""
    _known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, reckon: Callable[[], T]) -> T:
        """What depends on the members alone, reckoned once: a ring of hundreds of cells compares all pairs of them."""
        if name not in self._known:
            self._known[name] = reckon()
        found: T = self._known[name]
        return found

    @property
    def hot(self) -> bool:
        """Whether it is worth taking apart, merging and growing."""
        return self.state is State.FLAGGED or (bool(self.dispersed) and self.unified)

    @property
    def bits(self) -> float:
        """Log2 odds that the group is a ring."""
        return self.prior + sum(term.bits for term in self.terms)

    def told(self, kind: str, otherwise: float = 0.0) -> float:
        """Bits of the test of a kind, each of which adds one term at most; `otherwise` where it told nothing."""
        return next((term.bits for term in self.terms if term.kind == kind), otherwise)

    def tells(self, families: Collection[Family]) -> float:
        """Bits of all that some families tell, for and against."""
        return sum(term.bits for term in self.terms if term.family in families)

    @property
    def fed(self) -> set[Family]:
        """Families that the feeds tell of."""
        return {KINDS[kind].family for kind in self.profile.world.features.kinds}

    @property
    def rents(self) -> bool:
        """Members come from more networks than people do, or from those of clearly more providers: a house with three
        places has a fraction of a bit."""
        return self.told("roaming") > 0 or self.told("same_networks") >= SUPPORT

    @property
    def tangible(self) -> float:
        """Bits of infrastructure, whatever explains it."""
        return sum(one.bits for one in self.terms if one.family.infrastructure and one.kind not in BRAKES)

    def lean(self) -> Verdict:
        """Itself, with its members' rows alone in the profile unless it is hot: nobody will look at the others'."""
        if not self.hot and not self.profile.spoken:
            self.profile = self.profile.of_members()
        return self


def members_of(verdicts: Iterable[Verdict]) -> NDArray[np.int64]:
    """Sorted accounts of some groups."""
    found = [one.profile.members for one in verdicts]
    return distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
