"""Rings as one STIX 2.1 bundle; accounts and payment instruments are in it as keyed hashes only. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.exports.stix.objects import EXTENSION, IDENTITY, Maker, Object, Tlp, moment, observable, stix_id
from app.model.personal import masked

MOST_OBSERVED: Final = 999_999_999
"""STIX' limit for number_observed: larger volumes are told in the extension only."""


@dataclass(frozen=True, slots=True)
class OperatorClaim:
    """An approved claim that one operator runs rings; only such claims become threat actors."""

    claim_id: str
    operator: str
    ring_ids: tuple[str, ...]
    confidence: int
    """0..100."""


@dataclass(frozen=True, slots=True)
class RingRow:
    """One ring as the bundle needs it."""

    ring: dict[str, Any]
    """Row of `exports/list_rings`."""
    accounts: tuple[str, ...]
    shared: tuple[dict[str, Any], ...]
    """kind, identifier, members; and asn, organization of a subnet."""


def build(
    rings: Sequence[RingRow], *, stamp: str, level: Tlp, key: bytes, claims: Iterable[OperatorClaim] = ()
) -> bytes:
    """The bundle as JSON text, the same for the same rings. `stamp`: when it was found out, RFC 3339 in UTC."""
    maker = Maker(stamp, level)
    found: dict[str, Object] = {}
    for row in rings:
        for made in _ring(maker, row, key):
            found.setdefault(made["id"], made)
    for claim in claims:
        found |= {made["id"]: made for made in _claim(maker, claim)}
    names = [row.ring["ring_id"] for row in rings]
    if found:
        report = maker.object(
            "report",
            (stamp, *names),
            name=f"Rings: {', '.join(names[:5])}{' and others' if len(names) > 5 else ''}",
            report_types=["campaign"],
            published=stamp,
            object_refs=sorted(found),
        )
        found[report["id"]] = report
    found |= {made["id"]: made for made in (IDENTITY, EXTENSION, maker.marking)}
    return encode({"type": "bundle", "id": stix_id("bundle", stamp, *sorted(found)), "objects": list(found.values())})


def encode(bundle: Object) -> bytes:
    """Canonical text: objects by type and id, properties by name."""
    ordered = sorted(bundle["objects"], key=lambda made: (made["type"], made["id"]))
    return (json.dumps({**bundle, "objects": ordered}, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _ring(maker: Maker, row: RingRow, key: bytes) -> Iterable[Object]:
    told = row.ring
    campaign = _campaign(maker, row, key)
    yield campaign
    accounts = [observable("user-account", "user_id", masked(key, "account", one)) for one in row.accounts]
    yield from accounts
    if accounts and told["first_seen"]:
        count = min(max(told["exchanges"], 1), MOST_OBSERVED)
        span = {"first": moment(told["first_seen"]), "last": moment(told["last_seen"], end=True)}
        observed = maker.object(
            "observed-data",
            (told["ring_id"],),
            first_observed=span["first"],
            last_observed=span["last"],
            number_observed=count,
            object_refs=[one["id"] for one in accounts],
        )
        yield observed
        yield maker.object(
            "sighting",
            (told["ring_id"],),
            first_seen=span["first"],
            last_seen=span["last"],
            count=count,
            sighting_of_ref=campaign["id"],
            observed_data_refs=[observed["id"]],
            where_sighted_refs=[IDENTITY["id"]],
        )
    for one in row.shared:
        if one["kind"] == "subnet":
            yield from _network(maker, campaign, one)


def _campaign(maker: Maker, row: RingRow, key: bytes) -> Object:
    told = row.ring
    first, last = told["first_seen"], told["last_seen"]
    days = {"first_seen": moment(first), "last_seen": moment(last, end=True)} if first else {}
    numbers = ("state", "score", "bits", "accounts", "exchanges", "input_tokens", "output_tokens", "families")
    return maker.object(
        "campaign",
        (told["ring_id"],),
        name=told["ring_id"],
        description=f"{told['accounts']} accounts that one actor is thought to run together; state: {told['state']}.",
        confidence=round(100 * told["score"]),
        extensions={
            EXTENSION["id"]: {
                "extension_type": "property-extension",
                **{name: told[name] for name in numbers},
                "payment_instruments": _shared(row, "instrument", key),
                "query_clusters": _shared(row, "query_cluster", key),
            }
        },
        **days,
    )


def _shared(row: RingRow, kind: str, key: bytes) -> list[Object]:
    found = [one for one in row.shared if one["kind"] == kind]
    return [{"hash": masked(key, kind, one["identifier"]), "members": one["members"]} for one in found]


def _network(maker: Maker, campaign: Object, one: dict[str, Any]) -> Iterable[Object]:
    version = "ipv6-addr" if ":" in one["identifier"] else "ipv4-addr"
    prefix = one["identifier"]
    address = observable(version, "value", prefix)
    place = maker.object("infrastructure", (prefix,), name=prefix, infrastructure_types=["anonymization"])
    pattern = maker.object(
        "indicator",
        (campaign["id"], prefix),
        name=f"{prefix}, shared by members of {campaign['name']}",
        description="Exchanges from this network were made by members of the ring; honest accounts may use it too.",
        indicator_types=["anomalous-activity"],
        pattern=f"[{version}:value ISSUBSET '{prefix}']",
        pattern_type="stix",
        valid_from=campaign.get("first_seen", maker.stamp),
    )
    yield from (address, place, pattern)
    yield maker.link(place, "consists-of", address)
    yield maker.link(campaign, "uses", place)
    yield maker.link(pattern, "indicates", campaign)
    if one.get("asn"):
        system = observable("autonomous-system", "number", int(one["asn"]))
        yield system
        yield maker.link(place, "consists-of", system)


def _claim(maker: Maker, claim: OperatorClaim) -> Iterable[Object]:
    names = (claim.claim_id,)
    told = {"name": claim.operator, "threat_actor_types": ["unknown"], "confidence": claim.confidence}
    actor = maker.object("threat-actor", names, **told)
    yield actor
    for ring_id in claim.ring_ids:
        yield maker.link({"id": stix_id("campaign", ring_id)}, "attributed-to", actor)
