"""How well a ring fits what is known of each operator, and how well none of them: a waterfall in bits. Pure.

For a kind of trait the ring's values r are held against the operator's o: bits = sum_v r_v log2(q_v / p_v). q is o
mixed with p (so that a value never seen with the operator counts -2 bits at worst), p_v the larger of the shares of
the population and of other rings: what any ring has tells nobody apart. A ring is one observation of a kind, however
many accounts it has, because one hand chose them all. Scores are hypotheses, never attributions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.errors import UsageError
from app.model.identifiers import Family

NEW: Final = 0.25
"""Share of an operator's traits that it is expected to change from ring to ring."""
CAP: Final = 8.0
"""Bits of one kind at most."""
NONE_PRIOR: Final = 0.5
"""Belief, before evidence, that no known operator is behind a ring; the known ones share the rest alike."""
KINDS: Final[Mapping[str, Family]] = {
    "asn": Family.NETWORK,
    "subnet": Family.NETWORK,
    "email_domain": Family.EMAIL,
    "email_pattern": Family.EMAIL,
    "bin": Family.PAYMENT,
    "instrument": Family.PAYMENT,
    "client": Family.DEVICE,
    "device": Family.DEVICE,
    "query_cluster": Family.CONTENT,
    "capability": Family.CONTENT,
    "rhythm": Family.TIMING,
}
"""Kinds of traits and their families. `rhythm` values are weekday or weekend and the UTC hour: `weekday-09`."""
WEAK: Final = ("country", "issuer_country", "language", "calendar")
"""Proxies of nationality: told where they agree, never counted."""

Traits = Mapping[str, Mapping[str, float]]
"""kind -> value -> share of the accounts (of the exchanges, for content and rhythm); shares of a kind sum to 1."""


@dataclass(frozen=True, slots=True)
class Known:
    """An operator's fingerprint: learned from rings of approved claims, and declared."""

    operator_id: str
    name: str
    traits: Traits
    support: str
    """What it was learned from, in words."""


@dataclass(frozen=True, slots=True)
class TraitTerm:
    """One bar of the waterfall."""

    family: str
    kind: str
    bits: float
    counted: float
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """A hypothesis: that this operator, or none of the known ones, is behind the ring."""

    operator_id: str | None
    name: str
    probability: float
    """Share of belief among the hypotheses; they sum to 1."""
    prior: float
    bits: float
    """Log2 odds against `none of them`, prior included."""
    support: str
    terms: tuple[TraitTerm, ...] = ()


def parse_trait(text: str) -> tuple[str, str]:
    """KIND=VALUE as a trait. Raises UsageError."""
    kind, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value or kind not in (*KINDS, *WEAK):
        raise UsageError(f"{text!r} is not KIND=VALUE", do=f"kinds: {', '.join((*KINDS, *WEAK))}")
    return kind, value


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights scaled to sum to 1; nothing without any weight."""
    total = math.fsum(weights.values())
    return {value: weight / total for value, weight in weights.items()} if total > 0 else {}


def mixed(parts: Sequence[Traits]) -> dict[str, dict[str, float]]:
    """The mean of several fingerprints: each counts alike in the kinds that it has."""
    out: dict[str, dict[str, float]] = {}
    for kind in sorted({kind for part in parts for kind in part}):
        having = [part[kind] for part in parts if part.get(kind)]
        values = sorted({value for part in having for value in part})
        out[kind] = {value: math.fsum(part.get(value, 0.0) for part in having) / len(having) for value in values}
    return out


def score(
    ring: Traits,
    known: Sequence[Known],
    population: Traits,
    others: Callable[[str], Traits],
    floor: float,
    family_share: Callable[[Family, int], float],
) -> list[Score]:
    """Hypotheses, likeliest first, `none of them` among them.

    `others(operator_id)`: the mean of rings that are neither this one nor the operator's. `floor`: the smallest share
    that the sample of the population can tell from nothing.
    """
    prior = math.log2((1 - NONE_PRIOR) / max(len(known), 1) / NONE_PRIOR)
    found = []
    for operator in known:
        terms = _terms(ring, operator.traits, population, others(operator.operator_id), floor, family_share)
        bits = prior + math.fsum(term.counted for term in terms)
        found.append((operator, bits, terms))
    odds = [2.0**bits for _, bits, _ in found]
    whole = 1.0 + math.fsum(odds)
    scores = [
        Score(o.operator_id, o.name, odd / whole, round(prior, 2), round(bits, 2), o.support, terms)
        for (o, bits, terms), odd in zip(found, odds, strict=True)
    ]
    scores.append(Score(None, "none of them", 1.0 / whole, 0.0, 0.0, "the population and other rings"))
    return sorted(scores, key=lambda one: (-one.probability, one.operator_id or ""))


def weak_agreements(ring: Traits, known: Sequence[Known]) -> list[str]:
    """What weak traits agree in, in words; they add no bits."""
    notes = []
    for operator in known:
        for kind in WEAK:
            both = sorted(ring.get(kind, {}).keys() & operator.traits.get(kind, {}).keys())
            if both:
                notes.append(f"{operator.name}: {kind} {', '.join(both[:5])}")
    return notes


def _terms(
    ring: Traits,
    operator: Traits,
    population: Traits,
    others: Traits,
    floor: float,
    family_share: Callable[[Family, int], float],
) -> tuple[TraitTerm, ...]:
    by_family: dict[Family, list[tuple[float, str, str]]] = {}
    for kind, family in KINDS.items():
        if ring.get(kind) and operator.get(kind):
            common = _common(kind, ring, operator, population, others, floor)
            bits = compare(ring[kind], operator[kind], common)
            by_family.setdefault(family, []).append((bits, kind, _note(ring[kind], operator[kind], common)))
    terms = []
    for family, kinds in by_family.items():
        kinds.sort(key=lambda one: (-one[0], one[1]))
        speaks = kinds[0][0] > 0
        for place, (bits, kind, note) in enumerate(kinds):
            # as in detection: only where no kind speaks for it, the strongest contradiction
            share = family_share(family, place) if bits > 0 else float(not speaks and place == len(kinds) - 1)
            terms.append(TraitTerm(str(family), kind, round(bits, 2), round(share * bits, 2) + 0.0, note))
    return tuple(sorted(terms, key=lambda term: (-term.counted, term.kind)))


def _common(
    kind: str, ring: Traits, operator: Traits, population: Traits, others: Traits, floor: float
) -> dict[str, float]:
    """Shares that any other party would have of the values concerned."""
    values = ring[kind].keys() | operator[kind].keys()
    return {
        value: max(population.get(kind, {}).get(value, 0.0), others.get(kind, {}).get(value, 0.0), floor)
        for value in values
    }


def compare(ring: Mapping[str, float], operator: Mapping[str, float], common: Mapping[str, float]) -> float:
    """Mean bits of the ring's values under the operator against anybody else; between log2(NEW) and CAP."""
    bits = math.fsum(
        share * math.log2((1 - NEW) * operator.get(value, 0.0) / common[value] + NEW) for value, share in ring.items()
    )
    return min(bits, CAP)


def _note(ring: Mapping[str, float], operator: Mapping[str, float], common: Mapping[str, float]) -> str:
    both = sorted(ring.keys() & operator.keys(), key=lambda v: (-min(ring[v], operator[v]) / common[v], v))
    told = [f"{v} ({ring[v]:.0%} here, {operator[v]:.0%} theirs, {common[v]:.2%} of others)" for v in both[:3]]
    return "; ".join(told) or "nothing in common"
