"""Every mutation: typed problems, whose objects may be changed, once for one client id, through merges, and audited."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import get_named_type
from starlette.testclient import TestClient

from app.api.audit import AuditLog
from app.api.housekeeping import REMEMBERED, forget_changes
from app.api.policy import OBJECTS, Owner
from app.api.schema import make_schema
from app.api.tokens import TokenFile
from app.attribution.claims import add_operator, list_operators
from app.attribution.review import draft_operator
from app.graph import Neo4jStore, open_async_store
from app.graph.audit import run_checks
from app.model.attribution import OperatorKind
from app.settings import Settings
from tests.api.conftest import BIG, ENDED, HEIR, ring_id

pytestmark = pytest.mark.graph

RING = ring_id(20)
"""Of four accounts; nobody's at first."""
REASON = {"reason": "because"}
ITEM = {"kind": "report", "text": "t", "family": "human", "source": "s", "reliability": "A", "credibility": 1}
CHANGES = sorted(OBJECTS.keys() - {"startExport"})
"""Changes of the graph; exports are in test_jobs."""
INPUTS: dict[str, dict[str, Any]] = {
    "setRingTriage": {"ringId": RING, "state": "INVESTIGATING"},
    "addRingNote": {"ringId": RING, "text": "Seen the cards."},
    "judgeRing": {"ringId": RING, "verdict": "UNSURE", **REASON},
    "judgeAccounts": {"accountIds": ["acct-00150", "acct-00151"], "verdict": "SAME", **REASON},
    "judgeIdentifier": {"kind": "INSTRUMENT", "value": "pi-1", "verdict": "ALLOWED_INSTRUMENT", **REASON},
    "withdrawJudgement": {"judgementId": "J-NONE", **REASON},
    "createClaim": {
        "ringId": RING, "operator": "North", "role": "RUNS", "judgement": "As in March.", "evidence": [ITEM],
    },
    "citeClaim": {"claimId": "C-NONE", "evidence": [{**ITEM, "against": True}], **REASON},
    "retractClaimEvidence": {"claimId": "C-NONE", "item": 0, **REASON},
    "approveClaim": {"claimId": "C-NONE", **REASON},
    "refuteClaim": {"claimId": "C-NONE", **REASON},
    "withdrawClaim": {"claimId": "C-NONE", **REASON},
}  # fmt: skip
REVISES = {name for name, given in INPUTS.items() if "claimId" in given}
EXISTING = {"withdrawJudgement"} | REVISES
"""Mutations that change what is there already: no new node."""
SHOWN = {
    "setRingTriage": "triage { state assignee author reason } ring { id triage { state assignee } }",
    "addRingNote": "note { id author text ringId redacted } ring { id notes { id } }",
    "judgeRing": "judgement { id verdict author ringId } ring { id state }",
    "judgeAccounts": "judgement { id verdict author accountCount }",
    "judgeIdentifier": "judgement { id verdict identifierKind identifierValue }",
    "withdrawJudgement": "judgement { id withdrawnAt } ring { id state }",
    **dict.fromkeys(["createClaim", *REVISES], "claim { id state confidence authors } ring { id }"),
}
COUNT = "MATCH (n:Triage|Note|Judgement|Claim|ClientMutation) RETURN count(n) AS n"


@pytest.fixture(scope="module")
def people(session_settings: Settings) -> Iterator[dict[str, str]]:
    """Tokens of people: two investigators, an admin, a viewer, an exporter."""
    file = TokenFile(session_settings.home)
    roles = {"ann": "investigator", "bob": "investigator", "root": "admin", "eve": "viewer", "exp": "exporter"}
    yield {name: file.create(role, name, 1)[0] for name, role in roles.items()}
    file.path.unlink()


@pytest.fixture
def fresh(world: Neo4jStore) -> Iterator[Neo4jStore]:
    """The world without anything that people said."""
    clean = "MATCH (n:Triage|Note|Judgement|Claim|ClientMutation) DETACH DELETE n"
    world.driver.execute_query(clean)
    if not list_operators(world):
        add_operator(world, draft_operator("North", OperatorKind.ACTOR, "ann", datetime.now(UTC)))
    yield world
    world.driver.execute_query(clean)
    world.driver.execute_query("MATCH (r:Ring {current: true}) WHERE r.state = 'confirmed' SET r.state = r.found_state")


