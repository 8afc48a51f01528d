"""Members' distance from the edge, the honest look-alike and the weakest cut, as clients ask for them."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse
from starlette.testclient import TestClient

from app.api.limits import MAX_COST, check, measure
from app.api.schema import make_schema
from app.errors import LimitError
from tests.api.conftest import BIG, ENDED, OFFICE

NAMES = "identifiers { members degree identifier { kind value } }"
CUT = f"{{ identifierCount partSizes considered loose approximated {NAMES} }}"
LOOK = "{ distance ring { id state reason size } tests { family name ring lookAlike population note lookAlikeNote } }"


@pytest.mark.graph
def test_how_close_a_member_is_to_the_edge(data: Any):
    fields = "marginBits edge leavesWithout { family value }"
    ring = data(f'{{ ring(id: "{BIG}") {{ members(first: 1) {{ nodes {{ account {{ id }} {fields} }} }} }} }}')["ring"]
    (member,) = ring["members"]["nodes"]
    expected = {"marginBits": 8.5, "edge": "two families"}
    assert {name: member[name] for name in expected} == expected
    assert member["leavesWithout"] == [{"family": "NETWORK", "value": "198.51.100.7"}]
    asked = f'{{ account(id: "{member["account"]["id"]}") {{ rings {{ nodes {{ marginBits edge }} }} }} }}'
    assert data(asked)["account"]["rings"]["nodes"] == [expected]


@pytest.mark.graph
def test_the_look_alike_side_by_side(data: Any):
    found = data(f'{{ ring(id: "{BIG}") {{ lookAlike {LOOK} }} }}')["ring"]["lookAlike"]
    assert (found["ring"]["id"], found["ring"]["state"]) == (OFFICE, "BENIGN")
    assert found["distance"] == pytest.approx((1.5**2 + 5.25**2) ** 0.5, abs=0.01)
    rows = {row["name"]: row for row in found["tests"]}
    assert [row["name"] for row in found["tests"]] == ["container", "synchrony ratio", "shared coverage"]
    sync = rows["synchrony ratio"]
    assert (sync["ring"], sync["lookAlike"], sync["population"]) == (4.27, 1.0, 1.0)
    assert sync["note"] == "lag 0: 812 against 190" and sync["family"] == "TIMING"
    assert rows["shared coverage"]["ring"] is None and rows["shared coverage"]["population"] == 0.01


@pytest.mark.graph
def test_an_ended_ring_has_no_look_alike(data: Any):
    node = data(f'{{ node(id: "Ring:{ENDED}") {{ ... on Ring {{ lookAlike {{ distance }} }} }} }}')["node"]
    assert node == {"lookAlike": None}


@pytest.mark.graph
def test_look_alikes_of_many_rings_read_the_groups_once(data: Any, seen: Any):
    seen.names.clear()
    data("{ rings(first: 20) { nodes { lookAlike { distance } } } }")
    assert seen.names.count("rings/list_judged_groups") == 1


@pytest.mark.graph
def test_the_weakest_cut_names_what_holds_the_ring(data: Any):
    cut = data(f'{{ ring(id: "{BIG}") {{ weakestCut {CUT} }} }}')["ring"]["weakestCut"]
    names = [(one["identifier"]["kind"], one["identifier"]["value"]) for one in cut["identifiers"]]
    assert names == [("BILLING_NAME", "name-1"), ("INSTRUMENT", "pi-1")]
    assert [(one["members"], one["degree"]) for one in cut["identifiers"]] == [(30, 30), (30, 30)]
    rest = {name: cut[name] for name in ("identifierCount", "partSizes", "considered", "loose", "approximated")}
    assert rest == {"identifierCount": 2, "partSizes": [18, 12], "considered": 5, "loose": 0, "approximated": False}


@pytest.mark.graph
def test_a_ring_that_shares_too_little_has_no_parts(data: Any):
    cut = data(f'{{ ring(id: "{OFFICE}") {{ weakestCut {CUT} }} }}')["ring"]["weakestCut"]
    assert (cut["identifiers"], cut["partSizes"], cut["approximated"]) == ([], [], False)


@pytest.mark.graph
def test_viewers_see_stand_ins(closed: TestClient, tokens: dict[str, str]):
    text = f'{{ ring(id: "{BIG}") {{ lookAlike {LOOK} weakestCut {CUT} }} }}'
    answers = {}
    for role in ("viewer", "investigator"):
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        document = closed.post("/graphql", json={"query": text}, headers=headers).json()
        assert "errors" not in document
        answers[role] = str(document["data"])
    for secret in ("pi-1", "pi-9", "name-1"):
        assert secret in answers["investigator"] and secret not in answers["viewer"]
    assert "192.0.2.0/24" in answers["viewer"]


def test_what_they_cost_is_counted():
    schema = make_schema()._schema

    def cost(inner: str, first: int = 1) -> int:
        return measure(schema, parse(f"{{ rings(first: {first}) {{ nodes {{ {inner} }} }} }}"), None, {}).cost

    assert cost("weakestCut { approximated }") >= 1_000 > cost("lookAlike { distance }") >= 100
    flood = measure(schema, parse("{ rings(first: 10) { nodes { weakestCut { approximated } } } }"), None, {})
    assert flood.cost > MAX_COST
    with pytest.raises(LimitError):
        check(flood)
