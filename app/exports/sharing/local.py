"""Looks for shared indicators in this graph: every identifier of their kinds is hashed, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.exports import queries as q
from app.exports.sharing.foreign import Own
from app.exports.sharing.hashing import Hasher
from app.exports.sharing.match import Hit, Match, match
from app.exports.sharing.state import Live, State
from app.exports.stix.build import hidden
from app.graph.store import GraphStore
from app.ingest.queries import COUNT_ACCOUNTS

PAGE: Final = 50_000
HOLDERS: Final = 10_000
"""Local accounts of one identifier that are looked at; what more have singles nobody out."""
_AT_ONCE: Final = 200

Digest = tuple[str, str, str]
"""(scheme, kind, hash)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `share match` found."""

    matches: list[Match]
    live: int
    """Indicators that count now."""
    lost: Mapping[str, int]
    """Those that do not: expired, revoked, dropped."""
    locked: Mapping[str, int]
    """Indicators under secrets that were not given, by the secret's fingerprint."""
    common: list[tuple[str, str]]
    """(kind, value) that more than HOLDERS local accounts have."""


def find(store: GraphStore, state: State, secrets: Sequence[Hasher], key: bytes) -> Answer:
    """Match all live indicators. `key` is the graph's own, for what STIX and MISP told."""
    live, lost = state.live()
    schemes = {f"shared:{one.fingerprint}": one for one in secrets}
    locked: dict[str, int] = defaultdict(int)
    wanted: dict[Digest, list[Live]] = defaultdict(list)
    for one in live:
        if one.scheme.startswith("shared:") and one.scheme not in schemes:
            locked[one.scheme.removeprefix("shared:")] += 1
        else:
            wanted[one.scheme, one.kind, one.hash].append(one)
    hits = list(_hits(store, wanted, schemes, key))
    (row,) = store.read(COUNT_ACCOUNTS)
    common = [(hit.kind, hit.value) for hit in hits if hit.common]
    return Answer(match(hits, row["accounts"]), len(live), lost, dict(locked), common)


def named(
    wanted: Mapping[Digest, Sequence[Live]], kind: str, values: Iterable[str], schemes: Mapping[str, Hasher], key: bytes
) -> Iterator[tuple[str, tuple[Live, ...]]]:
    """Local values of one kind that indicators name, each with them."""
    own = Own(key).hasher
    used = sorted({scheme for scheme, named_kind, _ in wanted if named_kind == kind})
    for value in values:
        found: list[Live] = []
        for scheme in used:
            if scheme == "stix":
                digest = hidden(key, kind, value)
            else:
                digest = (own if scheme == "own" else schemes[scheme]).digest(kind, value)
            found += wanted.get((scheme, kind, digest), ())
        if found:
            yield value, tuple(found)


def _hits(
    store: GraphStore, wanted: Mapping[Digest, Sequence[Live]], schemes: Mapping[str, Hasher], key: bytes
) -> Iterator[Hit]:
    for kind in sorted({kind for _, kind, _ in wanted}):
        found = list(named(wanted, kind, _values(store, kind), schemes, key))
        for at in range(0, len(found), _AT_ONCE):
            part = dict(found[at : at + _AT_ONCE])
            rows: list[dict[str, Any]] = [{"kind": kind, "value": value} for value in part]
            for row in store.read(q.LIST_HOLDERS, rows=rows, limit=HOLDERS + 1):
                holders = row["holders"]
                yield Hit(kind, row["value"], part[row["value"]], tuple(holders), len(holders) > HOLDERS)


def _values(store: GraphStore, kind: str) -> Iterator[str]:
    after = ""
    while True:
        ((values,),) = [
            tuple(row.values()) for row in store.read(q.LIST_IDENTIFIERS, kind=kind, after=after, limit=PAGE)
        ]
        yield from values
        if len(values) < PAGE:
            return
        after = values[-1]
