"""Stable identity: a group takes the id of the earlier ring it continues; splits and merges become lineage. Pure."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Sequence

from app.model.rings import Identity, KnownRing, Lineage

Members = Sequence[str]


def identify(groups: Sequence[Members], known: Iterable[KnownRing], taken: Iterable[str] = ()) -> Identity:
    """Give every group an id.

    A group continues the current ring with which it shares most accounts, if they share at least half of the
    smaller one; failing that a ring that ended earlier; else it gets a new id made from its members. Each id is given
    once, largest overlap first, so the order of `groups` does not matter. `taken`: ids that must not be reused.
    """
    known = sorted(known, key=lambda ring: ring.ring_id)
    where = {account: index for index, members in enumerate(groups) for account in members}
    ids: dict[int, str] = {}
    for current in (True, False):
        rings = [ring for ring in known if ring.current is current and ring.ring_id not in ids.values()]
        ids |= _match(groups, rings, where, ids)
    used = {ring.ring_id for ring in known} | set(taken)
    for index in sorted(set(range(len(groups))) - ids.keys(), key=lambda i: min(groups[i])):
        ids[index] = new_id(groups[index], used)
        used.add(ids[index])
    given = set(ids.values())
    ended = tuple(ring.ring_id for ring in known if ring.current and ring.ring_id not in given)
    return Identity(tuple(ids[i] for i in range(len(groups))), ended, tuple(_lineage(groups, known, where, ids)))


def _overlaps(ring: KnownRing, where: dict[str, int]) -> Counter[int]:
    return Counter(where[account] for account in ring.members if account in where)


def _match(
    groups: Sequence[Members], rings: Sequence[KnownRing], where: dict[str, int], settled: dict[int, str]
) -> dict[int, str]:
    pairs = []
    for ring in rings:
        for index, shared in _overlaps(ring, where).items():
            if index not in settled and 2 * shared >= min(len(ring.members), len(groups[index])):
                union = len(ring.members) + len(groups[index]) - shared
                pairs.append((-shared, -shared / union, ring.ring_id, min(groups[index]), index))
    found: dict[int, str] = {}
    given: set[str] = set()
    for _, _, ring_id, _, index in sorted(pairs):
        if index not in found and ring_id not in given:
            found[index] = ring_id
            given.add(ring_id)
    return found


def _lineage(
    groups: Sequence[Members], known: Sequence[KnownRing], where: dict[str, int], ids: dict[int, str]
) -> Iterable[Lineage]:
    """Who went where: at least two accounts that make a tenth of the old ring or half of the new one."""
    for ring in known:
        if ring.current:
            for index, shared in sorted(_overlaps(ring, where).items(), key=lambda item: ids[item[0]]):
                large = 10 * shared >= len(ring.members) or 2 * shared >= len(groups[index])
                if ids[index] != ring.ring_id and shared >= 2 and large:
                    yield Lineage(ring.ring_id, ids[index], shared)


def new_id(members: Members, used: set[str]) -> str:
    """`R-` and 10 base32 characters of a hash of the sorted members; salted while that id is taken."""
    salt = 0
    while True:
        text = "\n".join([*sorted(members), *([str(salt)] if salt else [])])
        ring_id = "R-" + b32encode(hashlib.sha256(text.encode()).digest()).decode()[:10]
        if ring_id not in used:
            return ring_id
        salt += 1
