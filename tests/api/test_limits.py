"""Hostile queries: refused before they run, cheaply, with an error that says what to change."""

from __future__ import annotations

import json
import time
from typing import Any
from unittest.mock import ANY

import pytest
from graphql import get_introspection_query, parse
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.limits import MAX_BODY, MAX_COST, Measure, check, measure
from app.api.schema import make_schema
from app.errors import LimitError, UsageError
from tests.examples import examples

SCHEMA = make_schema()._schema


def measured(query: str, name: str | None = None, **variables: Any) -> Measure:
    return measure(SCHEMA, parse(query), name, variables)


def doubling(levels: int) -> str:
    """687 bytes and more of it: each fragment spreads the next one twice."""
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return "{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ rings(first: 100) {{ nodes {{ id }} }} }}"


def field_doubling(levels: int) -> str:
    """Doubling through fields and aliases, so that merging does not undo it."""
    parts = [
        f"fragment f{n} on Account {{ rings {{ nodes {{ ring {{ members {{ nodes {{ {inner} }} }} }} }} }} }}"
        for n, inner in ((n, f"account {{ ...f{n + 1} ...f{n + 1} }}") for n in range(levels))
    ]
    return '{ account(id: "x") { ...f0 } } ' + " ".join(parts) + f" fragment f{levels} on Account {{ id }}"


HOSTILE = {
    "fragment doubling": doubling(30),
    "fragment doubling through fields": field_doubling(12),
    "aliases": "{ " + " ".join(f"a{n}: rings {{ nodes {{ id }} }}" for n in range(31)) + " }",
    "aliases of scalars": "{ viewer { " + " ".join(f"a{n}: name" for n in range(200)) + " } }",
    "aliases in a doubled fragment": "{ ...a ...a } fragment a on Query { "
    + " ".join(f"a{n}: viewer {{ name }}" for n in range(16))
    + " }",
    "list product": "{ rings(first: 100) { nodes { members(first: 100) { nodes { bits } } } } }",
    "product by variable": "query ($n: Int = 99) { rings(first: $n) { nodes { members(first: $n) { totalCount } } } }",
    "list product of big numbers": "{ rings(first: 2000000000) { nodes { members(first: 9) { totalCount } } } }",
    "63 bytes for a million": "{rings(first:100){nodes{members(first:100){nodes{evidence{bits}}}}}}",
    "deep nesting": "{ account(id: 1) { "
    + "rings { nodes { ring { members { nodes { account { " * 3
    + "id"
    + " } } } } } }" * 3
    + " } }",
    "fragment cycle": "{ ...a } fragment a on Query { viewer { name } ...b } fragment b on Query { ...a }",
    "fragment that contains itself": "{ ...a } fragment a on Query { ...a }",
    "finder flood": "{ " + " ".join(f"f{n}: finder(name: SAME_DEVICE) {{ truncated }}" for n in range(21)) + " }",
    "introspection circle": "{ __schema { types " + "{ fields { type " * 4 + "{ name }" + " } }" * 4 + " } }",
    "introspection flood": "{ "
    + " ".join(f"s{n}: __schema {{ types {{ fields {{ name }} }} }}" for n in range(31))
    + " }",
    "introspection depth": "{ __schema { types " + "{ ofType " * 18 + "{ name }" + " }" * 18 + " } }",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_query_is_refused_cheaply(name: str):
    document = parse(HOSTILE[name])
    started = time.process_time()
    with pytest.raises((LimitError, UsageError)) as refused:
        check(measure(SCHEMA, document, None, {}))
    assert time.process_time() - started < 0.25
    assert refused.value.do


@pytest.mark.graph
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_nothing_of_a_hostile_query_runs(client: TestClient, seen: Any, name: str):
    seen.names.clear()
    answer = client.post("/graphql", json={"query": HOSTILE[name]}).json()
    assert answer["data"] is None and seen.names == []
    (error,) = answer["errors"]
    assert error["extensions"]["code"] in ("LIMIT", "BAD_INPUT", "BAD_QUERY")


@settings(max_examples=examples(60), deadline=None)
@given(levels=st.integers(1, 300), spreads=st.integers(2, 5))
def test_doubling_costs_no_more_the_deeper_it_goes(levels: int, spreads: int):
    body = " ".join(f"fragment f{n} on Query {{ {' '.join([f'...f{n + 1}'] * spreads)} }}" for n in range(levels))
    query = f"{{ ...f0 }} {body} fragment f{levels} on Query {{ rings {{ nodes {{ id }} }} }}"
    found = measured(query)
    assert found.cost == min(30 * spreads**levels, 10**9) or found.cost == min(
        measured("{rings{nodes{id}}}").cost * spreads**levels, 10**9
    )
    assert found.depth == 3


def test_depth_counts_fields():
    assert measured("{ viewer { name } }").depth == 2
    to_account = ["rings", "edges", "node", "members", "edges", "node", "account"]
    chain = [*to_account, "rings", "nodes", "ring", "evidence", "bits"]
    twelve = measured(" { ".join(["", *chain]) + " }" * len(chain))
    assert twelve.depth == 12
    check(Measure(depth=12))


def test_cost_multiplies_by_first():
    one, ten = (
        measured(f"{{ rings(first: {n}) {{ nodes {{ members(first: 10) {{ nodes {{ score }} }} }} }} }}").cost
        for n in (1, 10)
    )
    assert ten - 5 == 10 * (one - 5)
    told = measured("query Q($n: Int!) { rings(first: $n) { nodes { id } } }", n=7).cost
    assert told == measured("{ rings(first: 7) { nodes { id } } }").cost
    for odd in ("7", None, {}, [], -3, 10**30, True, 1e300):
        assert measured("query Q($n: Int!) { rings(first: $n) { nodes { id } } }", n=odd).cost > 0


def test_only_the_operation_that_runs_is_measured():
    both = (
        "query A { viewer { name } } query B { rings(first: 100) { nodes { members(first: 100) { nodes { bits } } } } }"
    )
    assert measured(both, "A").cost < 5 and measured(both, "B").cost > MAX_COST


def test_the_page_of_the_promise_is_allowed():
    inner = "id members(first: 50) { nodes { score account { id } } } traffic { buckets { exchanges } }"
    check(measured(f"{{ rings(first: 50) {{ nodes {{ {inner} }} }} }}"))


def test_the_standard_introspection_query_is_allowed():
    found = measured(get_introspection_query())
    check(found)
    assert 100 < found.cost < MAX_COST // 2 and not found.fields


@pytest.mark.graph
def test_introspection_answers(data: Any):
    schema = data(get_introspection_query())["__schema"]
    assert {kind["name"] for kind in schema["types"]} >= {"Ring", "Account", "Long"}


@pytest.mark.graph
def test_cost_is_told(api: Any):
    answer = api("{ rings(first: 3) { nodes { id } } }")
    assert answer["extensions"]["cost"] == {
        "requested": measured("{ rings(first: 3) { nodes { id } } }").cost,
        "limit": MAX_COST,
        "remaining": ANY,
    }


BODIES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "no JSON": (b"{", 400),
    "a list": (b'[{"query": "{ viewer { name } }"}]', 400),
    "a number": (b"1", 400),
    "no query": (b"{}", 400),
    "query is a list": (b'{"query": []}', 400),
    "variables are a list": (b'{"query": "{ viewer { name } }", "variables": []}', 400),
    "nested lists": (b'{"query": ' + b"[" * 900 + b"]" * 900 + b"}", 400),
    "900-deep variables": (
        b'{"query": "query Q($a: String) { viewer { name } }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
        200,
    ),
    "30,000-deep JSON": (b"[" * 30_000, 400),
    "too large": (b'{"query": "' + b" " * MAX_BODY + b'"}', 413),
    "not UTF-8": (b'{"query": "\xff\xfe"}', 400),
    "huge integer": (
        b'{"query": "query Q($n: Int) { rings(first: $n) { nodes { id } } }", "variables": {"n": '
        + b"9" * 5000
        + b"}}",
        400,
    ),
}


