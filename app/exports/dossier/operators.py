"""Who may be behind the ring: only names that an approved claim lets leave, and only as far as its TLP level. Pure."""

from __future__ import annotations

from typing import Final

from app.attribution.claims import Released
from app.exports.dossier.document import Paragraph, Section, Table
from app.exports.dossier.redact import Redaction, Redactor
from app.exports.dossier.source import Source
from app.model.attribution import Tlp

QUERY: Final = "attribution/list_ring_claims"
_AS_FAR: Final = {
    Redaction.INTERNAL: Tlp.AMBER_STRICT,
    Redaction.PARTNER: Tlp.AMBER,
    Redaction.GOVERNMENT: Tlp.AMBER,
    Redaction.PUBLIC: Tlp.CLEAR,
}
"""The level (TLP 2.0) that a reader's document has: claims marked narrower are not told."""


def operators(source: Source, redactor: Redactor) -> list[Section]:
    """One section, or none where no name may be told."""
    told = [claim for claim in source.claims if _AS_FAR[redactor.level].holds(claim.tlp)]
    if not told:
        return []
    columns = ("operator", "role", "confidence", "about", "TLP", "claim", "approved by")
    rows = tuple(_row(claim, redactor) for claim in told)
    table = Table("operators", "Approved claims", columns, rows, QUERY, ("confidence",))
    text = (
        "An analyst claimed these with evidence and a written judgement, and a second person approved them. They are "
        "people's judgements, not findings of the software; other claims may contradict them."
    )
    return [Section("Who may be behind it", (Paragraph(text), table))]


def _row(claim: Released, redactor: Redactor) -> tuple[str, ...]:
    return (
        claim.name,
        str(claim.role),
        f"{claim.confidence:.2f}",
        "the ring" if claim.whole else "a part of it",
        f"TLP:{claim.tlp.value.upper()}",
        claim.claim_id,
        claim.approved_by if redactor.internal else "a second person",
    )
