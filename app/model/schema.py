"""The graph's schema, declared once: labels, keys, properties and links. docs/graph.md tells it to people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

GRAPH_VERSION: Final = 5
"""Raise it with every new file under cypher/schema/ or change of meaning of a property."""

TYPES: Final = frozenset({"STRING", "INTEGER", "FLOAT", "BOOLEAN", "DATE", "DATETIME", "LIST<STRING>"})
_LABEL, _LINK, _PROPERTY = (
    re.compile(r"[A-Z][A-Za-z]+"),
    re.compile(r"[A-Z]+(_[A-Z]+)*"),
    re.compile(r"[a-z][a-z_0-9]*"),
)


@dataclass(frozen=True)
class NodeType:
    """A label, its unique key and its properties with their Cypher types. Refuses a bad declaration."""

    label: str
    key: tuple[str, ...]
    properties: dict[str, str]
    required: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Check names, types, and that key and required properties are declared."""
        if not _LABEL.fullmatch(self.label):
            raise ValueError(f"bad label {self.label!r}")
        for name, kind in self.properties.items():
            if not _PROPERTY.fullmatch(name) or kind not in TYPES:
                raise ValueError(f"bad property {self.label}.{name}: {kind}")
        unknown = (set(self.key) | self.required) - self.properties.keys()
        if not self.key or unknown:
            raise ValueError(f"{self.label}: key or required not declared: {sorted(unknown)}")


@dataclass(frozen=True)
class LinkType:
    """A relationship type from a declared label to one or several."""

    name: str
    start: str
    end: str | tuple[str, ...]
    properties: dict[str, str] = field(default_factory=dict)
    required: frozenset[str] = field(default_factory=frozenset)

    @property
    def ends(self) -> tuple[str, ...]:
        """Labels that the link may lead to."""
        return (self.end,) if isinstance(self.end, str) else self.end

    def __post_init__(self) -> None:
        """Check names, types, that all ends and the required properties are declared."""
        if not _LINK.fullmatch(self.name):
            raise ValueError(f"bad link {self.name!r}")
        for name, kind in self.properties.items():
            if not _PROPERTY.fullmatch(name) or kind not in TYPES:
                raise ValueError(f"bad property {self.name}.{name}: {kind}")
        if self.required - self.properties.keys():
            raise ValueError(
                f"{self.name}: required but not declared: {sorted(self.required - self.properties.keys())}"
            )
        for label in (self.start, *self.ends):
            if label not in NODES:
                raise ValueError(f"{self.name}: no label {label!r}")


def _properties(spec: str) -> dict[str, str]:
    """Of 'name TYPE, name TYPE'."""
    return {name: kind for name, kind in (part.split() for part in spec.split(",") if part.strip())}  # noqa: C416


def _earlier(name: str, start: str, end: str, properties: dict[str, str]) -> LinkType:
    """An earlier row between the ends of its key (a node and itself, where it is one), until the day `known_to`."""
    return LinkType(name, start, end, {**properties, "known_to": "DATE"}, frozenset({"rank", "known_to"}))


def _node(label: str, key: str, spec: str = "", required: str = "") -> NodeType:
    """`spec` is 'name TYPE, name TYPE'; keys are STRING unless the spec says otherwise."""
    names = tuple(key.split())
    properties = dict.fromkeys(names, "STRING") | _properties(spec)
    return NodeType(label, names, properties, frozenset(required.split()) | frozenset(names))


_VOLUME: Final = "exchanges INTEGER, input_tokens INTEGER, output_tokens INTEGER"
_WINNER: Final = "rank STRING, known_from DATE"
_TOLD: Final = (
    "created_at DATETIME, plan STRING, country STRING, organization STRING, status STRING, verified STRING, "
    "email_hash STRING, phone_hash STRING, parent_account_id STRING, referrer_id STRING"
)
"""What an account's row tells."""
_OF_NETWORK: Final = "asn INTEGER, organization STRING, kind STRING"
_OF_CLUSTER: Final = "label STRING, capability STRING, signature STRING"
_OF_ACTION: Final = "reason STRING, decided_by STRING, case_id STRING"