@pytest.mark.graph
@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_out_of_shape_gets_a_clear_answer(client: TestClient, name: str):
    body, status = BODIES[name]
    answer = client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] in ("BAD_REQUEST", "LIMIT", "BAD_QUERY")


QUERIES = {
    "tokens": ("{ viewer { name " + "name " * 2000 + "} }", "2000 tokens"),
    "comment padding": ("{ viewer { name } }" + "#" * 50_000, None),
    "directive flood": ("{ viewer { name " + "@include(if: true) " * 150 + "} }", "BAD_QUERY"),
    "nested literal lists": ("{ rings(filter: {ids: " + "[" * 900 + "]" * 900 + "}) { nodes { id } } }", "deep"),
    "nested selections": ("{ a " * 650 + "}" * 650, "deep"),
    "huge literal": ("{ rings(first: " + "9" * 6000 + ") { nodes { id } } }", "BAD"),
    "unknown fragment": ("{ ...nothing }", "BAD_QUERY"),
    "unknown field": ("{ passwords }", "BAD_QUERY"),
    "unknown operation": ("query A { viewer { name } }", None),
    "subscription": ("subscription { viewer { name } }", "BAD_QUERY"),
    "no operation": ("fragment f on Query { viewer { name } }", "BAD_QUERY"),
    "syntax": ("{ viewer { name }", "BAD_QUERY"),
    "empty": ("", "BAD_QUERY"),
    "overlapping fields": (
        "{ " + " ".join(f"...on Query {{ rings(first: {n}) {{ nodes {{ id }} }} }}" for n in range(1, 60)) + " }",
        "BAD_QUERY",
    ),
}


@pytest.mark.graph
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_that_cannot_run_gets_a_clear_answer(client: TestClient, name: str):
    query, expected = QUERIES[name]
    started = time.process_time()
    answer = client.post("/graphql", json={"query": query}).json()
    assert time.process_time() - started < 2
    if expected is None:
        assert "errors" not in answer
        return
    error = answer["errors"][0]
    assert expected in error["message"] or expected in error["extensions"]["code"]
    assert error["extensions"]["code"] != "INTERNAL"
    assert len(json.dumps(answer)) < 50_000
