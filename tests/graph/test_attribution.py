"""Operators, claims, attach and fingerprints in a real Neo4j: rivals side by side, nothing lost, nothing written."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from app.attribution.claims import (
    add_claim,
    add_operator,
    find_operator,
    list_claims,
    list_operators,
    read_claim,
    released_names,
    revise,
    ring_claims,
)
from app.attribution.following import Held, follow
from app.attribution.review import approved, cited, draft_claim, draft_operator, refuted
from app.errors import DataError, LockedError, NotFoundError, UsageError
from app.exports import tables
from app.exports.formats import Format
from app.exports.run import export_file, states_of
from app.facts import asked_view
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.queries import DIGEST_ENTITIES
from app.ingest import ingest
from app.linkage.read import told_clusters
from app.model.attribution import Claim, ClaimRole, ClaimState, EvidenceItem, OperatorKind
from app.model.snapshot import SignatureClusters
from app.pipeline.attach import Asked, attach_account
from app.pipeline.attribution import score_as_of, score_in
from app.pipeline.detection import facts_of
from app.pipeline.ledger import ledger
from app.settings import Settings

pytestmark = pytest.mark.graph

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RING, OFFICE = "R-AAAAAAAAAA", "R-BBBBBBBBBB"
ITEM = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)
SEEN = "datetime('2026-03-01T00:00Z')"
SPAN = f"{{first_seen: {SEEN}, last_seen: {SEEN}, known_from: date('2026-03-01')}}"
KEY = bytes(32)


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    """1,000 accounts; a0..a9 are a ring on one card, subnet and client, b0..b9 an office on one subnet."""
    run = store.driver.execute_query
    for ring, state, size in ((RING, "flagged", 10), (OFFICE, "benign", 10), ("R-CCCCCCCCCC", "flagged", 2)):
        run(
            "CREATE (:Ring {ring_id: $ring, state: $state, score: 0.9, size: $size, current: $current, evidence: []})",
            ring=ring,
            state=state,
            size=size,
            current=ring != "R-CCCCCCCCCC",
        )
    run(
        f"MATCH (old:Ring {{ring_id: 'R-CCCCCCCCCC'}}), (new:Ring {{ring_id: '{RING}'}}) SET old.to_run = 'D-000002' "
        "CREATE (old)-[:BECAME {run_id: 'D-000002', shared: 2}]->(new)"
    )
    run("UNWIND range(0, 979) AS i CREATE (:Account {account_id: 'h' + i})")
    for prefix, ring, third in (("a", RING, 7), ("b", OFFICE, 8)):
        run(
            f"MATCH (r:Ring {{ring_id: '{ring}'}}) MERGE (n:Network {{prefix: '198.51.{third}.0/24'}}) "
            f"MERGE (p:PaymentInstrument {{instrument_id: 'pi-{prefix}'}}) "
            f"MERGE (c:Client {{client: 'client-{prefix}'}}) "
            "WITH * UNWIND range(0, 9) AS i "
            f"CREATE (a:Account {{account_id: '{prefix}' + i}}) "
            f"CREATE (x:IpAddress {{address: '198.51.{third}.' + i}}) "
            f"CREATE (x)-[:IN_SUBNET]->(n) CREATE (a)-[:SIGNED_UP_FROM {SPAN}]->(x) "
            f"CREATE (a)-[:SIGNED_UP_WITH {SPAN}]->(c) "
            "CREATE (a)-[:MEMBER_OF {score: 0.9, bits: 4.0, evidence: [], from_run: 'D-000001'}]->(r) "
            f"CREATE (a)-[l:PAID_WITH {{rank: '0'}}]->(p)"
        )
    return store


def claim(store: Neo4jStore, name: str, *accounts: str, ring: str = RING, author: str = "ann") -> Claim:
    who = find_operator(store, name).operator_id
    draft = draft_claim(who, ring, ClaimRole.RUNS, author, "as in March", NOW, evidence=[ITEM], members=accounts)
    return add_claim(store, draft)


def operators(store: Neo4jStore) -> None:
    for name in ("North", "East"):
        draft = draft_operator(
            name, OperatorKind.ACTOR, "ann", NOW, aliases=[f"{name} Group"], traits=[("asn", "64500")]
        )
        add_operator(store, draft)


def test_operators_are_found_by_name_and_alias_and_never_doubled(world: Neo4jStore):
    operators(world)
    assert find_operator(world, "north group") == find_operator(world, "NORTH")
    assert [(one.name, claims) for one, claims in list_operators(world)] == [("East", 0), ("North", 0)]
    with pytest.raises(UsageError, match="known already"):
        add_operator(world, draft_operator("north", OperatorKind.PROXY, "eve", NOW))
    with pytest.raises(NotFoundError):
        find_operator(world, "South")


def test_rivals_live_side_by_side_and_refuted_ones_stay(world: Neo4jStore):
    operators(world)
    first, second = claim(world, "North"), claim(world, "East", "a1", "a0", author="eve")
    assert first.whole and first.members == tuple(f"a{n}" for n in range(10))
    assert not second.whole and second.members == ("a0", "a1")
    revise(world, second.claim_id, lambda old: refuted(old, "bob", "another issuer", NOW))
    found = {one.claim_id: one for one in ring_claims(world, [RING])[RING]}
    assert found[first.claim_id] == first
    assert found[second.claim_id].state is ClaimState.REFUTED and found[second.claim_id].evidence == second.evidence
    assert {one.claim_id for one in list_claims(world, [ClaimState.PROPOSED])} == {first.claim_id}
    assert run_checks(world) == []


def test_a_name_leaves_only_after_a_second_persons_approval(world: Neo4jStore):
    operators(world)
    made = claim(world, "North")
    assert released_names(world, [RING], NOW) == {RING: []}
    revise(world, made.claim_id, lambda old: approved(old, "bob", "checked", NOW))
    ((one,),) = released_names(world, [RING], NOW).values()
    assert (one.name, one.approved_by, one.claim_id) == ("North", "bob", made.claim_id)
    revise(world, made.claim_id, lambda old: cited(old, [replace(ITEM, text="new")], "eve", "more", NOW))
    assert released_names(world, [RING], NOW) == {RING: []}
    assert [event.what for event in read_claim(world, made.claim_id).history] == ["proposed", "approved", "cited"]


def test_a_claim_about_what_became_the_ring_is_told_but_releases_nothing(world: Neo4jStore):
    operators(world)
    world.driver.execute_query(
        "MATCH (a:Account {account_id: 'a0'}), (r:Ring {ring_id: 'R-CCCCCCCCCC'}) "
        "CREATE (a)-[:MEMBER_OF {score: 0.9, from_run: 'D-000001', to_run: 'D-000002'}]->(r)"
    )
    old = claim(world, "North", ring="R-CCCCCCCCCC")
    revise(world, old.claim_id, lambda one: approved(one, "bob", "checked", NOW))
    assert [one.claim_id for one in ring_claims(world, [RING])[RING]] == [old.claim_id]
    assert released_names(world, [RING], NOW) == {RING: []}


@pytest.mark.parametrize(("shared", "whole"), [(5, False), (6, True)])
def test_a_claim_follows_its_ring_into_what_is_mostly_claimed(world: Neo4jStore, shared: int, whole: bool):
    """A ring of 8 that ended: some of its accounts are now in the ring of 10, the others in none."""
    operators(world)
    world.driver.execute_query(
        "MATCH (r:Ring {ring_id: 'R-CCCCCCCCCC'}) UNWIND $ids AS id MATCH (a:Account {account_id: id}) "
        "CREATE (a)-[:MEMBER_OF {score: 0.9, from_run: 'D-000001', to_run: 'D-000002'}]->(r)",
        ids=[f"a{n}" for n in range(shared)] + [f"h{n}" for n in range(8 - shared)],
    )
    old = claim(world, "North", ring="R-CCCCCCCCCC")
    made = revise(world, old.claim_id, lambda one: approved(one, "bob", "checked", NOW))
    part = claim(world, "East", "a0", ring="R-CCCCCCCCCC")
    held = follow(world, [made, part])
    assert held[made.claim_id] == [Held(RING, shared, 10, own=False, whole=whole)]
    assert held[part.claim_id] == [Held(RING, 1, 10, own=False, whole=False)]
    assert [one.name for one in released_names(world, [RING], NOW)[RING]] == ["North"] * whole
    assert follow(world, []) == {} and len(ring_claims(world, [RING])[RING]) == 2


def test_a_lost_race_is_told(world: Neo4jStore):
    operators(world)
    made = claim(world, "North")

    def meanwhile(old: Claim) -> Claim:
        revise(world, made.claim_id, lambda one: cited(one, [ITEM], "eve", "more", NOW))
        return approved(old, "eve", "ok", NOW)

    with pytest.raises(LockedError):
        revise(world, made.claim_id, meanwhile)
    assert read_claim(world, made.claim_id).state is ClaimState.PROPOSED


def test_unknown_rings_and_accounts_are_refused(world: Neo4jStore):
    operators(world)
    for ring, accounts in (("R-ZZZZZZZZZZ", ()), (RING, ("h1",))):
        with pytest.raises(NotFoundError):
            claim(world, "North", *accounts, ring=ring)
    assert list_claims(world) == []


def test_a_new_account_joins_the_ring_whose_things_it_brings_and_nothing_is_written(world: Neo4jStore):
    before = sorted(map(str, world.read(DIGEST_ENTITIES)))
    asked = Asked(identifiers={"ip": ["198.51.7.77"], "instrument": ["pi-a"], "email": ["new.one@example.org"]})
    found = attach_account(world, KEY, asked)
    assert found.joins is not None and found.joins.ring_id == RING
    assert [(t.kind, t.members, t.degree) for t in found.joins.terms] == [("instrument", 10, 10), ("subnet", 10, 10)]
    assert sorted(map(str, world.read(DIGEST_ENTITIES))) == before


def test_an_office_adds_nothing(world: Neo4jStore):
    found = attach_account(world, KEY, Asked(identifiers={"ip": ["198.51.8.3"], "instrument": ["pi-b"]}))
    assert found.joins is None and {one.reason.partition(":")[0] for one in found.silent} == {
        "a benign container explains it"
    }


def test_an_account_is_weighed_without_itself(world: Neo4jStore):
    found = attach_account(world, KEY, Asked("a3"))
    assert found.joins is not None and {t.degree for t in found.joins.terms if t.kind != "ip"} == {9}
    world.driver.execute_query(
        "CREATE (:Judgement {judgement_id: 'J-1', verdict: 'benign_network', author: 'ann', made_at: datetime(), "
        "kind: 'subnet', identifier: '198.51.7.0/24'}) CREATE (:Judgement {judgement_id: 'J-2', author: 'ann', "
        "verdict: 'allowed_instrument', made_at: datetime(), kind: 'instrument', identifier: 'pi-a'})"
    )
    assert attach_account(world, KEY, Asked("a3")).joins is None
    with pytest.raises(NotFoundError):
        attach_account(world, KEY, Asked("nobody"))
    with pytest.raises(UsageError):
        attach_account(world, KEY, Asked(identifiers={"ip": ["no address"]}))


def test_a_crowd_is_not_walked(world: Neo4jStore):
    world.driver.execute_query(
        "MATCH (c:Client {client: 'client-a'}), (a:Account) "
        "WHERE a.account_id STARTS WITH 'h' AND size(a.account_id) > 3 "
        f"CREATE (a)-[:SIGNED_UP_WITH {SPAN}]->(c)"
    )
    found = attach_account(world, KEY, Asked(identifiers={"client": ["client-a"]}))
    assert found.joins is None and "common" in found.silent[0].reason


def exchanges(feed: Path) -> None:
    """a0..a9 ask `hot` three times each and `cold` once, h0..h59 `cold` twice; one line comes twice."""
    lines = ["occurred_at,account_id,exchange_id,query_cluster,input_tokens,output_tokens"]
    asked = [(f"a{n}", "hot", 3) for n in range(10)] + [(f"a{n}", "cold", 1) for n in range(10)]
    asked += [(f"h{n}", "cold", 2) for n in range(60)]
    for account, cluster, times in asked:
        lines += [f"2026-03-01T10:00:0{t}Z,{account},{account}-{cluster}-{t},{cluster},7,5" for t in range(times)]
    feed.mkdir()
    (feed / "exchanges-1.csv").write_text("\n".join([*lines, lines[-1]]) + "\n")


def test_claims_leave_as_a_table_and_names_only_with_approval(world: Neo4jStore, settings: Settings, tmp_path: Path):
    operators(world)
    north, east, part = claim(world, "North"), claim(world, "East"), claim(world, "East", "a0", "a1")
    secret = claim(world, "East", author="eve")
    world.driver.execute_query("MATCH (c:Claim {claim_id: $id}) SET c.tlp = 'red'", id=secret.claim_id)
    claim(world, "North", ring=OFFICE)
    revise(world, north.claim_id, lambda old: approved(old, "bob", "checked", NOW))
    revise(world, east.claim_id, lambda old: refuted(old, "bob", "no", NOW))
    path = tmp_path / "claims.csv"
    assert export_file(settings, world, tables.Asked("claims", states_of([])), Format.CSV, path).rows == 3
    with path.open(newline="") as handle:
        rows = {row["claim_id"]: row for row in csv.DictReader(handle)}
    assert {key: (row["operator"], row["state"], row["whole"]) for key, row in rows.items()} == {
        north.claim_id: ("North", "approved", "true"),
        east.claim_id: ("", "refuted", "true"),
        part.claim_id: ("", "proposed", "false"),
    }
    assert {row["ring_id"] for row in rows.values()} == {RING}
    assert rows[part.claim_id]["accounts"] == "2" and rows[north.claim_id]["evidence"] == "1"
    assert rows[north.claim_id]["approved_at"] == "2026-03-01T00:00:00+00:00" and not rows[east.claim_id]["approved_at"]
    text = path.read_text()
    assert "East" not in text and "ann" not in text and "as in March" not in text


def test_the_ledger_sums_to_what_was_ingested_and_names_its_snapshot(
    world: Neo4jStore, settings: Settings, tmp_path: Path
):
    exchanges(tmp_path / "feed")
    summary = ingest(world, settings, tmp_path / "feed")
    operators(world)
    made = claim(world, "North")
    with facts_of(settings, world) as view:
        before = ledger(world, view.connection)
        assert {b.bucket: b.exchanges.likely for b in before.buckets} == {f"ring:{RING}": 30, "benign": 130}
        revise(world, made.claim_id, lambda old: approved(old, "bob", "checked", NOW))
        after = ledger(world, view.connection)
        assert after == ledger(world, view.connection)
        made_of = tables.Asked("ledger", states_of([]))
    assert export_file(settings, world, made_of, Format.CSV, tmp_path / "l.csv").rows == 2
    assert before.total == after.total == summary.exchanges == 160 and summary.duplicates == 1
    ours = after.buckets[0]
    assert (ours.kind, ours.name, ours.rings) == ("operator", "North", (RING,))
    # a3's score is .9: likely, not surely
    assert (ours.exchanges.low, ours.exchanges.likely, ours.volume.likely, ours.input_tokens) == (0, 30, 40, 210)
    assert before.snapshot.claims != after.snapshot.claims and before.digest != after.digest
    with (tmp_path / "l.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["digest"] for row in rows} == {after.digest} and rows[0]["query"] == "attribution/ledger.sql"


def test_a_ledger_of_facts_that_the_graph_did_not_count_is_refused(
    world: Neo4jStore, settings: Settings, tmp_path: Path
):
    exchanges(tmp_path / "feed")
    ingest(world, settings, tmp_path / "feed")
    world.driver.execute_query("MATCH (b:Batch) SET b.exchanges = b.exchanges - 1")
    with facts_of(settings, world) as view, pytest.raises(DataError, match="hold 160 exchanges"):
        ledger(world, view.connection)


def test_a_ring_like_an_operators_other_ring_scores_for_it(world: Neo4jStore, settings: Settings):
    operators(world)
    world.driver.execute_query(
        f"MATCH (r:Ring {{ring_id: '{OFFICE}'}}) SET r.state = 'flagged' "
        "WITH r MATCH (d:Client {client: 'client-a'}), "
        "(p:PaymentInstrument {instrument_id: 'pi-a'}) UNWIND range(0, 9) AS i MATCH (a:Account {account_id: 'b' + i}) "
        f"CREATE (a)-[:SIGNED_UP_WITH {SPAN}]->(d) CREATE (a)-[:PAID_WITH {{rank: '0'}}]->(p)"
    )
    made = claim(world, "North")
    with facts_of(settings, world) as view, asked_view(view.connection, SignatureClusters()):
        told = told_clusters(world, None)
        unclaimed = score_in(world, view.connection, told, OFFICE)
        revise(world, made.claim_id, lambda old: approved(old, "bob", "checked", NOW))
        found = score_in(world, view.connection, told, OFFICE)
        own = score_in(world, view.connection, told, RING)
    assert unclaimed.scores[0].name == "none of them"
    assert found.scores[0].name == "North" and {t.kind for t in found.scores[0].terms} >= {"client", "instrument"}
    assert "1 rings" not in str(own), "a ring is never held against itself"


def test_a_score_of_a_past_day_knows_nothing_later(world: Neo4jStore, settings: Settings):
    add_operator(world, draft_operator("North", OperatorKind.ACTOR, "ann", NOW, traits=[("client", "client-late")]))
    world.driver.execute_query(
        "CREATE (d:Client {client: 'client-late'}) WITH d UNWIND range(0, 9) AS i "
        "MATCH (a:Account {account_id: 'a' + i}) CREATE (a)-[:USED_CLIENT {known_from: date('2026-03-10')}]->(d)"
    )
    with facts_of(settings, world) as view:
        score = partial(score_as_of, world, view.connection, RING)
        now, before, after = score(), score(date(2026, 3, 9)), score(date(2026, 3, 10))
    theirs = [next(one for one in found.scores if one.name == "North") for found in (before, after)]
    assert [sum(term.bits for term in one.terms) > 0 for one in theirs] == [False, True]
    assert (before.as_of, after.as_of, now.as_of) == (date(2026, 3, 9), date(2026, 3, 10), None)
    assert replace(after, as_of=None) == now
