"""Operators and claims as documents for programs, and evidence items out of what people type."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, Final

from app.attribution.confidence import check_item, confidence, signal_of, weight, without, words
from app.attribution.following import Held
from app.errors import UsageError
from app.model.attribution import Claim, EvidenceItem, Operator

_GIVEN: Final = ("kind", "text", "family", "source", "reliability", "credibility", "against", "bits", "signal")
_NEEDED: Final = ("kind", "text", "family", "source", "reliability", "credibility")


def operator_document(operator: Operator, claims: int = 0) -> dict[str, Any]:
    """An operator as `attribute operator list --json` tells it."""
    told = asdict(operator)
    traits = [{"kind": kind, "value": value} for kind, value in operator.traits]
    return {"id": told.pop("operator_id"), **told, "traits": traits, "claims": claims}


def claim_document(claim: Claim, held: Sequence[Held] = (), *, at: datetime | None = None) -> dict[str, Any]:
    """A claim with the rings that it holds for now, and for each item what it is worth."""
    told = asdict(claim)
    told.pop("history")
    told["in_force"] = claim.in_force(at or datetime.now(UTC))
    told["holds"] = [asdict(one) for one in held]
    told["words"] = words(claim.confidence)
    told["evidence"] = [_item(claim, position) for position in range(len(claim.evidence))]
    told["history"] = [asdict(event) for event in claim.history]
    return {"id": told.pop("claim_id"), **told}


def _item(claim: Claim, position: int) -> dict[str, Any]:
    item = claim.evidence[position]
    left = without(claim.evidence, position)
    family, signal = signal_of(item)
    return {
        "item": position,
        **asdict(item),
        "signal": signal,
        "family": family,
        "weight": round(weight(item), 4),
        "moves_bits": round(claim.bits - left, 4),
        "confidence_without": round(confidence(left), 6),
    }


def items_of(documents: Iterable[Mapping[str, Any]]) -> list[EvidenceItem]:
    """Checked evidence items from JSON objects. Raises UsageError naming the field that is wrong."""
    return [item_of(document) for document in documents]


def item_of(document: Mapping[str, Any]) -> EvidenceItem:
    """One evidence item. Raises UsageError."""
    unknown, missing = sorted(document.keys() - set(_GIVEN)), [name for name in _NEEDED if name not in document]
    if unknown or missing:
        wrong = f"no field {', '.join(unknown)}" if unknown else f"missing {', '.join(missing)}"
        raise UsageError(f"an evidence item has {wrong}", do=f"fields: {', '.join(_GIVEN)}")
    values: dict[str, Any] = {"against": False, **document}
    types: dict[str, tuple[type, ...]] = {"against": (bool,), "credibility": (int,), "bits": (int, float, type(None))}
    for name, value in values.items():
        if not isinstance(value, types.get(name, (str,))) or (name != "against" and isinstance(value, bool)):
            raise UsageError(f"evidence item: {name} is {json.dumps(value, default=str)}")
    known = {field.name for field in fields(EvidenceItem)}
    return check_item(EvidenceItem(**{name: value for name, value in values.items() if name in known}))


def parse_items(text: str) -> list[EvidenceItem]:
    """Items from a JSON object or a list of them. Raises UsageError."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"the evidence is no JSON ({error})") from None
    listed = document if isinstance(document, list) else [document]
    if not all(isinstance(one, dict) for one in listed):
        raise UsageError("the evidence is no JSON object, nor a list of them")
    return items_of(listed)
