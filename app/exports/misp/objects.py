"""Our MISP object, declared once: what writes events and what reads them agree."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Final

from app.exports.stix.objects import NAMESPACE
from app.model.attribution import Tlp

if TYPE_CHECKING:
    from pymisp import MISPEvent

RING: Final = "ringleader-ring"
TEMPLATE: Final = str(uuid.uuid5(NAMESPACE, RING))
TEMPLATE_VERSION: Final = "1"
RELATIONS: Final[dict[str, str]] = {
    "ring": "text",
    "state": "text",
    "score": "float",
    "accounts": "counter",
    "exchanges": "counter",
    "families": "text",
    "network": "ip-src",
    "asn": "AS",
    "payment-instrument": "text",
    "query-cluster": "text",
    "operator": "threat-actor",
}
"""Relation of an attribute of the object -> its MISP type."""
HASHED: Final = {"payment-instrument": "instrument", "query-cluster": "query_cluster"}
DISTRIBUTION: Final = {Tlp.RED: 0, Tlp.AMBER_STRICT: 0, Tlp.AMBER: 1, Tlp.GREEN: 2, Tlp.CLEAR: 3}
"""TLP -> your organisation, this community, connected communities, all."""


def encode(event: MISPEvent) -> bytes:
    """Canonical text: attributes and objects by uuid, names sorted."""
    told = json.loads(event.to_json())
    for name in ("Attribute", "Object"):
        told[name] = sorted(told.get(name, []), key=lambda one: str(one["uuid"]))
    for one in told["Object"]:
        one["Attribute"] = sorted(one.get("Attribute", []), key=lambda each: str(each["uuid"]))
    return (json.dumps({"Event": told}, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
