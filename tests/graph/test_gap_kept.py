"""A replay kept on the rings of the graph: on the right ones, in place of the one before, through later detections."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.graph import Neo4jStore
from app.model.gap import FamilyDays, gap_from
from app.pipeline.gap import Hourly, ReplayedRing, Volume
from app.pipeline.kept import keep
from app.pipeline.replay import Replayed
from tests.graph.test_rings_write import group, ids, run, world

__all__ = ["world"]

pytestmark = pytest.mark.graph
DAYS = (date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3))
RING = ReplayedRing(
    "R-REPLAYED01",
    tuple(ids(0, 1, 2, 3)),
    DAYS[1],
    (FamilyDays("payment", DAYS[0], DAYS[1]),),
    first_exchange=DAYS[0],
    before=Volume(30, 3_000, 300),
    total=Volume(60, 6_000, 600),
    hourly=Hourly(datetime(2026, 9, 2, 1, tzinfo=UTC), Volume(20, 1, 1)),
    days=((DAYS[0], 10), (DAYS[1], 20), (DAYS[2], 30)),
)
OTHER = ReplayedRing("R-REPLAYED02", tuple(ids(10, 11, 12)), None)
GONE = ReplayedRing("R-REPLAYED03", tuple(ids(25, 26)), DAYS[0])


def kept(store: Neo4jStore) -> dict[str, Any]:
    rows = store.driver.execute_query(
        "MATCH (r:Ring) WHERE r.gap IS NOT NULL RETURN r.ring_id AS ring_id, r.gap AS gap", database_=store.database
    ).records
    return {row["ring_id"]: gap_from(row["gap"]) for row in rows}


def test_each_gap_is_kept_on_the_ring_that_has_its_accounts(world: Neo4jStore):
    own, other, _ = run(world, [group(ids(0, 1, 2, 4)), group(ids(10, 11, 12, 13, 14)), group(ids(20, 21, 22))])
    assert keep(world, Replayed((RING, OTHER, GONE), DAYS)) == {"R-REPLAYED01": own, "R-REPLAYED02": other}
    found = kept(world)
    assert found.keys() == {own, other}
    gap = found[own]
    assert (gap.flagged_on, gap.exchanges_before, gap.exchanges, gap.accounts) == (DAYS[1], 30, 60, 4)
    assert [(day.exchanges, day.late) for day in gap.days] == [(10, 0), (20, 20), (30, 0)]
    assert (gap.evidence, gap.closings, gap.until) == (RING.evidence, 3, DAYS[2])
    assert found[other].flagged_on is None and found[other].saved_hourly is None


def test_it_holds_no_account_and_outlives_a_detection_but_not_the_next_replay(world: Neo4jStore):
    members = [group(ids(0, 1, 2, 3)), group(ids(10, 11, 12))]
    own, other = run(world, members)
    keep(world, Replayed((RING,), DAYS))
    rows = world.driver.execute_query("MATCH (r:Ring) RETURN r.gap AS gap", database_=world.database).records
    assert not any(account in (row["gap"] or "") for row in rows for account in RING.accounts)
    before = kept(world)
    assert run(world, [group(ids(0, 1, 2, 3, 4)), members[1]]) == [own, other]
    assert kept(world) == before
    keep(world, Replayed((OTHER,), DAYS))
    assert kept(world).keys() == {other}
    keep(world, Replayed((replace(GONE, accounts=("stranger",)),), DAYS))
    assert kept(world) == {}
