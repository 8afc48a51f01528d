"""Rings as one STIX 2.1 bundle; accounts and payment instruments are in it as keyed hashes only. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from app.attribution.claims import Released
from app.exports.stix.objects import (
    AUTHORS,
    EPOCH,
    EXTENSION,
    SPEC,
    Maker,
    Object,
    marking,
    moment,
    observable,
    shortest,
    stamp,
    stix_id,
)
from app.model.attribution import ClaimRole, Tlp
from app.model.secrets import fingerprint, keyed_hash

MOST_OBSERVED: Final = 999_999_999
"""STIX' limit for number_observed and for counts of sightings; larger volumes are told in the extension only."""
_NUMBERS: Final = ("state", "score", "bits", "accounts", "exchanges", "input_tokens", "output_tokens", "families")


@dataclass(frozen=True, slots=True)
class RingRow:
    """One ring as the bundle needs it."""

    ring: dict[str, Any]
    """Row of `exports/list_rings`."""
    created: datetime
    modified: datetime
    accounts: tuple[str, ...]
    shared: tuple[dict[str, Any], ...]
    """Rows of `exports/list_shared`."""


def build(rings: Sequence[RingRow], *, level: Tlp, key: bytes, claims: Iterable[Released] = ()) -> Object:
    """The bundle: the same for the same rings. `key` is the graph's; nothing in the bundle leads back to it."""
    graph = fingerprint(key)
    made: dict[str, Object] = {one["id"]: one for one in (AUTHORS, EXTENSION, marking(level))}
    for row in rings:
        maker = Maker(graph, level, stamp(row.created), stamp(row.modified))
        made |= {one["id"]: one for one in (maker.identity, *_ring(maker, row, key))}
    ordered = sorted(claims, key=lambda claim: (claim.operator_id, claim.claim_id, claim.ring_id))
    for _, held in groupby(ordered, key=lambda claim: claim.operator_id):
        made |= {one["id"]: one for one in _operator(graph, level, list(held))}
    if rings:
        told_of = sorted(one for one in made if not one.startswith(("marking-definition", "extension-definition")))
        report = _report(rings, told_of, graph, level)
        made[report["id"]] = report
    versions = [f"{one['id']} {one.get('modified', '')}" for one in made.values()]
    return {"type": "bundle", "id": stix_id("bundle", graph, level, *sorted(versions)), "objects": list(made.values())}


