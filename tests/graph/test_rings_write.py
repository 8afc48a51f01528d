"""Detections in a real Neo4j: what is written, what stays, what a kill leaves behind. Asserted as sets of tuples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from app.errors import GraphError, IncompleteError
from app.graph import Neo4jStore
from app.model.detection import Group, Member, State, Term
from app.model.identifiers import Family
from app.model.rings import Ring, Totals, TrafficRow
from app.rings.store.known import identify_groups, read_past, refuse_open_batch
from app.rings.store.write import changes, write_detection

pytestmark = pytest.mark.graph
CARD = Term(Family.PAYMENT, "instrument", "pi-1", 5, 3, 12.5)


def ask(store: Neo4jStore, text: str, **params: Any) -> set[tuple[Any, ...]]:
    records = store.driver.execute_query(text, params, database_=store.database).records
    return {tuple(tuple(v) if isinstance(v, list) else v for v in record.values()) for record in records}


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(
        "UNWIND range(0, 29) AS i CREATE (:Account {account_id: 'a' + right('0' + i, 2)}) "
        "WITH count(*) AS n CREATE (:PaymentInstrument {instrument_id: 'pi-1'}), (:IpAddress {address: '192.0.2.1'})"
    )
    return store


def group(members: Sequence[str], *, score: float = 0.9, state: State = State.FLAGGED, terms: Any = (CARD,)) -> Group:
    people = tuple(Member(account, score, 20.0, tuple(terms)) for account in sorted(members))
    families = tuple(sorted({str(term.family) for term in terms}))
    return Group(state, score, families, people, tuple(terms))


def ids(*numbers: int) -> list[str]:
    return [f"a{n:02d}" for n in numbers]


def traffic(*days: int) -> tuple[TrafficRow, ...]:
    return tuple(TrafficRow(date(2026, 9, day), "software-engineering", "m1", 10 * day, 100, 50, 2) for day in days)


def run(store: Any, groups: Sequence[Group], rows: Mapping[int, tuple[TrafficRow, ...]] | None = None) -> list[str]:
    """Identify and write groups as a detection does; returns ring ids in the groups' order."""
    past = read_past(store)
    identity = identify_groups(store, [[m.account_id for m in g.members] for g in groups], past)
    rings = []
    for index, (ring_id, found) in enumerate(zip(identity.ids, groups, strict=True)):
        days = (rows or {}).get(index, traffic(1))
        rings.append(Ring(ring_id, found, days, Totals.of(days)))
    changed = changes(rings, {ring.ring_id: str(ring.group.state) for ring in rings}, past.stored)
    write_detection(store, changed, identity, past.next_run, {"rings": len(rings)})
    return list(identity.ids)


def members(store: Neo4jStore) -> set[tuple[Any, ...]]:
    return ask(
        store,
        "MATCH (a:Account)-[m:MEMBER_OF]->(r:Ring) RETURN a.account_id, r.ring_id, m.from_run, m.to_run, r.current",
    )


def everything(store: Neo4jStore) -> set[tuple[Any, ...]]:
    """All nodes and links with their properties, detection runs apart."""
    pairs = "[k IN keys({0}) | k + '=' + coalesce(toStringOrNull({0}[k]), reduce(s = '', x IN {0}[k] | s + x))]"
    nodes = ask(
        store,
        "MATCH (n) WHERE NOT n:DetectionRun AND NOT n:Meta RETURN labels(n), n.ring_id, " + pairs.format("n"),
    )
    links = ask(
        store,
        "MATCH (a)-[l]->(b) RETURN type(l), coalesce(a.account_id, a.ring_id), coalesce(b.ring_id, b.instrument_id), "
        + pairs.format("l"),
    )
    return {(*row[:-1], frozenset(row[-1])) for row in nodes | links}


def test_ring_members_shares_and_traffic_are_written(world: Neo4jStore):
    (ring_id,) = run(world, [group(ids(0, 1, 2))], {0: traffic(1, 2)})
    assert members(world) == {(a, ring_id, "D-000001", None, True) for a in ids(0, 1, 2)}
    assert ask(
        world, "MATCH (r:Ring) RETURN r.state, r.score, r.size, r.exchanges, toString(r.first_seen), r.families"
    ) == {("flagged", 0.9, 3, 30, "2026-09-01", ("payment",))}
    assert ask(
        world, "MATCH (r)-[s:SHARES]->(x) RETURN s.kind, s.members, s.degree, s.bits, s.family, x.instrument_id"
    ) == {("instrument", 3, 5, 12.5, "payment", "pi-1")}
    assert ask(
        world, "MATCH (r)-[:HAS_TRAFFIC]->(t) RETURN t.ring_id = r.ring_id, t.day.day, t.model, t.exchanges"
    ) == {
        (True, 1, "m1", 10),
        (True, 2, "m1", 20),
    }
    assert ask(world, "MATCH ()-[m:MEMBER_OF]->() RETURN DISTINCT m.evidence[0]") == {
        (
            '{"family": "payment", "kind": "instrument", "identifier": "pi-1", "degree": 5, "members": 3, '
            '"bits": 12.5, "note": ""}',
        )
    }


def test_second_run_without_news_writes_one_run_node_and_nothing_else(world: Neo4jStore):
    groups = [group(ids(0, 1, 2)), group(ids(5, 6, 7), state=State.BENIGN, terms=())]
    first = run(world, groups)
    before = everything(world)
    assert run(world, groups) == first
    assert everything(world) == before
    assert ask(world, "MATCH (d:DetectionRun) RETURN d.run_id") == {("D-000001",), ("D-000002",)}


