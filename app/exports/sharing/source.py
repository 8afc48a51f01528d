"""Makes a package of the rings in a graph: identifiers in, keyed hashes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import IncompleteError, LimitError, UsageError
from app.exports import queries as q
from app.exports.provenance import Provenance, provenance
from app.exports.sharing.choose import LEAST_MEMBERS, Held, choose, held
from app.exports.sharing.hashing import Hasher
from app.exports.sharing.package import MOST_INDICATORS, band, make_package
from app.graph.store import GraphStore
from app.model.attribution import Tlp
from app.model.rings import RINGS
from app.rings.store.read import resolve

COUNTED: Final = 50_000
"""Accounts of one identifier that are counted; what more accounts have is too common for any ring."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sender decides."""

    tlp: Tlp
    days: int
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A package, what its pseudonyms stand for, and what was kept back by reason."""

    document: dict[str, Any]
    rings: dict[str, str]
    """Pseudonym -> ring id: this never leaves."""
    kept: Counter[str]


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring (row of `exports/list_rings`) and its identifiers."""

    row: dict[str, Any]
    identifiers: Sequence[Held]


def read_shared_rings(store: GraphStore, asked: Sequence[str]) -> tuple[list[Ring], Provenance]:
    """Flagged and confirmed rings, or those asked for; an old id means what it became.

    Raises NotFoundError for an id that never was, UsageError for a ring in another state, IncompleteError where a
    run interferes.
    """
    before = provenance(store, "share", RINGS)
    found = {row["ring_id"]: row for row in store.read(q.LIST_RINGS, states=list(RINGS))}
    wanted = sorted({resolve(store, one) for one in asked}) if asked else sorted(found)
    if other := [one for one in wanted if one not in found]:
        raise UsageError(f"ring {other[0]} is not {' or '.join(RINGS)}", do="Only such rings are shared")
    bounds = {"states": list(RINGS), "least": LEAST_MEMBERS, "most": COUNTED}
    rings = [Ring(found[one], held(store.read(q.LIST_RING_IDENTIFIERS, ring_id=one, **bounds))) for one in wanted]
    if provenance(store, "share", RINGS) != before:
        raise IncompleteError("a detection or an ingest changed the data meanwhile", do="Run the export again")
    return rings, before


def package_of(
    rings: Sequence[Ring],
    source: Provenance,
    terms: Terms,
    *,
    shared: Hasher,
    own: Hasher,
    key: Ed25519PrivateKey,
    now: datetime,
) -> Made:
    """Hash what may leave. `own` makes the pseudonyms: a key that stays here. Raises LimitError for too much."""
    kept: Counter[str] = Counter()
    names: dict[str, str] = {}
    indicators: list[dict[str, Any]] = []
    for ring in rings:
        chosen, why = choose(ring.identifiers, COUNTED)
        kept += why
        name = own.pseudonym(ring.row["ring_id"], shared.fingerprint)
        names[name] = ring.row["ring_id"]
        indicators += [
            {"kind": one.kind, "hash": shared.digest(one.kind, one.value), "ring": name, "members": band(one.members)}
            for one in chosen
        ]
    if len(indicators) > MOST_INDICATORS:
        raise LimitError(
            f"{len(indicators):,} indicators; a package holds {MOST_INDICATORS:,}", do="Name rings with --ring"
        )
    told = {name: getattr(source, name) for name in ("run", "as_of", "configuration", "input_digest", "software")}
    document = make_package(
        [_told(own.pseudonym(ring.row["ring_id"], shared.fingerprint), ring.row) for ring in rings],
        indicators,
        key,
        tlp=terms.tlp,
        secret=shared.fingerprint,
        audience=terms.audience,
        provenance=told,
        created=now,
        days=terms.days,
    )
    return Made(document, names, kept)


def _told(name: str, row: dict[str, Any]) -> dict[str, Any]:
    months = {f"{which}_month": row[f"{which}_seen"] and f"{row[f'{which}_seen']:%Y-%m}" for which in ("first", "last")}
    sizes = {"accounts": band(row["accounts"]), "exchanges": band(row["exchanges"])}
    return {"ring": name, "state": row["state"], **sizes, **months}
