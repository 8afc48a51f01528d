"""What people do with a claim: second persons only, no change after the end, an approval is of its evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.attribution import review
from app.attribution.claims import may_leave
from app.attribution.documents import claim_document, parse_items
from app.attribution.records import claim_of, claim_properties
from app.errors import Forbidden, NotFoundError, UsageError
from app.model.attribution import Claim, ClaimRole, ClaimState, EvidenceItem, Tlp

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ITEM = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)


def claim(**more: object) -> Claim:
    return review.draft_claim("O-1", "R-1", ClaimRole.RUNS, "ann", "as in March", NOW, evidence=[ITEM], **more)  # type: ignore[arg-type]


def approved(one: Claim) -> Claim:
    return review.approved(one, "bob", "checked", NOW)


@pytest.mark.parametrize("name", ["ann", "Ann", " ANN "])
def test_an_author_never_approves(name: str):
    with pytest.raises(Forbidden):
        review.approved(claim(), name, "fine", NOW)


def test_whoever_gave_evidence_never_approves_either():
    cited = review.cited(claim(), [replace(ITEM, text="more")], "bob", "new report", NOW)
    assert cited.bits > claim().bits
    with pytest.raises(Forbidden):
        review.approved(cited, "bob", "fine", NOW)
    assert review.approved(cited, "eve", "fine", NOW).state is ClaimState.APPROVED


def test_changing_the_evidence_undoes_an_approval():
    assert may_leave(approved(claim()), NOW)
    for changed in (
        review.cited(approved(claim()), [ITEM], "eve", "again", NOW),
        review.retracted(approved(claim()), 0, "ann", "was wrong", NOW),
    ):
        assert changed.state is ClaimState.PROPOSED and not may_leave(changed, NOW)
    assert review.retracted(claim(), 0, "ann", "was wrong", NOW).bits == -5


def test_only_an_approved_claim_in_force_lets_a_name_leave():
    good = approved(claim(expires_at=NOW + timedelta(days=1)))
    assert may_leave(good, NOW) and not may_leave(good, NOW + timedelta(days=1))
    assert not may_leave(claim(), NOW)
    assert not may_leave(approved(claim(tlp=Tlp.RED)), NOW)
    assert not may_leave(review.refuted(good, "eve", "another card issuer", NOW), NOW)
    assert not may_leave(review.withdrawn(good, "ann", "mistaken", NOW), NOW)


def test_what_ended_stays_as_it_is_and_readable():
    gone = review.refuted(claim(), "eve", "another issuer", NOW)
    assert [event.what for event in gone.history] == ["proposed", "refuted"] and gone.evidence == claim().evidence
    for change in (review.refuted, review.withdrawn, review.approved):
        with pytest.raises(UsageError):
            change(gone, "zoe", "again", NOW)
    with pytest.raises(Forbidden):
        review.withdrawn(claim(), "eve", "not mine", NOW)
    with pytest.raises(NotFoundError):
        review.retracted(claim(), 7, "ann", "?", NOW)


def test_a_claim_survives_the_graphs_properties():
    one = review.cited(claim(expires_at=NOW + timedelta(days=9)), [replace(ITEM, bits=2.5)], "bob", "more", NOW)
    row = {
        "claim": {**claim_properties(one), "members": []},
        "operator_id": "O-1",
        "operator_name": "",
        "ring_id": "R-1",
    }
    assert claim_of(row) == one


def test_the_document_says_what_each_item_moves():
    one = review.cited(claim(), [replace(ITEM, source="press")], "bob", "a copy", NOW)
    told = claim_document(one, at=NOW)
    assert [item["moves_bits"] for item in told["evidence"]] == [0.0, 0.0]
    assert claim_document(claim(), at=NOW)["evidence"][0]["moves_bits"] == 6.0


@pytest.mark.parametrize(
    "text", ["{", "3", "[1]", "{}", '{"kind": "a", "text": "b", "family": "human", "source": "s", "reliability": "A", '
             '"credibility": "1"}', '{"surprise": 1}']
)  # fmt: skip
def test_malformed_evidence_is_refused(text: str):
    with pytest.raises(UsageError):
        parse_items(text)


def test_a_claim_needs_evidence_and_a_future():
    with pytest.raises(UsageError):
        review.draft_claim("O-1", "R-1", ClaimRole.RUNS, "ann", "x", NOW)
    with pytest.raises(UsageError):
        claim(expires_at=NOW)
