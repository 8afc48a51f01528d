"""What somebody reads who asks wrongly: what is wrong, by how much, what to change, and the same three extensions."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import BIG

pytestmark = pytest.mark.graph

DEEP = "{ rings { nodes { " + "members { nodes { account { rings { nodes { ring { " * 2 + "id" + " }" * 15
MANY = " ".join(f"a{n}: dataStatus {{ accounts }}" for n in range(31))
COSTLY = "{ rings(first: 100) { nodes { members(first: 100) { nodes { account { id plan } } } } } }"
DAYS = 'from: "2026-01-01", until: "2026-06-01"'
HOURS = f'{{ ring(id: "{BIG}") {{ traffic({DAYS}, bucket: HOUR) {{ __typename }} }} }}'
ANOTHERS = f'{{ neighbourhood(account: "{BIG}") {{ truncated }} }}'
NUMBER = "query($n: Int) { rings(first: $n) { totalCount } }"
WRONG: dict[str, tuple[str, dict[str, Any], str, tuple[str, ...]]] = {
    "too deep": (DEEP, {}, "LIMIT", ("depth is 15", "allowed are 12", "in a second query")),
    "too many aliases": (f"{{ {MANY} }}", {}, "LIMIT", ("aliases is 31", "allowed are 30", "several queries")),
    "too costly": (COSTLY, {}, "LIMIT", ("cost is", "allowed are 10000", "Lower `first`")),
    "unknown field": ("{ rings { nodes { sise } } }", {}, "BAD_QUERY", ("'sise' on type 'Ring'", "schema.graphql")),
    "unknown argument": (
        "{ rings(frist: 1) { totalCount } }",
        {},
        "BAD_QUERY",
        ("'frist'", "'Query.rings'", "list what"),
    ),
    "wrong type": ('{ rings(first: "ten") { totalCount } }', {}, "BAD_QUERY", ("`first`: Int", '"ten"')),
    "wrong type below": ('{ rings(filter: {minSize: "x"}) { totalCount } }', {}, "BAD_QUERY", ("`minSize`: ", '"x"')),
    "wrong variable": (
        "query($n: Int) { rings(first: $n) { totalCount } }",
        {"n": "ten"},
        "BAD_QUERY",
        ("'$n'", "'ten'"),
    ),
    "no variable": ("query($i: ID!) { ring(id: $i) { id } }", {}, "BAD_QUERY", ("'$i'", "request's `variables`")),
    "wrong enum": ("{ rings(filter: {states: [FLAGED]}) { totalCount } }", {}, "BAD_QUERY", ("'FLAGED'", "'FLAGGED'")),
    "not whole": ("{ rings { totalCount }", {}, "BAD_QUERY", ("<EOF>", "brace or bracket is missing")),
    "first": (
        "{ rings(first: 101) { totalCount } }",
        {},
        "BAD_INPUT",
        ("`first` is 101", "1 to 100", "Page with `after`"),
    ),
    "cursor": ('{ rings(after: "abc") { totalCount } }', {}, "BAD_INPUT", ("`after` is not", "`endCursor` unchanged")),
    "too many buckets": (HOURS, {}, "LIMIT", ("needs 3624 buckets", "allowed are 1500", "bucket: DAY")),
    "another's id": (
        f'{{ neighbourhood(account: "{BIG}") {{ truncated }} }}',
        {},
        "NOT_FOUND",
        ("no account", "`search`"),
    ),
}


def checked(answer: dict[str, Any], code: str, words: tuple[str, ...]) -> None:
    (error,) = answer["errors"]
    told = error["extensions"]
    assert told["code"] == code and told["requestId"] and told["retryable"] is False
    assert [word for word in words if word not in error["message"]] == [], error["message"]


@pytest.mark.parametrize("name", WRONG)
def test_an_error_says_what_is_wrong_and_what_to_change(api: Any, name: str):
    query, variables, code, words = WRONG[name]
    checked(api(query, **variables), code, words)


def test_a_cursor_of_another_filter(api: Any):
    page = "{ rings(first: 1, %sfilter: {states: [%s]}) { pageInfo { endCursor } } }"
    cursor = api(page % ("", "FLAGGED"))["data"]["rings"]["pageInfo"]["endCursor"]
    wrong = api(page % (f'after: "{cursor}", ', "BENIGN"))
    checked(wrong, "BAD_INPUT", ("`after` belongs to another list", "Keep the other arguments"))


def test_requests_that_are_no_query(closed: TestClient, tokens: dict[str, str]):
    mine = {"Authorization": f"Bearer {tokens['investigator']}"}
    query = {"query": "{ viewer { name } }"}
    nobody = closed.post("/graphql", json=query)
    assert nobody.status_code == 401
    checked(nobody.json(), "UNAUTHENTICATED", ("a token is needed", "Authorization: Bearer", "ringleader token create"))
    by_get = closed.get("/graphql", params={"query": "mutation { judgeRing }"}, headers=mine)
    assert by_get.status_code == 405
    checked(by_get.json(), "METHOD", ("mutations", "POST only"))
    put = closed.put("/graphql", json=query, headers=mine)
    checked(put.json(), "METHOD", ("POST to /graphql",))
    checked(closed.post("/grapql", json=query).json(), "NOT_FOUND", ("nothing at this address", "at /graphql"))


def test_an_operation_that_is_not_there(closed: TestClient, tokens: dict[str, str]):
    mine = {"Authorization": f"Bearer {tokens['investigator']}"}
    named = {"query": "query A { viewer { name } }", "operationName": "B"}
    checked(closed.post("/graphql", json=named, headers=mine).json(), "BAD_QUERY", ("no such", "`operationName`"))
    listening = {"query": "subscription { ringChanged { reason } }"}
    checked(closed.post("/graphql", json=listening, headers=mine).json(), "BAD_QUERY", ("over WebSocket",))


def test_a_value_that_is_not_an_arguments_keeps_its_words(api: Any):
    answer = api('query($n: Int = "ten") { rings(first: $n) { totalCount } }')
    checked(answer, "BAD_QUERY", ("Int cannot represent", '"ten"'))
    assert "`" not in answer["errors"][0]["message"]