class Desk:
    """Asks as one person or another."""

    def __init__(self, client: TestClient, people: dict[str, str]) -> None:
        self.client, self.people = client, people

    def post(self, who: str, query: str, **variables: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.people[who]}"}
        body = {"query": query, "variables": variables}
        answer: dict[str, Any] = self.client.post("/graphql", json=body, headers=headers).json()
        return answer

    def change(self, who: str, name: str, **given: Any) -> dict[str, Any]:
        answer = self.post(who, text_of(name), input={**INPUTS[name], **given})
        assert "errors" not in answer, answer
        payload: dict[str, Any] = answer["data"][name]
        return payload

    def code(self, who: str, name: str, **given: Any) -> str | None:
        """The problem's code; then nothing else is told."""
        payload = self.change(who, name, **given)
        if not payload["problems"]:
            return None
        told = {key: value for key, value in payload.items() if key not in ("problems", "clientMutationId")}
        assert set(told.values()) == {None}, payload
        return str(payload["problems"][0]["code"])


def text_of(name: str) -> str:
    kind = f"{name[0].upper()}{name[1:]}Input!"
    return f"""mutation M($input: {kind}) {{ {name}(input: $input) {{
      problems {{ code message }} clientMutationId {SHOWN[name]} }} }}"""


def count(world: Neo4jStore) -> int:
    return int(world.driver.execute_query(COUNT).records[0]["n"])


@pytest.fixture
def desk(closed: TestClient, people: dict[str, str], fresh: Neo4jStore) -> Desk:
    return Desk(closed, people)


def judged(desk: Desk, who: str = "ann") -> str:
    return str(desk.change(who, "judgeRing")["judgement"]["id"])


def existing(desk: Desk, name: str, by: str = "ann") -> dict[str, str]:
    """The id of something that `by` may change so; nothing for mutations that make something new."""
    if name == "withdrawJudgement":
        return {"judgementId": judged(desk)}
    if name not in REVISES:
        return {}
    maker = ("bob" if by == "ann" else "ann") if name == "approveClaim" else by
    return {"claimId": str(desk.change(maker, "createClaim")["claim"]["id"])}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("who", ["eve", "exp"])
