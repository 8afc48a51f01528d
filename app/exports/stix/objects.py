"""STIX 2.1 objects as plain dictionaries with ids that follow from their content (UUIDv5). Pure."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from typing import Any, Final

from app.model.attribution import Tlp

Object = dict[str, Any]

SPEC: Final = "2.1"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://ringleader.invalid/stix")
OBSERVABLES: Final = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace that STIX 2.1 (2.9) fixes for ids of observables."""
TLP_EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
"""OASIS' own extension for TLP 2.0."""
EPOCH: Final = "2026-01-01T00:00:00.000Z"
"""When our extension was defined."""

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
        "spec_version": SPEC,
        "id": f"marking-definition--{_TLP_IDS[level]}",
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{level.value.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level.value}},
    }


def stix_id(kind: str, *names: str) -> str:
    """A deterministic id (docs/adr/0007): equal names, equal id."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, chr(31).join((kind, *names)))}"


def observable(kind: str, name: str, value: str | int) -> Object:
    """An observable; its id is the one that STIX prescribes for this identifying property (canonical JSON of it)."""
    text = json.dumps({name: value}, separators=(",", ":"), ensure_ascii=False)
    return {"type": kind, "spec_version": SPEC, "id": f"{kind}--{uuid.uuid5(OBSERVABLES, text)}", name: value}


def moment(day: date, end: bool = False) -> str:
    """First or last millisecond of a day (UTC)."""
    return f"{day.isoformat()}T{'23:59:59.999' if end else '00:00:00'}Z"


def stamp(at: datetime) -> str:
    """A moment as STIX has it in `created` and `modified`: UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shortest(stamped: str) -> str:
    """The same moment without zeros at its end, as readers write every other property again."""
    return stamped.removesuffix("Z").rstrip("0").removesuffix(".") + "Z"


AUTHORS: Final[Object] = {
    "type": "identity",
    "spec_version": SPEC,
    "id": stix_id("identity", "ringleader"),
    "created": EPOCH,
    "modified": EPOCH,
    "name": "Authors of Ringleader",
    "identity_class": "group",
}

EXTENSION: Final[Object] = {
    "type": "extension-definition",
    "spec_version": SPEC,
    "id": stix_id("extension-definition", "ring", "1"),
    "created_by_ref": AUTHORS["id"],
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
    """Makes the objects that one graph tells of one ring: its own namespace of ids, its dates and one marking."""

    def __init__(self, graph: str, level: Tlp, created: str, modified: str) -> None:
        """`graph` names it without telling its key; `created` and `modified` are of the ring."""
        self.graph, self.created, self.modified, self.marking = graph, created, modified, marking(level)
        self.identity: Object = {
            "type": "identity",
            "spec_version": SPEC,
            "id": self.id("identity"),
            "created": EPOCH,
            "modified": EPOCH,
            "name": f"Ringleader {graph[:8]}",
            "description": "Software that finds rings of accounts, on one graph; what it finds are hypotheses until a "
            "person confirms them.",
            "identity_class": "system",
        }

    def id(self, kind: str, *names: str) -> str:
        """The id of an object of this graph."""
        return stix_id(kind, self.graph, *names)

    def object(self, kind: str, names: tuple[str, ...], **properties: Any) -> Object:
        """A domain object or relationship."""
        return {
            "type": kind,
            "spec_version": SPEC,
            "id": self.id(kind, *names),
            "created_by_ref": self.identity["id"],
            "created": self.created,
            "modified": self.modified,
            "object_marking_refs": [self.marking["id"]],
            **properties,
        }

    def link(self, source: str, how: str, target: str) -> Object:
        """A relationship between two ids."""
        names = (source, how, target)
        return self.object("relationship", names, relationship_type=how, source_ref=source, target_ref=target)
