"""Whether members hang together by one thing each: a card here, a machine or a telephone there, by twos and threes."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse

from app.model.detection import Figure, Term
from app.model.identifiers import Family
from app.rings.evidence.crosswise import Ties, holdings
from app.rings.evidence.group_test import own_things
from app.rings.evidence.verdict import Verdict
from app.rings.population.world import World

LENT: Final = {
    Family.PAYMENT: ("instrument", "billing_name", "billing_address"),
    Family.DEVICE: ("device",),
    Family.EMAIL: ("phone",),
}
"""What nobody has in common with another by chance, as neighbours have a line."""
HOLDERS: Final = 4
"""Accounts that have a thing, at most: who helps people to accounts, or is a place, has more."""
ENOUGH: Final = 0.5
"""Share of the members tied so, from which on it speaks."""
FEWEST: Final = 0.1
"""Share of the members that a second family has to tie: one alone has a term of its own."""
BOTH: Final = 0.1
"""Share of the pairs that two families tie, below which it speaks: homes share a card, a machine and a line."""
MOST: Final = 1.0
"""Bits: it says that what the families tell, each too little, is told of different members."""


def chained(verdict: Verdict, world: World) -> None:
    """Add the evidence of members, of a group no house explains, each of whom shares one thing with a few others."""
    if not verdict.unified or verdict.contained or not verdict.dispersed.intersection(LENT):
        return
    size = len(verdict.profile.members)
    owner, x = own_things(world, verdict.profile)
    few = world.features.degree[x] <= HOLDERS
    tied = {family: _tied(holdings(world, kinds, owner[few], x[few], size)) for family, kinds in LENT.items()}
    shares = {family: _share(pairs) for family, pairs in tied.items()}
    everybody = sparse.csr_matrix(sum(tied.values(), start=sparse.csr_matrix((size, size))))
    inside, both = _share(everybody), float(np.mean(everybody.data > 1)) if everybody.nnz else 0.0
    several = [family for family, share in shares.items() if share >= FEWEST]
    if len(several) < 2 or inside < ENOUGH or both >= BOTH:
        return
    note = f"{inside:.0%} share {' or '.join(several)} with one to three others; {both:.0%} of such pairs share two"
    figures = (Figure("coverage", inside), Figure("overlap", both))
    family = max(several, key=lambda one: shares[one])
    verdict.terms.append(Term(family, "chained", "", 0, round(inside * size), MOST, note, figures))


def _tied(held: Ties) -> Ties:
    """Shape (members, members): 1 where two share a thing."""
    pairs = (held @ held.T).tocsr()
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    pairs.data[:] = 1
    return sparse.csr_matrix(pairs)


def _share(pairs: Ties) -> float:
    return float(np.mean(np.diff(pairs.indptr) > 0))
