"""Documents that were found valid are not parsed again; limits and rights are looked at each time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import graphql
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strawberry.schema import schema as strawberrys

from app.api.budget import Budgets
from app.api.known_documents import LONGEST, MOST_KEPT, Documents
from app.api.limits import MAX_TOKENS
from app.api.principals import Principal, Role
from app.api.schema import make_schema
from app.errors import Forbidden, LimitError

VIEWER = "{ viewer { name } }"
RINGS = "query R($first: Int!) { rings(first: $first) { nodes { members(first: 100) { nodes { account { id } } } } } }"


def context(role: Role = Role.VIEWER) -> Any:
    principal = Principal("ann", role)
    return SimpleNamespace(principal=principal, budgets=Budgets(10**9), loaders=SimpleNamespace(), budget=None, cost=0)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that were parsed."""
    texts: list[str] = []

    def parse(text: str, **options: Any) -> Any:
        texts.append(text)
        return graphql.parse(text, **options)

    monkeypatch.setattr(strawberrys, "parse", parse)
    return texts


async def test_a_valid_text_is_parsed_once(parsed: list[str]):
    schema = make_schema()
    for _ in range(3):
        result = await schema.execute(VIEWER, context_value=context())
        assert result.data == {"viewer": {"name": "ann"}} and not result.errors
    assert parsed == [VIEWER]
    await make_schema().execute(VIEWER, context_value=context())
    assert parsed == [VIEWER, VIEWER], "each schema knows its own"


@pytest.mark.parametrize(
    "text",
    ["{ viewer { nothing } }", "{ viewer {", "{ viewer { name } } { viewer { name } }", "{ " + "a " * MAX_TOKENS + "}"],
)
async def test_what_is_not_valid_is_told_each_time(parsed: list[str], text: str):
    schema = make_schema()
    told = [(await schema.execute(text, context_value=context())).errors for _ in range(2)]
    assert told[0] and [str(error) for error in told[0]] == [str(error) for error in told[1] or ()]
    assert parsed == [text, text]


async def test_a_known_text_is_refused_to_who_may_not_and_where_it_costs_too_much():
    schema = make_schema()
    text = 'mutation { judgeRing(input: {id: "R", verdict: CONFIRMED, reason: "x"}) { problems { code } } }'
    schema_errors = (await schema.execute(text, context_value=context(Role.ADMIN))).errors
    assert not schema_errors or not isinstance(schema_errors[0].original_error, Forbidden)
    [refused] = (await schema.execute(text, context_value=context(Role.VIEWER))).errors or ()
    assert isinstance(refused.original_error, Forbidden)
    costs = []
    for first in (1, 20, 100):
        asking = context(Role.ADMIN)
        result = await schema.execute(RINGS, variable_values={"first": first}, context_value=asking)
        costs.append(asking.cost)
    assert costs[0] < costs[1] < costs[2]
    assert result.errors and isinstance(result.errors[0].original_error, LimitError)


@given(st.lists(st.text(min_size=1, max_size=50), max_size=40))
def test_what_is_kept_is_bounded(texts: list[str]):
    documents, document = Documents(most=200), graphql.parse(VIEWER)
    for text in texts:
        documents.keep(text, document)
        assert documents.get(text) is document
        assert sum(len(one) for one in set(texts) if documents.get(one)) <= 200
    documents.keep("x" * (LONGEST + 1), document)
    assert documents.get("x" * (LONGEST + 1)) is None and LONGEST < MOST_KEPT
