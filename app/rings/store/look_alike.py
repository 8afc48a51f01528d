"""The honest group that a ring resembles most: its closest neighbour in the bits of the group tests, side by side."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.model.detection import PRIOR, State

EXPLAINED: Final = (State.BENIGN, State.REVERSED, State.CONTAINED_SUSPECT)
"""States of groups for which something else accounts; `candidate` is looked at only where there is none of them."""
EXCUSES: Final = frozenset({"contract", "container", "nothing_hidden"})
"""Terms that say why a group is innocent. They tell two groups apart, so they do not make them alike or unlike."""
POOL: Final = (*EXPLAINED, State.CANDIDATE)
MOST_GROUPS: Final = 2_000
"""Groups that are compared with: those of the highest scores, which lie nearest to rings."""
UNIT_BITS: Final = 0.05
"""Distances closer than this are the same: bits are stored with two decimals."""

Told = Mapping[str, Any]
"""A term as stored (docs/graph.md)."""
Key = tuple[str, str]
"""(family, test): `shared` for all tests of shared infrastructure, whatever kind was shared most."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged group as far as comparing needs it."""

    ring_id: str
    state: str
    size: int
    reason: str
    terms: tuple[Told, ...]
    """Its group tests: terms without an identifier, the odds before any evidence left out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of one test: the ring's, the look-alike's and the population's. None where it was not measured."""

    family: str
    test: str
    figure: str
    """Name of the figure within the test; empty where the test has bits and words only."""
    ring: float | None
    look_alike: float | None
    population: float | None
    ring_bits: float
    look_alike_bits: float
    note: str
    look_alike_note: str


@dataclass(frozen=True, slots=True)
class LookAlike:
    """The closest honest group."""

    group: Judged
    distance: float
    """Euclidean distance of the two in bits by test."""
    tests: tuple[Comparison, ...]
    """Where the two differ most comes first."""


def judged(ring_id: str, state: str, size: int, reason: str, evidence: Sequence[str]) -> Judged:
    """A group from what the graph holds of it: one JSON object a term."""
    return Judged(ring_id, state, size, reason, group_tests([json.loads(term) for term in evidence]))


def group_tests(terms: Sequence[Told]) -> tuple[Told, ...]:
    """The terms that are tests of the whole group."""
    return tuple(term for term in terms if not term["identifier"] and term["kind"] != PRIOR)


def closest(ring: Judged, pool: Sequence[Judged]) -> LookAlike | None:
    """The look-alike of a ring among judged groups; None where no honest group was tested to compare with.

    Ties go to the larger group, then to the id, so that the same detection always gives the same answer.
    """
    others = [group for group in pool if group.ring_id != ring.ring_id and group.terms]
    explained = [group for group in others if group.state in set(EXPLAINED)]
    candidates = explained or [group for group in others if group.state == State.CANDIDATE]
    if not candidates:
        return None
    own = _bits(ring.terms)
    near = min(candidates, key=lambda g: (round(_distance(own, _bits(g.terms)) / UNIT_BITS), -g.size, g.ring_id))
    return LookAlike(near, round(_distance(own, _bits(near.terms)), 2), side_by_side(ring.terms, near.terms))


def side_by_side(ring: Sequence[Told], other: Sequence[Told]) -> tuple[Comparison, ...]:
    """Every figure that either group has, tests that differ most first."""
    left, right = ({_key(term): term for term in group_tests(terms)} for terms in (ring, other))
    rows = [row for key in sorted(left.keys() | right.keys()) for row in _rows(key, left.get(key), right.get(key))]
    return tuple(sorted(rows, key=lambda row: -abs(row.ring_bits - row.look_alike_bits)))


def _key(term: Told) -> Key:
    return str(term["family"]), "shared" if term["kind"].startswith("shared_") else str(term["kind"])


def _bits(terms: Sequence[Told]) -> dict[Key, float]:
    """Bits by test; a test that could not be made says nothing, which is 0 bits."""
    return {_key(term): term["bits"] for term in group_tests(terms) if term["kind"] not in EXCUSES}


def _distance(left: Mapping[Key, float], right: Mapping[Key, float]) -> float:
    return math.sqrt(sum((left.get(key, 0.0) - right.get(key, 0.0)) ** 2 for key in left.keys() | right.keys()))


def _rows(key: Key, left: Told | None, right: Told | None) -> list[Comparison]:
    mine, theirs = ((term or {}).get("figures") or {} for term in (left, right))
    return [
        Comparison(
            family=key[0],
            test=key[1],
            figure=name,
            ring=_at(mine, name, 0),
            look_alike=_at(theirs, name, 0),
            population=_at(mine, name, 1) if _at(mine, name, 1) is not None else _at(theirs, name, 1),
            ring_bits=left["bits"] if left else 0.0,
            look_alike_bits=right["bits"] if right else 0.0,
            note=left["note"] if left else "",
            look_alike_note=right["note"] if right else "",
        )
        for name in list(dict.fromkeys([*mine, *theirs])) or [""]
    ]


def _at(figures: Mapping[str, Sequence[float | None]], name: str, place: int) -> float | None:
    return figures[name][place] if name in figures else None
