"""Operators, claims, attach and the ledger over GraphQL: names stay inside until a second person approves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.tokens import TokenFile
from app.attribution.claims import add_operator
from app.attribution.review import draft_operator
from app.graph import Neo4jStore
from app.model.attribution import OperatorKind
from app.settings import Settings
from tests.api.conftest import BIG

pytestmark = pytest.mark.graph

CREATE = """mutation($input: CreateClaimInput!) { createClaim(input: $input) {
  claim { id state confidence words authors evidence { movesBits } } } }"""
APPROVE = "mutation($input: ApproveClaimInput!) { approveClaim(input: $input) { claim { state history { what by } } } }"
REFUTE = "mutation($input: RefuteClaimInput!) { refuteClaim(input: $input) { claim { state inForce } } }"
CLAIMS = "query($id: ID!) { operators { name } ring(id: $id) { claims { id operator state } } }"
EVIDENCE = {"kind": "report", "text": "t", "family": "human", "source": "s", "reliability": "A", "credibility": 1}
GIVEN = {"ringId": BIG, "operator": "North", "role": "RUNS", "judgement": "as in March", "evidence": [EVIDENCE]}
ATTACH = """query($input: AttachInput!) { attach(input: $input) { population joins { id } silent { reason }
  rings { joins bits priorBits ring { id } terms { family members counted identifier { kind value redacted } } } } }"""


@pytest.fixture(scope="module")
def people(closed: TestClient, world: Neo4jStore, tokens: dict[str, str], session_settings: Settings) -> Any:
    """Ask as one of several people; `second` is another investigator. The operator North is known."""
    add_operator(world, draft_operator("North", OperatorKind.ACTOR, "ann", datetime.now(UTC)))
    second, _ = TokenFile(session_settings.home).create("investigator", "second person", 1)
    keys = {**tokens, "second": second}

    def ask(who: str, query: str, **variables: Any) -> Any:
        headers = {"authorization": f"Bearer {keys[who]}"}
        return closed.post("/graphql", json={"query": query, "variables": variables}, headers=headers).json()

    return ask


def test_a_claim_from_proposal_to_refutation(people: Any):
    made = people("investigator", CREATE, input=GIVEN)["data"]["createClaim"]["claim"]
    assert (made["state"], made["authors"]) == ("PROPOSED", ["test investigator"])
    assert made["evidence"] == [{"movesBits": 6.0}]
    inside = {"operators": [{"name": "North"}], "ring": {"claims": [{"id": made["id"], "operator": "North"}]}}
    for who in ("viewer", "exporter"):
        assert people(who, CLAIMS, id=BIG)["data"] == {"operators": [], "ring": {"claims": []}}
    word = {"claimId": made["id"], "reason": "checked"}
    (error,) = people("investigator", APPROVE, input=word)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    agreed = people("second", APPROVE, input=word)["data"]["approveClaim"]["claim"]
    assert agreed["state"] == "APPROVED" and agreed["history"][-1] == {"what": "approved", "by": "second person"}
    inside["ring"]["claims"][0]["state"] = "APPROVED"
    assert all(people(who, CLAIMS, id=BIG)["data"] == inside for who in ("viewer", "exporter", "admin"))
    assert people("admin", REFUTE, input=word)["data"]["refuteClaim"]["claim"] == {"state": "REFUTED", "inForce": False}
    assert people("exporter", CLAIMS, id=BIG)["data"]["operators"] == []
    assert people("admin", CLAIMS, id=BIG)["data"]["ring"]["claims"][0]["state"] == "REFUTED"


@pytest.mark.parametrize("who", ["viewer", "exporter"])
def test_who_may_not_decide_claims_nothing(people: Any, who: str):
    (error,) = people(who, CREATE, input=GIVEN)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_malformed_evidence_is_told(people: Any):
    (error,) = people("admin", CREATE, input={**GIVEN, "evidence": [{**EVIDENCE, "reliability": "Z"}]})["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT" and "Admiralty" in error["message"]


def test_attach_answers_by_what_was_brought(people: Any):
    given = {"ip": ["198.51.100.7"], "instrument": ["pi-1"], "email": ["some.body12@nowhere.example"]}
    found = people("investigator", ATTACH, input=given)["data"]["attach"]
    best = found["rings"][0]
    assert best["ring"] == {"id": BIG} and best["joins"] is (found["joins"] is not None)
    assert {term["family"] for term in best["terms"]} == {"PAYMENT", "NETWORK"} and best["bits"] > best["priorBits"]
    seen = people("viewer", ATTACH, input=given)["data"]["attach"]["rings"][0]["terms"]
    assert all(term["identifier"]["redacted"] for term in seen if term["identifier"]["kind"] == "INSTRUMENT")
    (error,) = people("viewer", ATTACH, input={})["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"


def test_the_ledger_answers_with_its_snapshot(people: Any):
    query = "{ ledger { total digest snapshot { query querySha256 } buckets { bucket exchanges { likely } } } }"
    found = people("viewer", query)["data"]["ledger"]
    assert found["snapshot"]["query"] == "attribution/ledger.sql" and len(found["digest"]) == 64
    assert sum(int(bucket["exchanges"]["likely"]) for bucket in found["buckets"]) == int(found["total"])