NODES: Final[dict[str, NodeType]] = {
    node.label: node
    for node in (
        _node(
            "Account",
            "account_id",
            f"{_TOLD}, hold STRING, erased_at DATETIME, first_seen DATETIME, last_seen DATETIME, {_WINNER}, {_VOLUME}",
        ),
        _node("AccountVersion", "version_key", f"{_TOLD}, rank STRING", "created_at rank"),
        _node("IpAddress", "address"),
        _node("Network", "prefix", f"{_OF_NETWORK}, derived BOOLEAN, {_WINNER}"),
        _node("PaymentInstrument", "instrument_id"),
        _node("EmailDomain", "domain", "provider STRING"),
        _node("EmailPattern", "pattern"),
        _node("Client", "client"),
        _node("Device", "device_id"),
        _node(
            "QueryCluster",
            "query_cluster",
            f"{_OF_CLUSTER}, signatures INTEGER, content STRING, {_WINNER}",
        ),
        _node(
            "Action",
            "action_key",
            f"action STRING, at DATETIME, {_OF_ACTION}, {_WINNER}",
            "action at",
        ),
        _node(
            "Ring",
            "ring_id",
            f"state STRING, score FLOAT, size INTEGER, {_VOLUME}, first_seen DATE, last_seen DATE, "
            "families LIST<STRING>, bits FLOAT, evidence LIST<STRING>, reason STRING, current BOOLEAN, "
            "found_state STRING, content STRING, gap STRING, from_run STRING, last_run STRING, to_run STRING, "
            "erased INTEGER",
            "state score size current",
        ),
        _node(
            "TrafficDay",
            "ring_id day capability model",
            f"day DATE, accounts INTEGER, {_VOLUME}",
            "exchanges",
        ),
        _node(
            "Judgement",
            "judgement_id",
            "verdict STRING, author STRING, reason STRING, made_at DATETIME, expires_at DATETIME, "
            "members LIST<STRING>, kind STRING, identifier STRING, withdrawn_at DATETIME, withdrawn_by STRING, "
            "withdrawn_reason STRING",
            "verdict author made_at",
        ),
        _node(
            "Triage",
            "triage_id",
            "state STRING, assignee STRING, author STRING, reason STRING, made_at DATETIME",
            "state author made_at",
        ),
        _node("Note", "note_id", "author STRING, text STRING, made_at DATETIME", "author text made_at"),
        _node(
            "ClientMutation", "key", "digest STRING, answer STRING, token STRING, made_at DATETIME", "digest made_at"
        ),
        _node(
            "Operator",
            "operator_id",
            "name STRING, kind STRING, aliases LIST<STRING>, traits LIST<STRING>, note STRING, author STRING, "
            "made_at DATETIME, tlp STRING",
            "name kind author made_at",
        ),
        _node(
            "Claim",
            "claim_id",
            "role STRING, whole BOOLEAN, members LIST<STRING>, evidence LIST<STRING>, bits FLOAT, confidence FLOAT, "
            "judgement STRING, authors LIST<STRING>, made_at DATETIME, expires_at DATETIME, tlp STRING, state STRING, "
            "revision INTEGER, history LIST<STRING>",
            "role whole members evidence bits confidence judgement authors made_at tlp state revision history",
        ),
        _node(
            "DetectionRun",
            "run_id",
            "as_of DATE, started_at DATETIME, seconds FLOAT, parameters STRING, input_digest STRING, rings INTEGER, "
            "changed INTEGER, lacked LIST<STRING>, suppressed STRING, version STRING",
            "started_at",
        ),
        _node(
            "Batch",
            "batch_id",
            "status STRING, plan_version INTEGER, settings_digest STRING, plan_hash STRING, opened_at DATETIME, "
            "done_at DATETIME, rows INTEGER, exchanges INTEGER, duplicates INTEGER, quarantined INTEGER",
            "status opened_at",
        ),
        _node(
            "FeedFile",
            "sha256",
            "name STRING, kind STRING, status STRING, position INTEGER, rows INTEGER, exchanges INTEGER, "
            "duplicates INTEGER, quarantined INTEGER, retried INTEGER, dropped INTEGER, erased INTEGER, reason STRING",
            "name status",
        ),
        _node("LoadUnit", "key"),
        _node(
            "Meta",
            "name",
            "graph_version INTEGER, key_fingerprint STRING, applied LIST<STRING>, owner STRING, place STRING, "
            "since DATETIME, until DATETIME, fence INTEGER, pruned_before DATE",
        ),
    )
}

_SPAN: Final = {"first_seen": "DATETIME", "last_seen": "DATETIME", "known_from": "DATE"}
_ADDITIVE: Final = {**_SPAN, "exchanges": "INTEGER"}
_FORMER: Final = {**_SPAN, "known_to": "DATE"}
_PAYMENT: Final = {
    **_SPAN,
    **dict.fromkeys(("rank", "kind", "issuer_country", "bin", "name_hash", "address_hash"), "STRING"),
    "added_at": "DATETIME",
    "removed_at": "DATETIME",
}
_MEMBER: Final = {
    "score": "FLOAT",
    "bits": "FLOAT",
    "evidence": "LIST<STRING>",
    "digest": "STRING",
    "from_run": "STRING",
    "to_run": "STRING",
}

