"""Every class of hostile requests is answered as it should be: no server error, no internal text, nothing changed.

A few of each class in `make test`, more in `make test-full`.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from app.graph import Neo4jStore, catalogue
from tests.api.hostile.attack import OK, Attack
from tests.api.hostile.documents import DOCUMENTS
from tests.api.hostile.requests import REQUESTS
from tests.api.hostile.values import VALUES
from tests.api.leaks import leaks

pytestmark = pytest.mark.graph

TABLE = (*DOCUMENTS, *REQUESTS, *VALUES)
COUNT = "MATCH (n) RETURN count(n) AS nodes, COUNT { ()-[]->() } AS links"


def test_there_are_many_classes_each_with_a_source():
    assert len({one.name for one in TABLE}) == len(TABLE) >= 40
    assert all(one.source and one.codes for one in TABLE)


@pytest.mark.parametrize("examples", [4, pytest.param(12, marks=pytest.mark.full)])
@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.name)
def test_it_is_refused_or_answered_and_tells_nothing_inside(
    client: TestClient, seen: Any, world: Neo4jStore, one: Attack, examples: int
):
    before = world.driver.execute_query(COUNT).records[0].values()
    seen.names.clear()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(call=one.calls)
    def check(call: Any) -> None:
        answer = client.request(call.method, call.path, content=call.body, headers=call.headers)
        assert answer.status_code < 500, answer.text
        errors = (
            answer.json().get("errors", ()) if answer.headers["content-type"].startswith("application/json") else ()
        )
        codes = {error["extensions"]["code"] for error in errors} or {OK}
        assert codes <= one.codes, (codes, answer.text[:500])
        assert all(error["extensions"]["requestId"] == answer.headers["x-request-id"] for error in errors)
        assert [leak for leak in leaks(answer.text) if leak not in leaks(call.told)] == []

    check()
    assert set(seen.names) <= set(catalogue.names())
    assert world.driver.execute_query(COUNT).records[0].values() == before
