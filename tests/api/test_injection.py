"""Injection into every argument of the schema that takes text: the Cypher that runs is the catalogue's, to the letter.

The documents are made from the schema, so that a new argument is attacked without anybody thinking of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLScalarType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.graph import Neo4jStore, catalogue
from tests.api.conftest import BIG
from tests.api.hostile.values import CYPHER, LUCENE, TEXTS
from tests.api.leaks import leaks
from tests.examples import examples

pytestmark = pytest.mark.graph

SCHEMA = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text("utf-8"))
TEXT = {"String", "ID", "DateTime", "Date", "Long"}
PLAIN: dict[str, Any] = {"Int": 1, "Float": 1.0, "Boolean": False, "Long": 1, "Date": "2026-03-01",
                         "DateTime": "2030-01-01T00:00:00Z", "ID": BIG, "String": "x"}  # fmt: skip
HOLDERS = {
    "Query": ("", ""),
    "Ring": (f'ring(id: "{BIG}") {{', "}"),
    "Account": ('account(id: "acct-00000") {', "}"),
    "Identifier": ('identifier(kind: INSTRUMENT, value: "pi-1") {', "}"),
    "Operator": ("operators {", "}"),
}
"""How to come to an object of a type; types without one are attacked nowhere, so a test counts them."""
EVIL = st.one_of(st.sampled_from([*CYPHER, *LUCENE, *TEXTS, "Ring:" + BIG, BIG + "\n"]), st.text(max_size=60))
CODES = {"BAD_INPUT", "NOT_FOUND", "BAD_QUERY", "BAD_REQUEST", "LIMIT"}


def plain(kind: Any, evil: dict[tuple[str, ...], str], path: tuple[str, ...], deep: int = 0) -> Any:
    """A value of an input type; `evil` at one place of it."""
    if path in evil:
        return [evil[path]] if is_list_type(get_nullable_type(kind)) else evil[path]
    named = get_named_type(kind)
    value: Any
    if isinstance(named, GraphQLEnumType):
        value = next(iter(named.values))
    elif isinstance(named, GraphQLInputObjectType):
        value = {
            name: plain(one.type, evil, (*path, name), deep + 1)
            for name, one in named.fields.items()
            if is_required_input_field(one) or any(place[: len(path) + 1] == (*path, name) for place in evil)
        }
    else:
        value = PLAIN[named.name]
    return [value] if is_list_type(get_nullable_type(kind)) else value


def places(kind: Any, path: tuple[str, ...], deep: int = 0) -> Iterator[tuple[str, ...]]:
    """Where in an input type a text may be given."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLScalarType) and named.name in TEXT:
        yield path
    elif isinstance(named, GraphQLInputObjectType) and deep < 3:
        for name, one in named.fields.items():
            yield from places(one.type, (*path, name), deep + 1)


def shown(field: GraphQLField) -> str:
    """A selection of a field: all that costs nothing and takes nothing, two levels deep."""
    named = get_named_type(field.type)
    if not is_composite_type(named):
        return ""
    if not isinstance(named, GraphQLObjectType):
        return "{ __typename }"
    plain_fields = [n for n, f in named.fields.items() if not f.args and not is_composite_type(get_named_type(f.type))]
    inner = [n for n in ("nodes", "problems", "hits") if n in named.fields]
    return "{ __typename " + " ".join(plain_fields + [f"{n} {{ __typename }}" for n in inner]) + " }"


Target = tuple[str, str, tuple[str, ...]]


def targets() -> list[Target]:
    """Every (type, field, place in its arguments) that takes a text."""
    found = []
    for holder in [*HOLDERS, "Mutation", "Subscription"]:
        for name, field in SCHEMA.type_map[holder].fields.items():  # type: ignore[attr-defined]
            for argument, one in field.args.items():
                found += [(holder, name, place) for place in places(one.type, (argument,))]
    return found


TARGETS = targets()


