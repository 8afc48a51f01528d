"""Operators, claims, attach and the ledger over GraphQL: names stay inside until a second person approves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import ledger
from app.api.tokens import TokenFile
from app.attribution.claims import add_operator
from app.attribution.review import draft_operator
from app.graph import Neo4jStore
from app.model.attribution import OperatorKind
from app.settings import Settings
from tests.api.conftest import BIG

pytestmark = pytest.mark.graph

CREATE = """mutation($input: CreateClaimInput!) { createClaim(input: $input) {
  problems { code message } clientMutationId ring { id }
  claim { id state confidence words authors evidence { movesBits } } } }"""
REVISE = """mutation($input: %sClaim%sInput!) { answer: %sClaim%s(input: $input) { problems { code message }
  claim { state inForce authors confidence history { what by } evidence { movesBits retractedBy } } } }"""
APPROVE, REFUTE, WITHDRAW, CITE = (
    REVISE % (word.capitalize(), "", word, "") for word in ("approve", "refute", "withdraw", "cite")
)
RETRACT = REVISE % ("Retract", "Evidence", "retract", "Evidence")
CLAIMS = "query($id: ID!) { operators { name } ring(id: $id) { claims { id operator state } } }"
EVIDENCE = {"kind": "report", "text": "t", "family": "human", "source": "s", "reliability": "A", "credibility": 1}
GIVEN = {"ringId": BIG, "operator": "North", "role": "RUNS", "judgement": "as in March", "evidence": [EVIDENCE]}
ATTACH = """query($input: AttachInput!) { attach(input: $input) { population joins { id } silent { reason }
  rings { joins bits priorBits ring { id } terms { family members counted identifier { kind value redacted } } } } }"""


def code(answer: Any) -> str:
    """The code of a change's only problem; nothing was written."""
    (payload,) = answer["data"].values()
    (found,) = payload["problems"]
    assert payload["claim"] is None
    return str(found["code"])


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
    assert code(people("investigator", APPROVE, input=word)) == "FORBIDDEN"
    agreed = people("second", APPROVE, input=word)["data"]["answer"]["claim"]
    assert agreed["state"] == "APPROVED" and agreed["history"][-1] == {"what": "approved", "by": "second person"}
    inside["ring"]["claims"][0]["state"] = "APPROVED"
    assert all(people(who, CLAIMS, id=BIG)["data"] == inside for who in ("viewer", "exporter", "admin"))
    refuted = people("admin", REFUTE, input=word)["data"]["answer"]["claim"]
    assert (refuted["state"], refuted["inForce"]) == ("REFUTED", False)
    assert code(people("admin", REFUTE, input=word)) == "INVALID"
    assert people("exporter", CLAIMS, id=BIG)["data"]["operators"] == []
    assert people("admin", CLAIMS, id=BIG)["data"]["ring"]["claims"][0]["state"] == "REFUTED"


@pytest.mark.parametrize("who", ["viewer", "exporter"])
def test_who_may_not_decide_claims_nothing(people: Any, who: str):
    (error,) = people(who, CREATE, input=GIVEN)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_a_claim_tells_where_its_ring_went(people: Any):
    query = "query($id: ID!) { ring(id: $id) { id claims { id ringId rings { ringId accountCount size whole } } } }"
    made = people("admin", CREATE, input={**GIVEN, "ringId": BIG, "accountIds": ["acct-00001"]})
    claim_id = made["data"]["createClaim"]["claim"]["id"]
    told = people("second", query, id=BIG)["data"]["ring"]["claims"]
    (found,) = (one for one in told if one["id"] == claim_id)
    assert found["rings"] == [{"ringId": BIG, "accountCount": 1, "size": 30, "whole": False}]


def test_evidence_is_cited_and_retracted_and_a_claim_withdrawn_by_an_author(people: Any):
    made = people("investigator", CREATE, input={**GIVEN, "clientMutationId": "claim-1"})["data"]["createClaim"]
    again = people("investigator", CREATE, input={**GIVEN, "clientMutationId": "claim-1"})["data"]["createClaim"]
    assert again == made and made["clientMutationId"] == "claim-1" and made["ring"] == {"id": BIG}
    word = {"claimId": made["claim"]["id"], "reason": "checked"}
    assert people("second", APPROVE, input=word)["data"]["answer"]["claim"]["state"] == "APPROVED"
    against = {**EVIDENCE, "text": "u", "signal": "u", "against": True}
    cited = people("admin", CITE, input={**word, "evidence": [against]})["data"]["answer"]["claim"]
    assert cited["state"] == "PROPOSED" and cited["confidence"] < made["claim"]["confidence"]
    assert cited["authors"] == ["test investigator", "test admin"]
    assert code(people("admin", APPROVE, input=word)) == "FORBIDDEN"
    back = people("second", RETRACT, input={**word, "item": 1})["data"]["answer"]["claim"]
    assert back["confidence"] == made["claim"]["confidence"]
    assert [item["retractedBy"] for item in back["evidence"]] == [None, "second person"]
    assert code(people("second", RETRACT, input={**word, "item": 1})) == "NOT_FOUND"
    assert code(people("second", APPROVE, input=word)) == "FORBIDDEN"
    withdrawn = people("investigator", WITHDRAW, input=word)["data"]["answer"]["claim"]
    assert withdrawn["state"] == "WITHDRAWN"


