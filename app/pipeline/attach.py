"""`attach`: which ring a new account would join and why, from a few indexed lookups. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from app.attribution import queries as q
from app.attribution.attach import Attachment, RingShare, Rules, Share, attach
from app.errors import LimitError, NotFoundError, UsageError
from app.graph.store import GraphStore, Row
from app.ingest.addresses import canonical_address
from app.ingest.mail import canonical_mail
from app.linkage.config import LinkConfig, hub_bound
from app.linkage.pair import rarity_of, share_of
from app.model.features import inside
from app.model.secrets import keyed_hash
from app.rings.config import SUPPORT, RingConfig
from app.rings.explanation.ties import lift

MOST_GIVEN: Final = 50
"""Identifiers that one question may bring."""
MOST_OF_KIND: Final = 24
"""Identifiers of one kind that are looked at of an account that exists; as many as linkage looks at."""
WALKED: Final = 500
"""Accounts behind one identifier that are looked at: beyond, what the last detection kept of it answers."""
TYPED: Final = ("ip", "instrument", "email", "device", "client", "phone")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: an account that exists, or identifiers as people and sign-up forms write them."""

    account: str = ""
    identifiers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By kind of TYPED. `email` is an address or its keyed hash, `phone` a keyed hash."""


def attach_account(store: GraphStore, key: bytes, asked: Asked) -> Attachment:
    """The waterfall. Raises UsageError, LimitError, or NotFoundError for an unknown account."""
    pairs = _given(key, asked.identifiers)
    if asked.account and not pairs:
        pairs = _of_account(store, asked.account)
    if not pairs:
        raise UsageError("nothing to go by", do=f"give an account, or identifiers: {', '.join(TYPED)}")
    (standing,) = store.read(q.READ_STANDING, at=datetime.now(UTC))
    return attach(_shares(store, pairs, asked.account), _rules(standing))


def _given(key: bytes, identifiers: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    unknown = sorted(identifiers.keys() - set(TYPED))
    if unknown:
        raise UsageError(f"no identifier kind {unknown[0]!r} here", do=f"known: {', '.join(TYPED)}")
    if sum(map(len, identifiers.values())) > MOST_GIVEN:
        raise LimitError(f"more than {MOST_GIVEN} identifiers", do="give those of one account")
    pairs = [
        pair for kind, values in sorted(identifiers.items()) for value in values for pair in read(key, kind, value)
    ]
    return list(dict.fromkeys(pairs))


def read(key: bytes, kind: str, value: str) -> list[tuple[str, str]]:
    """The identifiers that a typed value implies, as (kind, stored value). Raises UsageError."""
    value = value.strip()
    if not value or len(value) > 256:
        raise UsageError(f"{kind} must have 1 to 256 characters")
    if kind == "ip":
        address = canonical_address(value)
        if address is None:
            raise UsageError(f"{value[:64]!r} is no IP address", do="for example 203.0.113.7")
        return [("ip", address.text), *([("subnet", address.subnet)] if address.subnet else [])]
    if kind == "email" and "@" in value:
        mail = canonical_mail(value)
        if mail is None:
            raise UsageError("the e-mail address is none", do="give an address, or its keyed hash")
        hashed = keyed_hash(key, mail.address)
        return [("email", hashed), ("email_domain", mail.domain), ("email_pattern", mail.pattern)]
    return [(kind, value)]


def _of_account(store: GraphStore, account: str) -> list[tuple[str, str]]:
    rows = store.read(q.LIST_ACCOUNT_VALUES, account=account, most=MOST_OF_KIND)
    if not rows:
        raise NotFoundError(f"no account {account!r}, or it shares nothing", do="account ids are case-sensitive")
    return [(row["kind"], value) for row in rows for value in row["values"]]


def _shares(store: GraphStore, pairs: Sequence[tuple[str, str]], account: str) -> list[Share]:
    common: dict[str, Any] = {"account": account, "most": WALKED}
    nodes = [{"kind": kind, "value": value} for kind, value in pairs if kind not in ("email", "phone")]
    rows = store.read(q.READ_RING_SHARES, rows=nodes, **common) if nodes else []
    for kind, value in pairs:
        if kind in ("email", "phone"):
            rows += store.read(q.READ_RING_HOLDERS, kind=kind, value=value, **common)
    found = {(row["kind"], row["value"]): _share(row) for row in rows}
    return [found.get(pair) or Share(*pair, degree=0, walked=True) for pair in pairs]


def _share(row: Row) -> Share:
    rings = tuple(RingShare(**ring) for ring in sorted(row["rings"], key=lambda ring: str(ring["ring_id"])))
    return Share(row["kind"], row["value"], row["degree"], row["walked"], rings)


def _rules(standing: Row) -> Rules:
    population, second = standing["population"], LinkConfig().second
    learned: dict[str, float] = json.loads(standing["parameters"] or "{}").get("m", {})
    allowed, networks = set(standing["allowed"]), list(standing["networks"])

    def ruled(kind: str, value: str) -> str:
        if kind == "instrument" and value in allowed:
            return "a person allowed this instrument"
        if kind in ("ip", "subnet") and networks and inside(value, networks):
            return "in a network that a person called benign"
        return ""

    return Rules(
        population=population,
        rarity=lambda kind, degree: rarity_of(kind, degree, population, learned),
        lift=lambda members, degree, size: lift(members, degree, size, population),
        family_share=lambda family, before: share_of(family, before, second),
        hub=hub_bound(population),
        margin=RingConfig().margin,
        support=SUPPORT,
        allowed=ruled,
    )