_SHARE: Final = {
    "kind": "STRING",
    "members": "INTEGER",
    "degree": "INTEGER",
    "bits": "FLOAT",
    "family": "STRING",
}
_ADDED: Final = frozenset(_ADDITIVE)
_OF_A_ROW: Final = ("AccountVersion", "IpAddress", "Client", "Device", "EmailDomain", "EmailPattern", "Account")
_SHARED_BY_RINGS: Final = (
    "PaymentInstrument",
    "IpAddress",
    "Network",
    "EmailDomain",
    "EmailPattern",
    "Device",
    "Client",
    "QueryCluster",
)

LINKS: Final[dict[str, LinkType]] = {
    link.name: link
    for link in (
        LinkType("USED_IP", "Account", "IpAddress", _ADDITIVE, _ADDED),
        LinkType("USED_CLIENT", "Account", "Client", _ADDITIVE, _ADDED),
        LinkType("USED_DEVICE", "Account", "Device", _ADDITIVE, _ADDED),
        LinkType("ASKED", "Account", "QueryCluster", _ADDITIVE, _ADDED),
        LinkType("ASKED_LIKE", "Account", "QueryCluster", _ADDITIVE, _ADDED),
        LinkType("LOGGED_IN_FROM", "Account", "IpAddress", _SPAN, frozenset(_SPAN)),
        LinkType("LOGGED_IN_ON", "Account", "Device", _SPAN, frozenset(_SPAN)),
        LinkType("SIGNED_UP_FROM", "Account", "IpAddress", _SPAN),
        LinkType("SIGNED_UP_WITH", "Account", "Client", _SPAN),
        LinkType("SIGNED_UP_ON", "Account", "Device", _SPAN),
        LinkType("HAS_EMAIL_DOMAIN", "Account", "EmailDomain", _SPAN),
        LinkType("HAS_EMAIL_PATTERN", "Account", "EmailPattern", _SPAN),
        LinkType("CHILD_OF", "Account", "Account", _SPAN),
        LinkType("REFERRED_BY", "Account", "Account", _SPAN),
        LinkType("FORMERLY", "Account", _OF_A_ROW, _FORMER, frozenset(_FORMER)),
        LinkType("PAID_WITH", "Account", "PaymentInstrument", _PAYMENT, frozenset({"rank"})),
        _earlier("FORMERLY_PAID_WITH", "Account", "PaymentInstrument", _PAYMENT),
        _earlier("FORMERLY_SUBJECT_OF", "Account", "Action", {**_SPAN, **_properties(f"{_OF_ACTION}, {_WINNER}")}),
        _earlier("FORMERLY_ANNOUNCED", "Network", "Network", _properties(f"{_OF_NETWORK}, {_WINNER}")),
        _earlier("FORMERLY_DESCRIBED", "QueryCluster", "QueryCluster", _properties(f"{_OF_CLUSTER}, {_WINNER}")),
        LinkType("SUBJECT_OF", "Account", "Action", _SPAN),
        LinkType("MEMBER_OF", "Account", "Ring", _MEMBER, frozenset({"score", "from_run"})),
        LinkType("IN_SUBNET", "IpAddress", "Network"),
        LinkType("IN_NETWORK", "IpAddress", "Network"),
        LinkType("HAS_TRAFFIC", "Ring", "TrafficDay"),
        LinkType("SHARES", "Ring", _SHARED_BY_RINGS, _SHARE, frozenset(_SHARE)),
        LinkType("ABOUT", "Judgement", "Ring"),
        LinkType("TRIAGES", "Triage", "Ring"),
        LinkType("NOTE_ON", "Note", "Ring"),
        LinkType("CONCERNS", "Claim", "Ring"),
        LinkType("NAMES", "Claim", "Operator"),
        LinkType("READ", "Batch", "FeedFile"),
        LinkType("BECAME", "Ring", "Ring", {"run_id": "STRING", "shared": "INTEGER"}, frozenset({"run_id", "shared"})),
    )
}

BOOKKEEPING: Final[dict[str, frozenset[str]]] = {
    "Account": frozenset({"erased_at"}),
    "Ring": frozenset({"from_run", "last_run", "to_run", "erased"}),
    "MEMBER_OF": frozenset({"from_run", "to_run"}),
    "BECAME": frozenset({"run_id"}),
}
"""Properties that say who wrote when, and are no fact: `db digest` leaves them out."""

UNDIGESTED: Final = frozenset({"Batch", "FeedFile", "LoadUnit", "DetectionRun", "Meta", "ClientMutation"})
"""Labels that are bookkeeping as a whole."""