def test_who_may_not_decide_runs_no_statement(desk: Desk, seen: Any, world: Neo4jStore, name: str, who: str):
    seen.names.clear()
    (error,) = desk.post(who, text_of(name), input=INPUTS[name])["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN" and seen.names == [] and count(world) == 0


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("who", ["ann", "root"])
def test_who_may_decide_decides(desk: Desk, world: Neo4jStore, name: str, who: str):
    given = existing(desk, name, who)
    before = count(world)
    payload = desk.change(who, name, **given)
    parts = [part for part in ("judgement", "triage", "note", "claim", "ring") if f"{part} {{" in SHOWN[name]]
    assert payload["problems"] == [] and (name == "withdrawJudgement" or all(payload[part] for part in parts))
    assert count(world) == before + (name not in EXISTING)
    own = ("Triage", "Note", "Judgement", "Claim", "ClientMutation", "TRIAGES", "NOTE_ON", "ABOUT", "CONCERNS", "NAMES")
    assert [found for found in run_checks(world) if found.problem.partition(":")[0] in own] == []


NOT_MINE = {Owner.SECOND_PERSON: ("ann", "bob"), Owner.ONE_OF_AUTHORS: ("bob", "ann")}
"""Who is refused and who may, of a claim of Ann's."""


@pytest.mark.parametrize("name", CHANGES)
def test_visible_but_not_mine(desk: Desk, world: Neo4jStore, session_settings: Settings, name: str):
    """A ring of Ann's, a judgement and a claim of hers: Bob sees all."""
    refused, allowed = NOT_MINE.get(OBJECTS[name], ("bob", "root"))
    given = existing(desk, name, allowed)
    desk.change("ann", "setRingTriage", assignee="ann")
    seen = desk.post("bob", "query R($id: ID!) { ring(id: $id) { triage { assignee } } }", id=RING)
    assert seen["data"]["ring"]["triage"] == {"assignee": "ann"}
    before = count(world)
    if OBJECTS[name] is Owner.ANYBODY:
        assert desk.code("bob", name, **given) is None
        return
    assert desk.code(refused, name, **given) == "FORBIDDEN" and count(world) == before
    (told,) = AuditLog(session_settings).tail(1)
    assert (told["who"], told["did"], told["result"]) == (refused, name, "FORBIDDEN") and told["objects"]
    assert desk.code(allowed, name, **given) is None


def test_an_admin_withdraws_no_claim_of_others_and_approves_none_of_their_own(desk: Desk):
    assert desk.code("root", "withdrawClaim", **existing(desk, "withdrawClaim", "ann")) == "FORBIDDEN"
    assert desk.code("root", "approveClaim", **existing(desk, "withdrawClaim", "root")) == "FORBIDDEN"


ANOTHER: list[tuple[str, dict[str, Any], str]] = [
    ("setRingTriage", {"ringId": "acct-00150"}, "NOT_FOUND"),
    ("setRingTriage", {"ringId": f"Ring:{RING}"}, "NOT_FOUND"),
    ("addRingNote", {"ringId": "pi-1"}, "NOT_FOUND"),
    ("judgeRing", {"ringId": "acct-00150"}, "NOT_FOUND"),
    ("judgeRing", {"ringId": "R-SSSSSSSSSS"}, "NOT_FOUND"),  # staged: a run has not shown it yet
    ("judgeAccounts", {"accountIds": [RING, "acct-00150"]}, "NOT_FOUND"),
    ("judgeAccounts", {"accountIds": ["acct-00150", "nobody"]}, "NOT_FOUND"),
    ("judgeIdentifier", {"value": "acct-00150"}, "NOT_FOUND"),
    ("judgeIdentifier", {"value": RING}, "NOT_FOUND"),
    ("withdrawJudgement", {"judgementId": RING}, "NOT_FOUND"),
    ("withdrawJudgement", {"judgementId": "acct-00150"}, "NOT_FOUND"),
    ("createClaim", {"ringId": "acct-00150"}, "NOT_FOUND"),
    ("createClaim", {"operator": RING}, "NOT_FOUND"),
    ("createClaim", {"accountIds": [RING]}, "NOT_FOUND"),
    *((name, {"claimId": other}, "NOT_FOUND") for name in sorted(REVISES) for other in (RING, "acct-00150")),
]
"""Ids of another type, or of nothing that is to be seen, in each place that takes an id."""


@pytest.mark.parametrize(("name", "given", "code"), ANOTHER)
def test_another_types_id(desk: Desk, world: Neo4jStore, name: str, given: dict[str, Any], code: str):
    assert desk.code("root", name, **given) == code and count(world) == 0


def test_every_id_of_every_mutation_is_tried():
    schema = make_schema()._schema
    assert schema.mutation_type is not None
    tried = {(name, key) for name, given, _ in ANOTHER for key in given}
    for name, field in schema.mutation_type.fields.items():
        fields = get_named_type(field.args["input"].type).fields
        ids = {key for key, one in fields.items() if get_named_type(one.type).name == "ID"}
        assert name == "startExport" or {(name, key) for key in ids} <= tried, (name, ids)


def test_nested_ids_do_not_go_round_the_owner(desk: Desk, world: Neo4jStore):
    """Accounts within Ann's ring, the id of a ring that became hers, and a judgement on her ring."""
    desk.change("root", "setRingTriage", ringId=HEIR, assignee="ann")
    assert desk.code("bob", "setRingTriage", ringId=ENDED) == "FORBIDDEN"
    assert desk.code("bob", "judgeRing", ringId=ENDED) == "FORBIDDEN"
    member = world.driver.execute_query(
        "MATCH (a)-[m:MEMBER_OF]->(:Ring {ring_id: $id}) WHERE m.to_run IS NULL RETURN a.account_id AS id", id=HEIR
    ).records[0]["id"]
    given = {"accountIds": [member, "acct-00150"]}
    assert desk.code("bob", "judgeAccounts", **given) == "FORBIDDEN"
    assert desk.code("ann", "judgeAccounts", **given) is None
    made = judged(desk, "ann")
    assert desk.code("bob", "withdrawJudgement", judgementId=made) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("setRingTriage", {"assignee": "nobody"}),
        ("setRingTriage", {"assignee": "eve"}),
        ("setRingTriage", {"reason": "x" * 2001}),
        ("addRingNote", {"text": " \n"}),
        ("addRingNote", {"text": "x" * 8001}),
        ("judgeRing", {"reason": ""}),
        ("judgeRing", {"reason": "x" * 2001}),
        ("judgeRing", {"verdict": "ALLOWED_INSTRUMENT"}),
        ("judgeRing", {"expiresAt": "2001-01-01T00:00:00Z"}),
        ("judgeAccounts", {"accountIds": ["acct-00150"]}),
        ("judgeAccounts", {"accountIds": []}),
        ("judgeAccounts", {"accountIds": [f"a{n}" for n in range(101)]}),
        ("judgeIdentifier", {"verdict": "SAME"}),
        ("judgeIdentifier", {"kind": "IP", "value": "no address"}),
        ("withdrawJudgement", {"judgementId": "", "reason": ""}),
        *((name, {"clientMutationId": bad}) for name in sorted(INPUTS) for bad in ("", "x" * 65, "a\nb")),
    ],
)
def test_what_does_not_fit_is_a_problem_and_changes_nothing(
    desk: Desk, world: Neo4jStore, name: str, given: dict[str, Any]
):
    assert desk.code("ann", name, **given) in ("INVALID", "NOT_FOUND") and count(world) == 0


