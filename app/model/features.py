"""All identifier kinds of a snapshot as one sparse account x identifier table: what linkage and rings both read."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.model.identifiers import KINDS, Family
from app.model.snapshot import Ints, Memberships, Snapshot, Strings

Floats = NDArray[np.float64]
FAMILIES: Final = tuple(Family)
INFRASTRUCTURE: Final = np.array([family.infrastructure for family in FAMILIES])
FAMILY_NUMBER: Final = {family: i for i, family in enumerate(FAMILIES)}


@dataclass(frozen=True, slots=True)
class Features:
    """Identifiers of all kinds numbered through: kind after kind, within a kind in code-point order."""

    n: int
    """Accounts."""
    kinds: tuple[str, ...]
    kind: Ints
    """Shape (g,): index into `kinds`."""
    family: Ints
    """Shape (g,): index into FAMILIES."""
    names: Strings
    degree: Ints
    start: NDArray[np.int64]
    """Shape (n + 1,): edges of account a are start[a]..start[a+1], sorted by identifier."""
    identifier: Ints
    """Shape (e,)."""
    made: NDArray[np.bool_]
    """Shape (e,): known from the sign-up alone: whoever made the account has it, its user perhaps not."""

    @property
    def account(self) -> Ints:
        """Shape (e,): the account of each edge."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.start))

    @property
    def one_family(self) -> bool:
        """Whether accounts share one family of infrastructure and nothing else: no second one can bear a pair out."""
        told = np.unique(self.family)
        return len(told) == 1 and bool(INFRASTRUCTURE[told].all())

    def of_kind(self, x: NDArray[np.integer], *names: str) -> NDArray[np.bool_]:
        """Shape of `x`: which identifiers are of one of these kinds."""
        named = np.array([kind in names for kind in self.kinds], dtype=np.bool_)
        return np.asarray(named[self.kind[x]])

    def holders(self) -> tuple[NDArray[np.int64], Ints]:
        """The transpose: start (g + 1,) and accounts (e,), sorted by (identifier, account)."""
        order = np.argsort(self.identifier, kind="stable")
        start = np.searchsorted(self.identifier[order], np.arange(len(self.degree) + 1))
        return start.astype(np.int64), self.account[order]

    def rows(self, accounts: NDArray[np.integer], *, used: bool = False) -> tuple[NDArray[np.int64], Ints]:
        """(position in `accounts`, identifier) of all edges of some accounts.

        `used`: without what they have from their sign-up alone.
        """
        owner, x = gather(self.start, self.identifier, accounts)
        if not used:
            return owner, x
        kept = ~self.made[ranges(self.start, accounts)]
        return owner[kept], x[kept]


def gather(
    start: NDArray[np.int64], values: NDArray[Any], rows: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Concatenate compressed rows: (position in `rows`, value)."""
    owner = np.repeat(np.arange(len(rows)), start[rows + 1] - start[rows])
    return owner, values[ranges(start, rows)]


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted distinct values; np.unique hashes first, which takes five times as long."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def among(ordered: NDArray[np.integer], values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which values are in a sorted array; a search, where np.isin would sort both."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.searchsorted(ordered, values).clip(max=len(ordered) - 1)
    return np.asarray(ordered[at] == values)


def ranges(start: NDArray[np.int64], rows: NDArray[np.integer]) -> NDArray[np.int64]:
    """Positions of compressed rows: what `gather` reads from."""
    first = start[rows]
    counts = start[rows + 1] - first
    # from the place of each value in the answer to its place in the table: one step a row, repeated once
    return np.asarray(np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts))


def features_of(snapshot: Snapshot) -> Features:
    """Lay out every membership; identifiers that a person allowed (rulings) and suppressed hubs have no edges."""
    n = len(snapshot.population.account_ids)
    kinds = tuple(kind for kind in KINDS if kind in snapshot.memberships)
    parts = [snapshot.memberships[kind] for kind in kinds]
    silenced = _silenced(snapshot)
    offset = np.cumsum([0, *(len(part.identifiers) for part in parts)])
    identifier = [part.identifier.astype(np.int64) + offset[i] for i, part in enumerate(parts)]
    account = [part.account for part in parts]
    keep = [_heard(part, silenced.get(part.kind, frozenset())) for part in parts]
    x = np.concatenate([v[k] for v, k in zip(identifier, keep, strict=True)] or [np.zeros(0, np.int64)])
    a = np.concatenate([v[k] for v, k in zip(account, keep, strict=True)] or [np.zeros(0, np.int32)])
    width = max(int(offset[-1]), 1)
    key = a.astype(np.int64) * width + x
    # a duplicated edge is one edge, whoever laid the snapshot out; known from the sign-up alone if each of them is
    edges = distinct(key)
    signed = np.concatenate([_made(part)[k] for part, k in zip(parts, keep, strict=True)] or [np.zeros(0, np.bool_)])
    made = np.ones(len(edges), dtype=np.bool_)
    made[np.searchsorted(edges, key[~signed])] = False
    a, x = edges // width, edges % width
    return Features(
        n=n,
        kinds=kinds,
        kind=np.repeat(np.arange(len(kinds), dtype=np.int32), np.diff(offset)),
        family=np.repeat(
            np.array([FAMILY_NUMBER[KINDS[kind].family] for kind in kinds], dtype=np.int32), np.diff(offset)
        ),
        names=np.concatenate([part.identifiers for part in parts] or [np.zeros(0, dtype=object)]),
        degree=np.concatenate([part.degree for part in parts] or [np.zeros(0, np.int32)]).astype(np.int32),
        start=np.searchsorted(a, np.arange(n + 1)).astype(np.int64),
        identifier=x.astype(np.int32),
        made=made,
    )


def _made(part: Memberships) -> NDArray[np.bool_]:
    """Shape (e,): mailboxes and telephones are given at the sign-up only."""
    if KINDS[part.kind].family is Family.EMAIL:
        return np.ones(len(part.identifier), dtype=np.bool_)
    return np.zeros(len(part.identifier), dtype=np.bool_) if part.made is None else part.made


def _heard(part: Memberships, silent: frozenset[str]) -> NDArray[np.bool_]:
    if not silent:
        return np.ones(len(part.identifier), dtype=np.bool_)
    quiet = np.fromiter((name in silent for name in part.identifiers), dtype=np.bool_, count=len(part.identifiers))
    return np.asarray(~quiet[part.identifier], dtype=np.bool_)


def _silenced(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """Kind -> identifiers that add no bits because a person said so; a benign network covers all inside it."""
    instruments: set[str] = set()
    networks: list[str] = []
    for ruling in snapshot.rulings:
        if ruling.identifier and ruling.verdict == "allowed_instrument":
            instruments.add(ruling.identifier[1])
        if ruling.identifier and ruling.verdict == "benign_network":
            networks.append(ruling.identifier[1])
    found = {"instrument": frozenset(instruments)}
    for kind in ("ip", "subnet"):
        part = snapshot.memberships.get(kind)
        if part is not None and networks:
            found[kind] = frozenset(name for name in part.identifiers if inside(name, networks))
    return found


def inside(name: str, networks: list[str]) -> bool:
    """Whether an address or prefix lies in any of some networks."""
    if name in networks:
        return True
    try:
        inner = ipaddress.ip_network(name, strict=False)
        outer = [ipaddress.ip_network(text, strict=False) for text in networks if not text.startswith("h:")]
    except ValueError:
        return False  # a keyed hash is inside nothing but itself
    return any(o.version == inner.version and inner.subnet_of(o) for o in outer)  # type: ignore[arg-type]
