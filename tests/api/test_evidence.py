"""Evidence as the API tells it, without a database."""

from __future__ import annotations

import json

from app.api.evidence import by_family
from app.model.detection import PRIOR


def _term(family: str, kind: str, bits: float) -> str:
    return json.dumps({"family": family, "kind": kind, "identifier": "", "degree": 0, "members": 5, "bits": bits})


def test_the_odds_before_any_evidence_are_no_evidence_of_timing():
    terms = [_term("timing", "synchrony", 4.0), _term("timing", PRIOR, -10.0), _term("payment", "shared", 5.0)]
    assert [(str(e.family), e.bits, e.term_count) for e in by_family(terms)] == [
        ("payment", 5.0, 1),
        ("timing", 4.0, 1),
    ]