def encode(bundle: Object) -> bytes:
    """Canonical text: objects by type, id and version, properties by name."""
    ordered = sorted(bundle["objects"], key=lambda made: (made["type"], made["id"], made.get("modified", "")))
    return (json.dumps({**bundle, "objects": ordered}, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _ring(maker: Maker, row: RingRow, key: bytes) -> Iterator[Object]:
    campaign = _campaign(maker, row, key)
    yield campaign
    accounts = [observable("user-account", "user_id", hidden(key, "account", one)) for one in row.accounts]
    yield from accounts
    if accounts and row.ring["first_seen"]:
        yield from _seen(maker, row, campaign, accounts)
    for one in row.shared:
        if one["kind"] == "subnet":
            yield from _network(maker, campaign, one)


def _campaign(maker: Maker, row: RingRow, key: bytes) -> Object:
    told = row.ring
    first, last = told["first_seen"], told["last_seen"]
    days = {"first_seen": moment(first), "last_seen": moment(last, end=True)} if first else {}
    return maker.object(
        "campaign",
        (told["ring_id"],),
        name=told["ring_id"],
        description=f"{told['accounts']} accounts that one actor is thought to run together; state: {told['state']}.",
        confidence=round(100 * told["score"]),
        extensions={
            EXTENSION["id"]: {
                "extension_type": "property-extension",
                **_filled({name: told[name] for name in _NUMBERS}),
                **_filled(
                    {
                        "payment_instruments": _shared(row, "instrument", key),
                        "query_clusters": _shared(row, "query_cluster", key),
                    }
                ),
            }
        },
        **days,
    )


def _filled(properties: Object) -> Object:
    """STIX forbids null and empty lists: what is empty is left out."""
    return {name: value for name, value in properties.items() if value is not None and value != []}


def _shared(row: RingRow, kind: str, key: bytes) -> list[Object]:
    found = [one for one in row.shared if one["kind"] == kind]
    return [{"hash": hidden(key, kind, one["identifier"]), "members": one["members"]} for one in found]


def hidden(key: bytes, kind: str, value: str) -> str:
    """128 bits: with a shorter stand-in two of a million accounts would be one to the reader."""
    return keyed_hash(key, f"stix v1 {kind} {value}")


def _seen(maker: Maker, row: RingRow, campaign: Object, accounts: list[Object]) -> Iterator[Object]:
    names, told = (row.ring["ring_id"],), row.ring
    first, last = moment(told["first_seen"]), moment(told["last_seen"], end=True)
    count = min(max(told["exchanges"], 1), MOST_OBSERVED)
    observed = maker.object(
        "observed-data",
        names,
        first_observed=first,
        last_observed=last,
        number_observed=count,
        object_refs=[one["id"] for one in accounts],
    )
    yield observed
    yield maker.object(
        "sighting",
        names,
        first_seen=first,
        last_seen=last,
        count=count,
        sighting_of_ref=campaign["id"],
        observed_data_refs=[observed["id"]],
        where_sighted_refs=[maker.identity["id"]],
    )


def _network(maker: Maker, campaign: Object, one: dict[str, Any]) -> Iterator[Object]:
    prefix = one["identifier"]
    version = "ipv6-addr" if ":" in prefix else "ipv4-addr"
    address = observable(version, "value", prefix)
    names = (campaign["id"], prefix)
    place = maker.object("infrastructure", names, name=prefix, infrastructure_types=["unknown"])
    indicator = maker.object(
        "indicator",
        names,
        name=f"{prefix}, shared by members of {campaign['name']}",
        description=f"{one['members']} members of the ring used this network; honest accounts may use it too.",
        indicator_types=["anomalous-activity"],
        pattern=f"[{version}:value ISSUBSET '{prefix}']",
        pattern_type="stix",
        pattern_version=SPEC,
        valid_from=campaign.get("first_seen", shortest(maker.created)),
    )
    yield from (address, place, indicator)
    yield maker.link(place["id"], "consists-of", address["id"])
    yield maker.link(campaign["id"], "uses", place["id"])
    yield maker.link(indicator["id"], "indicates", campaign["id"])
    if one.get("asn"):
        system = observable("autonomous-system", "number", int(one["asn"]))
        yield system
        yield maker.link(place["id"], "consists-of", system["id"])


def _operator(graph: str, level: Tlp, claims: Sequence[Released]) -> Iterator[Object]:
    """Who is said to run a ring is a threat actor; who rents out addresses or sells access on is only an identity."""
    runs = any(claim.role == ClaimRole.RUNS for claim in claims)
    kind = "threat-actor" if runs else "identity"
    last = stamp(max(claim.approved_at for claim in claims))
    actor = Maker(graph, level, EPOCH, last).object(
        kind,
        (claims[0].operator_id,),
        name=claims[0].name,
        confidence=max(_percent(claim) for claim in claims),
        **({"threat_actor_types": ["unknown"]} if runs else {"identity_class": "organization"}),
    )
    yield actor
    for claim in claims:
        yield _claim(Maker(graph, level, stamp(claim.approved_at), stamp(claim.approved_at)), claim, actor["id"])


def _claim(maker: Maker, claim: Released, actor: str) -> Object:
    part = "the ring" if claim.whole else "a part of the ring"
    campaign = maker.id("campaign", claim.ring_id)
    made = maker.link(campaign, "attributed-to" if claim.role == ClaimRole.RUNS else "related-to", actor)
    told = f"Claim {claim.claim_id}, approved by a second person: the operator {claim.role} {part}."
    return {**made, "confidence": _percent(claim), "description": told}


def _percent(claim: Released) -> int:
    return round(100 * claim.confidence)


def _report(rings: Sequence[RingRow], refs: list[str], graph: str, level: Tlp) -> Object:
    names = [row.ring["ring_id"] for row in rings]
    newest = stamp(max(row.modified for row in rings))
    return Maker(graph, level, newest, newest).object(
        "report",
        (newest, level, *sorted(names)),
        name=f"Rings: {', '.join(names[:5])}{' and others' if len(names) > 5 else ''}",
        report_types=["campaign"],
        published=shortest(newest),
        object_refs=refs,
    )