def test_growth_changes_members_in_place_and_keeps_history(world: Neo4jStore):
    (ring_id,) = run(world, [group(ids(0, 1, 2, 3))], {0: traffic(1, 2)})
    (again,) = run(world, [group(ids(1, 2, 3, 4), score=0.95)], {0: traffic(2, 3)})
    assert again == ring_id
    assert members(world) == {
        ("a00", ring_id, "D-000001", "D-000002", True),
        ("a04", ring_id, "D-000002", None, True),
    } | {(a, ring_id, "D-000001", None, True) for a in ids(1, 2, 3)}
    assert ask(world, "MATCH ()-[m:MEMBER_OF]->() WHERE m.to_run IS NULL RETURN m.score") == {(0.95,)}
    assert ask(world, "MATCH (t:TrafficDay) RETURN t.day.day, t.exchanges") == {(2, 20), (3, 30)}
    assert ask(world, "MATCH (r:Ring) RETURN r.from_run, r.last_run, r.score, r.exchanges") == {
        ("D-000001", "D-000002", 0.95, 50)
    }


def test_split_merge_and_return(world: Neo4jStore):
    (whole,) = run(world, [group(ids(*range(10)))])
    part, rest = run(world, [group(ids(0, 1, 2, 3)), group(ids(*range(4, 10)))])
    assert rest == whole != part
    assert ask(world, "MATCH (o)-[b:BECAME]->(n) RETURN o.ring_id, n.ring_id, b.shared, b.run_id") == {
        (whole, part, 4, "D-000002")
    }
    assert run(world, [group(ids(*range(10)))]) == [whole]
    assert ask(world, "MATCH (r:Ring) RETURN r.ring_id, r.current, r.to_run") == {
        (whole, True, None),
        (part, False, "D-000003"),
    }
    assert (part, whole, 4, "D-000003") in ask(
        world, "MATCH (o)-[b:BECAME]->(n) RETURN o.ring_id, n.ring_id, b.shared, b.run_id"
    )
    # the part comes back, under the id it had
    assert run(world, [group(ids(0, 1, 2, 3)), group(ids(*range(4, 10)))]) == [part, whole]
    current = {(row[0], row[1]) for row in members(world) if row[3] is None}
    assert current == {(a, part) for a in ids(0, 1, 2, 3)} | {(a, whole) for a in ids(*range(4, 10))}


def test_nothing_found_ends_all_rings_and_keeps_them_readable(world: Neo4jStore):
    (ring_id,) = run(world, [group(ids(0, 1, 2))])
    assert run(world, []) == []
    assert members(world) == {(a, ring_id, "D-000001", "D-000002", False) for a in ids(0, 1, 2)}
    assert ask(world, "MATCH (r:Ring)-[:HAS_TRAFFIC]->(t) RETURN r.ring_id, t.exchanges") == {(ring_id, 10)}


class Dying:
    """A store whose process is killed at the n-th write."""

    def __init__(self, store: Neo4jStore, after: int) -> None:
        self.store, self.left = store, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def write(self, *steps: Any) -> Any:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return self.store.write(*steps)


FIRST = [group(ids(0, 1, 2, 3)), group(ids(10, 11, 12))]
SECOND = [group(ids(0, 1, 2, 3, 4), score=0.95), group(ids(20, 21, 22))]
READERS = (
    "MATCH (a)-[m:MEMBER_OF]->(r:Ring) WHERE r.current AND m.to_run IS NULL RETURN a.account_id, r.ring_id, m.score",
    "MATCH (r:Ring) WHERE r.current RETURN r.ring_id, r.state, r.score, r.size, r.exchanges",
    "MATCH (r:Ring)-[:HAS_TRAFFIC]->(t) WHERE r.current RETURN r.ring_id, t.day.day, t.exchanges",
    "MATCH (r:Ring)-[s:SHARES]->(x) WHERE r.current RETURN r.ring_id, x.instrument_id, s.members",
)


def test_kill_at_any_write_leaves_the_old_detection_and_the_next_run_repairs(world: Neo4jStore):
    run(world, FIRST, {0: traffic(1)})
    old = [ask(world, text) for text in READERS]
    kills = 0
    while True:
        try:
            run(Dying(world, kills), SECOND, {0: traffic(1, 2), 1: traffic(2)})
        except KeyboardInterrupt:
            kills += 1
            switched = ask(world, "MATCH (d:DetectionRun {run_id: 'D-000002'}) RETURN d.run_id")
            if not switched:
                assert [ask(world, text) for text in READERS] == old
            else:
                break
        else:
            break
    assert kills >= 5
    run(world, SECOND, {0: traffic(1, 2), 1: traffic(2)})
    after_kills = everything(world)
    assert not [row for row in members(world) if row[3] in ("staged", "replaced")]

    world.driver.execute_query("MATCH (n) WHERE n:Ring OR n:TrafficDay OR n:DetectionRun DETACH DELETE n")
    run(world, FIRST, {0: traffic(1)})
    run(world, SECOND, {0: traffic(1, 2), 1: traffic(2)})
    assert everything(world) == after_kills


def test_lost_answer_to_the_switch_is_found_out(world: Neo4jStore):
    class Deaf(Dying):
        def write(self, *steps: Any) -> Any:
            answer = self.store.write(*steps)
            if len(steps) > 1:
                raise GraphError("the connection went away")
            return answer

    (ring_id,) = run(Deaf(world, 99), [group(ids(0, 1, 2))])
    assert {row[1] for row in members(world)} == {ring_id}


def test_open_batch_is_refused(world: Neo4jStore):
    refuse_open_batch(world)
    world.driver.execute_query("CREATE (:Batch {batch_id: 'b1', status: 'open', opened_at: datetime()})")
    with pytest.raises(IncompleteError, match="open since"):
        refuse_open_batch(world)
