"""STIX 2.1 objects as plain dictionaries with ids that follow from their content (UUIDv5). Pure."""

from __future__ import annotations

import uuid
from datetime import date
from enum import StrEnum
from typing import Any, Final

Object = dict[str, Any]

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://ringleader.invalid/stix")
OBSERVABLES: Final = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace that STIX 2.1 (2.9) fixes for ids of observables."""
TLP_EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
"""OASIS' own extension for TLP 2.0."""
EPOCH: Final = "2026-01-01T00:00:00.000Z"
"""When our identity and extension were defined."""


class Tlp(StrEnum):
    """Levels of the Traffic Light Protocol 2.0."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


_TLP_IDS: Final = {
    Tlp.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def marking(level: Tlp) -> Object:
    """OASIS' marking definition of a TLP 2.0 level: fixed ids, so that everybody's are the same."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{_TLP_IDS[level]}",
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{level.value.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level.value}},
    }


def stix_id(kind: str, *names: str) -> str:
    """A deterministic id of a domain object, relationship or bundle."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, chr(31).join((kind, *names)))}"


def observable(kind: str, value_name: str, value: str | int, **more: Any) -> Object:
    """An observable; its id is the one that STIX prescribes for this identifying property."""
    text = f'{{"{value_name}":{value}}}' if isinstance(value, int) else f'{{"{value_name}":"{value}"}}'
    made = f"{kind}--{uuid.uuid5(OBSERVABLES, text)}"
    return {"type": kind, "spec_version": "2.1", "id": made, value_name: value, **more}


def moment(day: date, end: bool = False) -> str:
    """First or last millisecond of a day (UTC)."""
    return f"{day.isoformat()}T{'23:59:59.999' if end else '00:00:00.000'}Z"


IDENTITY: Final[Object] = {
    "type": "identity",
    "spec_version": "2.1",
    "id": stix_id("identity", "ringleader"),
    "created": EPOCH,
    "modified": EPOCH,
    "name": "Ringleader",
    "description": "Software that finds rings of accounts; its findings are hypotheses until a person confirms them.",
    "identity_class": "system",
}

EXTENSION: Final[Object] = {
    "type": "extension-definition",
    "spec_version": "2.1",
    "id": stix_id("extension-definition", "ring", "1"),
    "created_by_ref": IDENTITY["id"],
    "created": EPOCH,
    "modified": EPOCH,
    "name": "Ring of accounts",
    "description": "On a campaign: state, score, size, volumes, evidence families and bits of a ring, the payment "
    "instruments (keyed hashes) and query clusters that its members share, with how many share each.",
    "schema": "https://ringleader.invalid/stix/ring/1.json",
    "version": "1.0.0",
    "extension_types": ["property-extension"],
}


class Maker:
    """Makes domain objects of one bundle: the same stamp, maker and marking on all of them."""

    def __init__(self, stamp: str, level: Tlp) -> None:
        self.stamp, self.marking = stamp, marking(level)

    def object(self, kind: str, names: tuple[str, ...], **properties: Any) -> Object:
        """A domain object or relationship."""
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": stix_id(kind, *names),
            "created_by_ref": IDENTITY["id"],
            "created": self.stamp,
            "modified": self.stamp,
            "object_marking_refs": [self.marking["id"]],
            **properties,
        }

    def link(self, source: Object, how: str, target: Object) -> Object:
        """A relationship."""
        names = (source["id"], how, target["id"])
        return self.object(
            "relationship", names, relationship_type=how, source_ref=source["id"], target_ref=target["id"]
        )