@pytest.mark.parametrize("name", CHANGES)
def test_a_repeat_answers_the_same_and_writes_once(desk: Desk, world: Neo4jStore, name: str):
    given = existing(desk, name)
    first = desk.change("ann", name, clientMutationId="m-1", **given)
    after = count(world)
    assert first["problems"] == [] and first["clientMutationId"] == "m-1"
    assert desk.change("ann", name, clientMutationId="m-1", **given) == first and count(world) == after
    part = {"addRingNote": "text", "createClaim": "judgement"}.get(name, "reason")
    other = {**given, part: "other"}
    assert desk.code("ann", name, clientMutationId="m-1", **other) == "ID_REUSED" and count(world) == after
    if name not in EXISTING:  # another person's id is another id
        assert desk.code("root", name, clientMutationId="m-1", **given) is None and count(world) == after + 2


def test_the_same_change_asked_at_once_is_made_once(desk: Desk, world: Neo4jStore):
    async def both() -> list[dict[str, Any]]:
        asked = [asyncio.to_thread(desk.change, "ann", "addRingNote", clientMutationId="m-2") for _ in range(4)]
        return await asyncio.gather(*asked)

    payloads = asyncio.run(both())
    assert count(world) == 2 and {payload["note"]["id"] for payload in payloads} == {payloads[0]["note"]["id"]}


def test_a_refused_change_does_not_use_up_its_id(desk: Desk, world: Neo4jStore):
    assert desk.code("ann", "judgeRing", clientMutationId="m-3", ringId="R-NNNNNNNNNN") == "NOT_FOUND"
    assert desk.code("ann", "judgeRing", clientMutationId="m-3") is None


def test_what_is_left_out_of_triage_stays(desk: Desk):
    desk.change("ann", "setRingTriage", assignee="bob")
    assert desk.change("bob", "setRingTriage", state="ESCALATED")["triage"]["assignee"] == "bob"
    told = desk.post("bob", text_of("setRingTriage"), input={"ringId": RING, "assignee": None})
    assert told["data"]["setRingTriage"]["triage"] == {
        "state": "ESCALATED", "assignee": None, "author": "bob", "reason": "",
    }  # fmt: skip


def test_triage_and_notes_go_with_a_ring_that_is_merged(desk: Desk, world: Neo4jStore):
    """Said of a ring that later became another, and shown there; a newer word of the heir's own wins."""
    run = world.driver.execute_query
    old, heir = ring_id(21), ring_id(22)
    desk.change("ann", "setRingTriage", ringId=old, state="ESCALATED", assignee="ann")
    note = desk.change("ann", "addRingNote", ringId=old)["note"]
    run(
        """MATCH (o:Ring {ring_id: $old}), (h:Ring {ring_id: $heir})
           SET o.current = false, o.to_run = 'D-000003' CREATE (o)-[:BECAME {run_id: 'D-000003', shared: 2}]->(h)""",
        old=old, heir=heir,
    )  # fmt: skip
    try:
        query = "query R($id: ID!) { ring(id: $id) { id triage { state assignee } notes { id ringId text } } }"
        expected = {"id": note["id"], "ringId": old, "text": "Seen the cards."}
        for asked in (old, heir):
            ring = desk.post("bob", query, id=asked)["data"]["ring"]
            assert ring == {
                "id": heir, "triage": {"state": "ESCALATED", "assignee": "ann"}, "notes": [expected],
            }  # fmt: skip
        assert desk.code("bob", "judgeRing", ringId=heir) == "FORBIDDEN"
        desk.change("ann", "setRingTriage", ringId=old, state="CLOSED", assignee="bob")
        assert desk.post("bob", query, id=heir)["data"]["ring"]["triage"] == {"state": "CLOSED", "assignee": "bob"}
    finally:
        run("MATCH (o:Ring {ring_id: $old})-[b:BECAME]->() SET o.current = true REMOVE o.to_run DELETE b", old=old)


