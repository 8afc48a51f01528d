"""Rings as one MISP event: an object a ring, networks that MISP correlates, keyed hashes for the rest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from app.attribution.claims import Released
from app.exports.misp.objects import DISTRIBUTION, RELATIONS, RING, TEMPLATE, TEMPLATE_VERSION
from app.exports.stix.build import RingRow, hidden
from app.exports.stix.objects import stix_id
from app.model.attribution import ClaimRole, Tlp
from app.model.secrets import fingerprint

if TYPE_CHECKING:
    from pymisp import MISPEvent, MISPObject


def build(rings: Sequence[RingRow], *, level: Tlp, key: bytes, claims: Iterable[Released] = ()) -> MISPEvent:
    """The event: the same for the same rings. `key` is the graph's; claims are those that `level` lets out."""
    from pymisp import MISPEvent

    graph, names = fingerprint(key), list(claims)
    newest = max((row.modified for row in rings), default=None)
    event = MISPEvent()
    event.from_dict(
        info=f"Rings of accounts: {len(rings)} (Ringleader {graph[:8]})",
        uuid=_uuid(graph, "event", level, *sorted(row.ring["ring_id"] for row in rings)),
        date=newest.astimezone(UTC).date().isoformat() if newest else "2026-01-01",
        timestamp=int(newest.timestamp()) if newest else 0,
        threat_level_id=4,
        analysis=1,
        published=False,
        distribution=DISTRIBUTION[level],
    )
    event.add_tag(f"tlp:{level.value}")
    for row in rings:
        operators = [one for one in names if one.ring_id == row.ring["ring_id"] and one.role == ClaimRole.RUNS]
        event.add_object(_ring(row, graph, key, operators))
    return event


def _ring(row: RingRow, graph: str, key: bytes, operators: Sequence[Released]) -> MISPObject:
    from pymisp import MISPObject

    told, at = row.ring, int(row.modified.timestamp())
    made = MISPObject(RING, standalone=False)
    made.from_dict(
        name=RING,
        uuid=_uuid(graph, told["ring_id"]),
        description="Accounts that one actor is thought to run together; a hypothesis until it is confirmed.",
        template_uuid=TEMPLATE,
        template_version=TEMPLATE_VERSION,
        timestamp=at,
        **{"meta-category": "misc"},
    )
    made.comment = "Honest accounts may use these networks too: do not block by them."

    def add(relation: str, value: Any, comment: str = "") -> None:
        attribute = {
            "type": RELATIONS[relation],
            "value": value,
            "uuid": _uuid(graph, told["ring_id"], relation, str(value)),
            "timestamp": at,
            "to_ids": False,
            "disable_correlation": relation not in ("network", "payment-instrument", "query-cluster"),
        }
        made.add_attribute(relation, **attribute, **({"comment": comment} if comment else {}))

    for name in ("state", "score", "accounts", "exchanges"):
        add(name, str(told[name]))
    add("ring", told["ring_id"])
    if told["families"]:
        add("families", " ".join(told["families"]))
    for operator in sorted({one.name for one in operators}):
        add("operator", operator, "approved by a second person")
    _shared(row, key, add)
    if told["first_seen"]:
        made.first_seen, made.last_seen = _midnight(told["first_seen"]), _midnight(told["last_seen"])
    return made


def _shared(row: RingRow, key: bytes, add: Any) -> None:
    relations = {"subnet": "network", "instrument": "payment-instrument", "query_cluster": "query-cluster"}
    for one in row.shared:
        relation = relations[one["kind"]]
        value = one["identifier"] if relation == "network" else hidden(key, one["kind"], one["identifier"])
        add(relation, value, f"{one['members']} members")
    for asn in sorted({int(one["asn"]) for one in row.shared if one.get("asn")}):
        add("asn", f"AS{asn}")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _uuid(*names: str) -> str:
    return stix_id("misp", *names).partition("--")[2]