def test_who_gave_no_evidence_withdraws_nothing(people: Any):
    made = people("investigator", CREATE, input=GIVEN)["data"]["createClaim"]["claim"]
    word = {"claimId": made["id"], "reason": "checked"}
    for who in ("admin", "second"):
        assert code(people(who, WITHDRAW, input=word)) == "FORBIDDEN"
    assert people("investigator", WITHDRAW, input=word)["data"]["answer"]["claim"]["state"] == "WITHDRAWN"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"evidence": [{**EVIDENCE, "reliability": "Z"}]}, "INVALID"),
        ({"evidence": []}, "INVALID"),
        ({"judgement": " "}, "INVALID"),
        ({"ringId": "R-NOTHING"}, "NOT_FOUND"),
        ({"operator": "Nobody"}, "NOT_FOUND"),
        ({"accountIds": ["acct-00001", "acct-00300"]}, "NOT_FOUND"),
    ],
)
def test_a_wrong_claim_is_told_and_not_written(people: Any, wrong: dict[str, Any], expected: str):
    before = people("admin", CLAIMS, id=BIG)["data"]
    assert code(people("admin", CREATE, input={**GIVEN, **wrong})) == expected
    assert people("admin", CLAIMS, id=BIG)["data"] == before


def test_changes_of_claims_are_audited_with_what_they_were_about(people: Any, session_settings: Settings):
    made = people("admin", CREATE, input={**GIVEN, "accountIds": ["acct-00001"]})["data"]["createClaim"]["claim"]
    people("second", REFUTE, input={"claimId": made["id"], "reason": "not so"})
    lines = (session_settings.home / "audit" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    told = [event for event in map(json.loads, lines) if f"Claim:{made['id']}" in event.get("objects", [])]
    assert [(event["did"], event["who"], event["reason"], event["result"]) for event in told][1::2] == [
        ("createClaim", "test admin", "as in March", "ok"),
        ("refuteClaim", "second person", "not so", "ok"),
    ]


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


def test_shifts_of_a_ring_without_facts_are_none(people: Any):
    query = """query($id: ID!) { ring(id: $id) { shifts { changes { day dimension effect text moved { value before } }
      releases { model verdict ringShare curve { day ring everybody } } } } }"""
    assert people("viewer", query, id=BIG)["data"]["ring"] == {"shifts": {"changes": [], "releases": []}}


FINGERPRINT = """query($id: ID!, $day: Date) { ring(id: $id) { fingerprint(asOf: $day) { asOf accountCount noneOfThem
  scores { operator { name } probability priorBits bits support waterfall { family kind bits counted note } }
  unknown { name } weakAgreements } } }"""


def test_fingerprint_scores_are_hypotheses_for_those_who_decide(people: Any, world: Neo4jStore):
    traits = [("instrument", "pi-1"), ("email_pattern", "v1:w4d2"), ("country", "XX")]
    add_operator(world, draft_operator("South", OperatorKind.ACTOR, "ann", datetime.now(UTC), traits=traits))
    for who in ("viewer", "exporter"):
        (error,) = people(who, FINGERPRINT, id=BIG)["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN"
    found = people("investigator", FINGERPRINT, id=BIG)["data"]["ring"]["fingerprint"]
    south = next(one for one in found["scores"] if one["operator"] == {"name": "South"})
    assert found["unknown"] == [{"name": "North"}] and found["weakAgreements"] == ["South: country XX"]
    assert sum(one["probability"] for one in found["scores"]) + found["noneOfThem"] == pytest.approx(1)
    assert {term["kind"] for term in south["waterfall"]} == {"instrument", "email_pattern"}
    told = south["priorBits"] + sum(term["counted"] for term in south["waterfall"])
    assert south["bits"] == pytest.approx(told, abs=0.02)
    card = next(term for term in south["waterfall"] if term["kind"] == "instrument")
    assert "pi-1" in card["note"] and card["bits"] > 0
    past = people("admin", FINGERPRINT, id=BIG, day="2026-03-01")["data"]["ring"]["fingerprint"]
    assert past["asOf"] == "2026-03-01" and past["accountCount"] == found["accountCount"]


def test_the_ledger_of_a_past_day_is_made_one_at_a_time(people: Any):
    query = "query($day: Date) { ledger(asOf: $day) { snapshot { asOf } } }"
    with ledger._PAST:
        (error,) = people("viewer", query, day="2026-03-03")["errors"]
        assert error["extensions"]["code"] == "LOCKED"
        assert people("viewer", query, day=None)["data"]["ledger"]["snapshot"]["asOf"] == "2026-03-05"


def test_the_ledger_answers_with_its_snapshot(people: Any):
    query = "{ ledger { total digest snapshot { query querySha256 } buckets { bucket exchanges { likely } } } }"
    found = people("viewer", query)["data"]["ledger"]
    assert found["snapshot"]["query"] == "attribution/ledger.sql" and len(found["digest"]) == 64
    assert sum(int(bucket["exchanges"]["likely"]) for bucket in found["buckets"]) == int(found["total"])