def test_viewers_do_not_read_notes(desk: Desk):
    desk.change("ann", "addRingNote", text="her address is 198.51.100.7")
    query = "query R($id: ID!) { ring(id: $id) { notes { text redacted author } } }"
    assert desk.post("eve", query, id=RING)["data"]["ring"]["notes"] == [
        {"text": "", "redacted": True, "author": "ann"}
    ]
    assert "198.51" in desk.post("exp", query, id=RING)["data"]["ring"]["notes"][0]["text"]


def test_judgements_are_listed_and_the_allowlist_is_among_them(desk: Desk):
    desk.change("ann", "judgeRing")
    entry = desk.change("ann", "judgeIdentifier")["judgement"]
    query = """query L($verdicts: [Verdict!], $after: String) {
      judgements(first: 1, after: $after, verdicts: $verdicts) {
        nodes { id verdict ringId identifierKind identifierValue } pageInfo { hasNextPage endCursor } } }"""
    (told,) = desk.post("exp", query, verdicts=["ALLOWED_INSTRUMENT", "BENIGN_NETWORK"])["data"]["judgements"]["nodes"]
    assert told == {**entry, "ringId": None} and told["identifierValue"] == "pi-1"
    masked = desk.post("eve", query)["data"]["judgements"]["nodes"][0]["identifierValue"]
    assert masked.startswith("instrument#")
    page = desk.post("exp", query)["data"]["judgements"]
    assert page["pageInfo"]["hasNextPage"] and page["nodes"][0]["id"] == entry["id"]
    second = desk.post("exp", query, after=page["pageInfo"]["endCursor"])["data"]["judgements"]
    assert second["nodes"][0]["ringId"] == RING and not second["pageInfo"]["hasNextPage"]
    desk.change("ann", "withdrawJudgement", judgementId=entry["id"])
    assert desk.post("exp", query, verdicts=["ALLOWED_INSTRUMENT"])["data"]["judgements"]["nodes"] == []


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_audited_before_and_after(desk: Desk, session_settings: Settings, name: str):
    given = existing(desk, name)
    log = AuditLog(session_settings)
    before = log.verify().events
    desk.change("ann", name, clientMutationId="m-9", **given)
    desk.change("ann", name, clientMutationId="m-9", **given)
    desk.change("ann", name, clientMutationId="m-9", **given, **({"ringId": BIG} if "ringId" in INPUTS[name] else {}))
    lines = [line for line in log.tail(log.verify().events - before) if line["did"] == name]
    last = "ID_REUSED" if "ringId" in INPUTS[name] else "repeated"
    assert [line["result"] for line in lines] == ["started", "ok", "repeated", last]
    assert lines[0]["objects"] == lines[1]["objects"] != [] and lines[0]["client"] == "m-9"
    assert all(line["who"] == "ann" and line["cost"] >= 100 for line in lines[1:])
    assert "pi-1" not in json.dumps(lines)


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_audited_is_not_done(
    desk: Desk, world: Neo4jStore, closed: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
):
    given = existing(desk, name)
    said = "OPTIONAL MATCH (n:Judgement|Claim) RETURN collect([n.withdrawn_at, n.revision, n.history]) AS said"
    before = world.driver.execute_query(said).records

    def full(*args: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(closed.app.state.services.audit, "_write", full)  # type: ignore[attr-defined]
    total = count(world)
    answer = desk.post("ann", text_of(name), input={**INPUTS[name], **given})
    assert answer["data"] is None and answer["errors"][0]["extensions"]["code"] == "UNRECORDED"
    assert count(world) == total and before == world.driver.execute_query(said).records


async def test_keys_of_old_changes_are_forgotten(world: Neo4jStore, session_settings: Settings):
    run = world.driver.execute_query
    run(
        "UNWIND range(1, 25) AS n CREATE (:ClientMutation {key: 'old-' + n, digest: 'd', answer: '{}', token: 't', "
        "made_at: datetime() - duration({days: 20 + n})})"
    )
    try:
        async with open_async_store(session_settings) as store:
            store.timeout = 120.0
            cut = datetime.now(UTC) - REMEMBERED
            assert await forget_changes(store, cut, most=4) == 16
            assert await forget_changes(store, cut) == 0
        left = run("MATCH (c:ClientMutation) WHERE c.key STARTS WITH 'old-' RETURN count(c) AS n").records[0]["n"]
        assert left == 9, "those of less than 30 days"
    finally:
        run("MATCH (c:ClientMutation) WHERE c.key STARTS WITH 'old-' DELETE c")
