"""The port on a real Neo4j: units apply once, the lease excludes, errors are ours."""

import pytest

from app.errors import GraphError, LockedError
from app.graph import Neo4jStore, Query, lease
from app.graph.queries import CREATE_LOAD_UNIT, TAKE_LEASE
from app.settings import Settings


def test_a_unit_applies_once(store: Neo4jStore) -> None:
    assert store.apply_unit("batch:1", []) is True
    assert store.apply_unit("batch:1", []) is False


def test_a_failed_step_takes_its_unit_back(store: Neo4jStore) -> None:
    with pytest.raises(GraphError):
        store.apply_unit("batch:2", [(CREATE_LOAD_UNIT, {"key": "batch:2"})])
    assert store.apply_unit("batch:2", []) is True


def test_the_lease_excludes_a_second_run(store: Neo4jStore, settings: Settings) -> None:
    with lease(store, settings, "ingest"), pytest.raises(LockedError, match="ingest"), lease(store, settings, "detect"):
        pass


def test_another_host_is_refused_until_the_lease_runs_out(store: Neo4jStore, settings: Settings) -> None:
    params = {"owner": "ingest on elsewhere", "place": "elsewhere", "seconds": 60}
    assert store.write((TAKE_LEASE, params))[0][0]["taken"]
    with pytest.raises(LockedError, match="elsewhere"), lease(store, settings, "detect"):
        pass
    assert store.write((TAKE_LEASE, params | {"seconds": -1}))[0][0]["taken"]  # the same place may follow itself
    with lease(store, settings, "detect") as held:
        assert held.fence == 3


def test_statement_errors_show_no_text(store: Neo4jStore) -> None:
    with pytest.raises(GraphError) as caught:
        store.read(Query("graph/create_load_unit"), key="x")
    assert "LoadUnit" not in str(caught.value)