def document(target: Target, text: str) -> dict[str, Any]:
    """The request that has the text in that place."""
    holder, name, place = target
    field: GraphQLField = SCHEMA.type_map[holder].fields[name]  # type: ignore[attr-defined]
    used = {n: one for n, one in field.args.items() if is_required_argument(one) or n == place[0]}
    declared = ", ".join(f"${n}: {one.type}" for n, one in used.items())
    given_ = ", ".join(f"{n}: ${n}" for n in used)
    head, tail = HOLDERS.get(holder, ("", ""))
    kind = holder.lower() if holder in ("Mutation", "Subscription") else "query"
    query = f"{kind} Q({declared}) {{ {head} {name}({given_}) {shown(field)} {tail} }}"
    return {"query": query, "variables": {n: plain(one.type, {place: text}, (n,)) for n, one in used.items()}}


def test_every_argument_that_takes_text_is_attacked():
    reached = {(holder, name) for holder, name, _ in TARGETS}
    lacking = {
        (kind.name, name)
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if any(list(places(one.type, (n,))) for n, one in field.args.items()) and (kind.name, name) not in reached
    }
    assert lacking == set()
    assert {"Operator", "Subscription"} <= {holder for holder, _ in reached}
    assert len(TARGETS) > 80


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every Cypher text that reaches the driver."""
    ran: set[str] = set()

    def watch(runs: Any) -> None:
        real = runs.run

        async def run(self: Any, query: Any, *args: Any, **more: Any) -> Any:
            ran.add(query.text if isinstance(query, neo4j.Query) else str(query))
            return await real(self, query, *args, **more)

        monkeypatch.setattr(runs, "run", run)

    watch(neo4j.AsyncTransaction)
    watch(neo4j.AsyncSession)
    return ran


def attack(client: TestClient, target: Target, text: str) -> None:
    """Send it, and fail on anything but an answer or a clear refusal."""
    asked = document(target, text)
    body = json.dumps(asked)
    answer = subscribed(client, asked) if target[0] == "Subscription" else posted(client, body)
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert codes <= CODES, (target, asked, answer)
    told = json.dumps(answer, ensure_ascii=False)
    assert [leak for leak in leaks(told) if leak not in leaks(body)] == [], (target, asked)


def posted(client: TestClient, body: str) -> dict[str, Any]:
    answer = client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400), (body, answer.text)  # 400: half a surrogate pair
    found: dict[str, Any] = answer.json()
    return found


def subscribed(client: TestClient, asked: dict[str, Any]) -> dict[str, Any]:
    """What a subscription says at once; nothing of one that waits for something to tell."""
    with client.websocket_connect("ws://localhost/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"
        socket.send_text(json.dumps({"id": "1", "type": "subscribe", "payload": asked}))
        socket.send_json({"type": "ping"})
        try:
            first = socket.receive_json()
        except WebSocketDisconnect as closed:  # half a surrogate pair is no text
            assert closed.code in (4400, 1007), closed
            return {}
    assert first["type"] in ("pong", "error", "next", "complete"), first
    return {"errors": first["payload"]} if first["type"] == "error" else first.get("payload") or {}


@pytest.fixture
def operator(world: Neo4jStore) -> Iterator[None]:
    """An operator whose traffic can be asked for."""
    run = world.driver.execute_query
    run(
        "MERGE (o:Operator {operator_id: 'O-INJECTED00'}) SET o.name = 'x', o.kind = 'actor', o.aliases = [], "
        "o.traits = [], o.author = 'ann', o.made_at = datetime()"
    )
    yield
    run("MATCH (o:Operator {operator_id: 'O-INJECTED00'}) DETACH DELETE o")


@pytest.mark.timeout(900)
def test_the_cypher_that_runs_is_the_catalogues(client: TestClient, texts: set[str], operator: None):
    """Each place once with a text of the list, then places and texts by chance."""
    known = {catalogue.load(name).sent for name in catalogue.names()}
    listed = [*CYPHER, *LUCENE, *TEXTS]
    for number, target in enumerate(TARGETS):
        attack(client, target, listed[number * 7 % len(listed)])

    @settings(max_examples=examples(60), database=None, suppress_health_check=list(HealthCheck))
    @given(target=st.sampled_from(TARGETS), text=EVIL)
    def by_chance(target: Target, text: str) -> None:
        attack(client, target, text)

    by_chance()
    assert len(texts) > 20 and texts <= known, texts - known


def test_a_text_of_its_own_would_be_seen(client: TestClient, texts: set[str]):
    client.post("/graphql", json={"query": f'{{ ring(id: "{BIG}") {{ id }} }}'})
    assert texts and texts <= {catalogue.load(name).sent for name in catalogue.names()}
