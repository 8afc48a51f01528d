"""Rings over GraphQL: paging, filters, order, one ring in full, and how many statements a page takes."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import BIG, ENDED, GAP, HEIR, LONG, MEMBERS, RINGS, rings
from tests.examples import examples

pytestmark = pytest.mark.graph

WALK = """query Walk($first: Int!, $after: String, $filter: RingFilter, $orderBy: RingOrder!, $ended: Boolean!) {
  rings(first: $first, after: $after, filter: $filter, orderBy: $orderBy, includeEnded: $ended) {
    totalCount nodes { id score size exchanges firstSeen lastSeen state }
    pageInfo { hasNextPage endCursor hasPreviousPage }
  }
}"""
ORDER_FIELDS = {
    "SCORE": "score",
    "EXCHANGES": "exchanges",
    "SIZE": "size",
    "FIRST_SEEN": "firstSeen",
    "LAST_SEEN": "lastSeen",
}


class _AnyId:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.startswith("q-")


ANY_ID = _AnyId()


def walk(data: Any, first: int, **given: Any) -> list[dict[str, Any]]:
    """All pages, one after the other."""
    variables = {"filter": None, "orderBy": {}, "ended": False, **given}
    found, after, total = [], None, None
    while True:
        page = data(WALK, first=first, after=after, **variables)["rings"]
        assert total in (None, page["totalCount"])
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        total = page["totalCount"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            assert total == len(found)
            return found
        assert len(page["nodes"]) == first
        after = page["pageInfo"]["endCursor"]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.integers(1, 100),
    order=st.sampled_from(sorted(ORDER_FIELDS)),
    direction=st.sampled_from(["ASC", "DESC"]),
    ended=st.booleans(),
)
def test_pages_together_are_the_list(data: Any, first: int, order: str, direction: str, ended: bool):
    found = walk(data, first, orderBy={"field": order, "direction": direction}, ended=ended)
    expected = [row for row in rings() if row["state"] != "staged" and (row["current"] or ended)]
    assert len(found) == len(expected)
    assert {row["id"] for row in found} == {row["ring_id"] for row in expected}
    keys = [row[ORDER_FIELDS[order]] for row in found]
    told = [key for key in keys if key is not None]
    assert told == sorted(told, reverse=direction == "DESC")
    assert keys == told + [None] * (len(keys) - len(told))


def test_default_order_is_score_then_exchanges_then_id(data: Any):
    found = walk(data, 100)
    suspect = {row["id"]: row["state"] != "CONTAINED_SUSPECT" for row in found}
    keys = [(-row["score"], suspect[row["id"]], -row["exchanges"], row["id"]) for row in found]
    assert keys == sorted(keys)


def test_without_a_filter_only_flagged_and_confirmed(data: Any):
    found = data("{ rings(first: 100) { totalCount nodes { state } } }")["rings"]
    assert {row["state"] for row in found["nodes"]} == {"FLAGGED", "CONFIRMED"}
    assert found["totalCount"] == len(found["nodes"])


GRAPH_STATE = {"flagged": "FLAGGED", "confirmed": "CONFIRMED", "candidate": "CANDIDATE", "benign": "BENIGN"}
LEAVES = st.one_of(
    st.fixed_dictionaries({"states": st.lists(st.sampled_from(sorted(GRAPH_STATE.values())), max_size=3)}),
    st.fixed_dictionaries({"families": st.lists(st.sampled_from(["NETWORK", "PAYMENT", "EMAIL"]), max_size=2)}),
    st.fixed_dictionaries({"minScore": st.sampled_from([0.5, 0.8, 0.97])}),
    st.fixed_dictionaries({"maxScore": st.sampled_from([0.4, 0.8])}),
    st.fixed_dictionaries({"minSize": st.integers(1, 6)}),
    st.fixed_dictionaries({"maxExchanges": st.sampled_from([0, 100, LONG])}),
    st.fixed_dictionaries(
        {"seenFrom": st.dates(min_value=rings()[0]["first_seen"], max_value=rings()[4]["last_seen"])}
    ),
    st.fixed_dictionaries(
        {"seenBefore": st.dates(min_value=rings()[0]["first_seen"], max_value=rings()[4]["last_seen"])}
    ),
)
INNER = st.one_of(
    LEAVES, st.fixed_dictionaries({"and": st.lists(LEAVES, max_size=3)}), st.fixed_dictionaries({"not": LEAVES})
)
FILTERS = st.one_of(
    INNER,
    st.fixed_dictionaries({"or": st.lists(INNER, max_size=3), "minSize": st.integers(1, 4)}),
    st.fixed_dictionaries({"and": st.lists(INNER, max_size=3)}),
    st.fixed_dictionaries({"not": INNER}),
)


def holds(filter_: dict[str, Any], row: dict[str, Any]) -> bool:
    """The meaning of a filter, in Python: a null never passes a bound."""
    tests = {
        "states": lambda v: GRAPH_STATE.get(row["state"]) in v,
        "families": lambda v: {f.lower() for f in v} <= set(row["families"]),
        "minScore": lambda v: row["score"] >= v,
        "maxScore": lambda v: row["score"] <= v,
        "minSize": lambda v: row["size"] >= v,
        "maxExchanges": lambda v: row["exchanges"] <= v,
        "seenFrom": lambda v: row["last_seen"] is not None and row["last_seen"] >= v,
        "seenBefore": lambda v: row["first_seen"] is not None and row["first_seen"] < v,
        "and": lambda v: all(holds(inner, row) for inner in v),
        "or": lambda v: any(holds(inner, row) for inner in v),
        "not": lambda v: not holds(v, row),
    }
    return all(tests[name](value) for name, value in filter_.items())


def as_json(filter_: Any) -> Any:
    if isinstance(filter_, dict):
        return {name: as_json(value) for name, value in filter_.items()}
    if isinstance(filter_, list):
        return [as_json(value) for value in filter_]
    return filter_.isoformat() if hasattr(filter_, "isoformat") else filter_


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filter_=FILTERS)
def test_a_filter_means_what_it_says(data: Any, filter_: dict[str, Any]):
    found = {row["id"] for row in walk(data, 100, filter=as_json(filter_))}
    assert found == {row["ring_id"] for row in rings() if row["current"] and holds(filter_, row)}


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        ({"not": {"not": {"not": {"not": {"minSize": 1}}}}}, "deeper than 3"),
        ({"or": [{"minSize": n} for n in range(51)]}, "51 conditions"),
        ({"or": [{"and": [{} for _ in range(30)]}, {"and": [{} for _ in range(30)]}]}, "60 conditions"),
        ({"ids": [f"R-{n}" for n in range(101)]}, "101 values"),
    ],
)
def test_a_filter_out_of_bounds_is_refused(api: Any, filter_: dict[str, Any], words: str):
    answer = api("query F($f: RingFilter) { rings(filter: $f) { nodes { id } } }", f=filter_)
    (error,) = answer["errors"]
    assert words in error["message"] and error["extensions"]["code"] == "BAD_INPUT"


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
def test_first_is_refused_and_never_clamped(api: Any, first: int):
    answer = api("query F($n: Int!) { rings(first: $n) { pageInfo { hasNextPage } } }", n=first)
    assert "allowed are" in answer["errors"][0]["message"] and answer["data"] is None


def test_a_cursor_holds_for_its_own_list_only(api: Any, data: Any):
    by_score = data("{ rings(first: 2) { pageInfo { endCursor } } }")["rings"]["pageInfo"]["endCursor"]
    changed = by_score[:-2] + ("AA" if by_score[-2:] != "AA" else "BB")
    asked = "query C($c: String) { rings(first: 2, after: $c, orderBy: {field: SIZE}) { nodes { id } } }"
    assert "another list" in api(asked, c=by_score)["errors"][0]["message"]
    for bad in (changed, "", "x", "é", "A" * 5000, by_score + "A"):
        assert api("query C($c: String) { rings(after: $c) { nodes { id } } }", c=bad)["errors"][0]["extensions"] == {
            "code": "BAD_INPUT",
            "requestId": ANY_ID,
            "retryable": False,
        }


def test_one_ring_in_full(data: Any):
    ring = data(
        """query R($id: ID!) { ring(id: $id) {
          id nodeId state size score exchanges inputTokens firstSeen formerIds becameIds current
          evidence { family bits termCount terms { kind value identifier { kind value degree } bits note } }
          sharedIdentifiers { identifier { kind value } members degree bits }
          members(first: 7) { totalCount nodes { score account { id } evidence { family } } }
        } }""",
        id=BIG,
    )["ring"]
    assert (ring["exchanges"], ring["inputTokens"]) == (LONG, LONG * 1000)
    assert [(e["family"], e["bits"], e["termCount"]) for e in ring["evidence"]] == [
        ("PAYMENT", 17.25, 1),
        ("NETWORK", 15.5, 2),
        ("TIMING", 4.25, 1),
    ]
    assert ring["evidence"][0]["terms"][0]["identifier"] == {"kind": "INSTRUMENT", "value": "pi-1", "degree": 30}
    assert [term["identifier"] is None for term in ring["evidence"][1]["terms"]] == [False, True]
    shared = {(s["identifier"]["kind"], s["identifier"]["value"], s["members"]) for s in ring["sharedIdentifiers"]}
    assert shared == {("INSTRUMENT", "pi-1", 30), ("IP", "198.51.100.7", 12)}
    assert ring["members"]["totalCount"] == MEMBERS and len(ring["members"]["nodes"]) == 7


def test_members_page_as_one_list(data: Any):
    asked = """query M($id: ID!, $after: String) { ring(id: $id) {
      members(first: 4, after: $after) { nodes { score account { id } } pageInfo { hasNextPage endCursor } } } }"""
    found, after = [], None
    while True:
        page = data(asked, id=BIG, after=after)["ring"]["members"]
        found += [(-m["score"], m["account"]["id"]) for m in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert found == sorted(found)
    assert {account for _, account in found} == {f"acct-{n:05d}" for n in range(MEMBERS)}


def test_an_old_id_leads_to_the_ring_that_it_became(data: Any):
    asked = """query R($id: ID!, $node: ID!) { ring(id: $id) { id formerIds }
      node(id: $node) { ... on Ring { id current becameIds members { nodes { account { id } } } } } }"""
    found = data(asked, id=ENDED, node=f"Ring:{ENDED}")
    assert found["ring"] == {"id": HEIR, "formerIds": [ENDED]}
    assert found["node"]["current"] is False and found["node"]["becameIds"] == [HEIR]
    assert {m["account"]["id"] for m in found["node"]["members"]["nodes"]} == {"acct-00000", "acct-00001"}


@pytest.mark.parametrize("unknown", ["R-NNNNNNNNNN", "", "R-SSSSSSSSSS", "' OR 1=1 //", "\u0000", "x" * 5000])
def test_an_unknown_ring_is_null(data: Any, unknown: str):
    assert data("query R($id: ID!) { ring(id: $id) { id } }", id=unknown)["ring"] is None


PAGE = """query Page($first: Int!) {
  rings(first: $first, filter: null) {
    totalCount
    nodes {
      id evidence { family bits } judgements { id }
      members(first: 20) { nodes { score account { id exchanges } } }
      traffic { total { exchanges } buckets { start exchanges } byModel { key exchanges } }
    }
  }
}"""
DEEP = """query Deep($first: Int!) {
  rings(first: $first, filter: null) { nodes { members(first: 3) { nodes { account {
    identifiers(first: 3) { nodes { identifier { value degree } } } rings { nodes { ring { id } } }
  } } } } }
}"""


@pytest.mark.parametrize("query", [PAGE, DEEP])
def test_a_page_takes_a_fixed_number_of_statements(data: Any, seen: Any, query: str):
    ran = {}
    for first in (2, 25, 50):
        seen.names.clear()
        assert len(data(query, first=first)["rings"]["nodes"]) == first
        ran[first] = sorted(seen.names)
    assert ran[2] == ran[25] == ran[50]
    assert len(ran[50]) == len(set(ran[50])) <= 7


def test_the_page_of_statements_holds_the_same_numbers_as_single_rings(data: Any):
    page = data(PAGE, first=50)["rings"]["nodes"]
    for ring in random.Random(1).sample(page, 5):
        single = data(
            """query R($id: ID!) { ring(id: $id) {
              traffic { total { exchanges } } members(first: 20) { nodes { account { id } } } } }""",
            id=ring["id"],
        )["ring"]
        assert single["traffic"]["total"] == ring["traffic"]["total"]
        assert [m["account"]["id"] for m in single["members"]["nodes"]] == [
            m["account"]["id"] for m in ring["members"]["nodes"]
        ]


def test_all_rings_are_there():
    assert len(rings()) == RINGS + 2


def test_the_detection_gap_of_the_replay_that_was_kept(data: Any):
    query = """query Gap($id: ID!) { ring(id: $id) { detectionGap {
      firstExchange flaggedOn exchangesBefore exchanges inputTokensBefore savedHourly accounts closings until chart
      days { day exchanges late } evidence { family presentOn sufficientOn } } } }"""
    gap = data(query, id=BIG)["ring"]["detectionGap"]
    assert (gap["flaggedOn"], gap["exchangesBefore"], gap["exchanges"]) == ("2026-03-10", LONG // 4, LONG)
    assert gap["inputTokensBefore"] == LONG * 250 and gap["savedHourly"] == LONG // 16
    assert [(each["day"], each["exchanges"], each["late"]) for each in gap["days"]] == [
        (str(day.day), day.exchanges, day.late) for day in GAP.days
    ]
    assert [each["sufficientOn"] for each in gap["evidence"]] == ["2026-03-05", "2026-03-10", None]
    assert gap["chart"].startswith("<svg ") and f"{BIG}: flagged on 2026-03-10" in gap["chart"]
    assert data(query, id=HEIR)["ring"]["detectionGap"] is None
