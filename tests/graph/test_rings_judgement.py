"""Judgements in a real Neo4j: recorded, shown at once, in force, withdrawn, never deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.errors import NotFoundError
from app.graph import Neo4jStore
from app.linkage.read import read_rulings
from app.model.snapshot import Ruling
from app.rings.review.judgement import judge, withdraw
from app.rings.review.subjects import draft_for
from app.rings.store.read import list_rings, read_ring, resolve

pytestmark = pytest.mark.graph


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    """Ring R-AAAAAAAAAA of a0..a4, once two rings; R-BBBBBBBBBB became it."""
    store.driver.execute_query(
        "CREATE (r:Ring {ring_id: 'R-AAAAAAAAAA', state: 'flagged', found_state: 'flagged', score: 0.9, size: 5, "
        " exchanges: 7, current: true, evidence: ['{\"bits\": 3.0}'], families: ['payment'], bits: 3.0, reason: ''}) "
        "CREATE (o:Ring {ring_id: 'R-BBBBBBBBBB', state: 'flagged', score: 0.8, size: 2, current: false, "
        " to_run: 'D-000002'})-[:BECAME {run_id: 'D-000002', shared: 2}]->(r) "
        "WITH r, o UNWIND range(0, 9) AS i CREATE (a:Account {account_id: 'a' + i}) "
        "WITH r, o, a, i WHERE i < 5 CREATE (a)-[:MEMBER_OF {score: 0.9, bits: 4.0, evidence: [], "
        " from_run: 'D-000001'}]->(r) "
        "WITH o, a, i WHERE i < 2 CREATE (a)-[:MEMBER_OF {score: 0.8, bits: 4.0, evidence: [], from_run: 'D-000001', "
        " to_run: 'D-000002'}]->(o)"
    )
    return store


def ask(store: Neo4jStore, text: str) -> set[tuple[Any, ...]]:
    records = store.driver.execute_query(text).records
    return {tuple(tuple(v) if isinstance(v, list) else v for v in record.values()) for record in records}


INDEX = {f"a{i}": i for i in range(10)}
RULED = "benign by ann: one company"


def test_verdict_on_a_ring_is_recorded_with_its_members_and_shows_at_once(world: Neo4jStore):
    draft = draft_for(world, ["R-AAAAAAAAAA"], "benign", "ann", "one company")
    assert judge(world, draft).members == ("a0", "a1", "a2", "a3", "a4")
    assert ask(
        world, "MATCH (j:Judgement)-[:ABOUT]->(r) RETURN j.verdict, j.author, j.reason, r.ring_id, r.state, j.members"
    ) == {("benign", "ann", "one company", "R-AAAAAAAAAA", "benign", ("a0", "a1", "a2", "a3", "a4"))}
    assert read_rulings(world, INDEX, None) == (Ruling("benign", (0, 1, 2, 3, 4), None, RULED),)


def test_withdrawn_verdict_stays_and_is_no_longer_in_force(world: Neo4jStore):
    draft = draft_for(world, ["R-AAAAAAAAAA"], "confirmed", "ann", "seen the accounts")
    judge(world, draft)
    assert ask(world, "MATCH (r:Ring {current: true}) RETURN r.state") == {("confirmed",)}
    (withdrawn,) = withdraw(world, draft_for(world, ["R-AAAAAAAAAA"], "confirmed", "bob", "wrong ring"))
    assert withdrawn == draft.judgement_id
    assert ask(world, "MATCH (r:Ring {current: true}) RETURN r.state") == {("flagged",)}
    assert ask(world, "MATCH (j:Judgement) RETURN j.author, j.withdrawn_by, j.withdrawn_reason") == {
        ("ann", "bob", "wrong ring")
    }
    assert read_rulings(world, INDEX, None) == ()
    with pytest.raises(NotFoundError, match="no judgement confirmed in force"):
        withdraw(world, draft)


def test_verdicts_on_accounts_and_identifiers(world: Neo4jStore):
    judge(world, draft_for(world, ["a7", "a2"], "not-same", "ann", "two people"))
    judge(world, draft_for(world, ["instrument:pi-9"], "allowed-instrument", "ann", "company card"))
    assert set(read_rulings(world, INDEX, None)) == {
        Ruling("not_same", (2, 7), None, "not_same by ann: two people"),
        Ruling("allowed_instrument", (), ("instrument", "pi-9"), "allowed_instrument by ann: company card"),
    }
    with pytest.raises(NotFoundError, match="not all"):
        judge(world, draft_for(world, ["a7", "nobody"], "same", "ann", "x"))


def test_expired_and_later_verdicts_are_not_in_force(world: Neo4jStore):
    soon = datetime.now(UTC) + timedelta(days=2)
    judge(world, draft_for(world, ["R-AAAAAAAAAA"], "benign", "ann", "one company", soon))
    assert [ruling.reason for ruling in read_rulings(world, INDEX, None)] == [RULED]
    assert read_rulings(world, INDEX, (soon + timedelta(days=1)).date()) == ()
    # what was decided later was not known on a past day
    assert read_rulings(world, INDEX, date(2026, 1, 1)) == ()


def test_old_id_resolves_to_the_heir(world: Neo4jStore):
    assert resolve(world, "R-BBBBBBBBBB") == resolve(world, "R-AAAAAAAAAA") == "R-AAAAAAAAAA"
    with pytest.raises(NotFoundError):
        resolve(world, "R-CCCCCCCCCC")
    draft = draft_for(world, ["R-BBBBBBBBBB"], "unsure", "ann", "look again")
    assert judge(world, draft).ring_id == "R-AAAAAAAAAA"
    assert ask(world, "MATCH (r:Ring) RETURN r.ring_id, r.state") == {
        ("R-AAAAAAAAAA", "flagged"),
        ("R-BBBBBBBBBB", "flagged"),
    }


def test_ring_that_dissolved_resolves_to_itself(world: Neo4jStore):
    world.driver.execute_query("MATCH (r:Ring {ring_id: 'R-AAAAAAAAAA'}) SET r.current = false, r.to_run = 'D-000003'")
    assert resolve(world, "R-AAAAAAAAAA") == "R-AAAAAAAAAA"


def test_listing_and_pages_of_members(world: Neo4jStore):
    assert [row["ring_id"] for row in list_rings(world, ["flagged"], 10)] == ["R-AAAAAAAAAA"]
    assert list_rings(world, ["benign"], 10) == []
    page = read_ring(world, "R-BBBBBBBBBB", first=3)
    assert (page.ring_id, page.after, [m["account_id"] for m in page.members]) == (
        "R-AAAAAAAAAA",
        "a2",
        ["a0", "a1", "a2"],
    )
    rest = read_ring(world, "R-AAAAAAAAAA", first=3, after="a2")
    assert (rest.after, [m["account_id"] for m in rest.members]) == (None, ["a3", "a4"])
