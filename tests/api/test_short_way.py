"""What goes the short way (app.api.executor) is what the standard answers: masked, charged and recorded alike."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import get_named_type, is_object_type, is_required_argument
from starlette.testclient import TestClient
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Standard

from app.api import executor
from app.api.audit import AuditLog
from app.settings import Settings
from tests.api.conftest import BIG

pytestmark = pytest.mark.graph

DEPTH = 5
LEFT_OUT = {"graph", "lookAlike", "weakestCut", "fingerprint"}
"""Dear, or not for all roles."""


def selection(kind: Any, depth: int) -> str:
    """All that can be asked of a type without saying more, two rows of each list."""
    asked = []
    for name, field in kind.fields.items():
        if name in LEFT_OUT or any(map(is_required_argument, field.args.values())):
            continue
        inner = get_named_type(field.type)
        if is_object_type(inner):
            found = selection(inner, depth - 1) if depth else ""
            asked += [f"{name}{'(first: 2)' if 'first' in field.args else ''} {{ {found} }}"] if found else []
        elif not hasattr(inner, "types"):
            asked.append(name)
    return " ".join(asked)


@pytest.fixture(scope="module")
def queries(closed: TestClient) -> list[str]:
    """A ring, an account, an identifier and a page of rings, with all that they tell."""
    types: Any = closed.app.state.services.schema._schema.type_map  # type: ignore[attr-defined]
    page = (
        f"nodes {{ {selection(types['Ring'], 0)} members(first: 2) {{ nodes {{ {selection(types['Member'], 1)} }} }} }}"
    )
    account = f"nodes {{ identifier {{ {selection(types['Identifier'], 0)} }} }}"
    return [
        f'{{ ring(id: "{BIG}") {{ {selection(types["Ring"], 1)} }} }}',
        f'{{ ring(id: "{BIG}") {{ evidence {{ {selection(types["FamilyEvidence"], 1)} }} }} }}',
        f'{{ ring(id: "{BIG}") {{ sharedIdentifiers(first: 2) {{ {selection(types["SharedIdentifier"], 1)} }} }} }}',
        f'{{ account(id: "acct-00000") {{ {selection(types["Account"], 0)} identifiers(first: 9) {{ {account} }} }} }}',
        f"{{ rings(first: 9) {{ {page} pageInfo {{ endCursor }} edges {{ cursor }} }} }}",
    ]


@pytest.mark.parametrize("role", ["viewer", "exporter", "investigator", "admin"])
def test_both_ways_show_charge_and_record_the_same(
    closed: TestClient, tokens: dict[str, str], session_settings: Settings, queries: list[str], role: str,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    log, schema, short = AuditLog(session_settings), closed.app.state.services.schema, []  # type: ignore[attr-defined]
    real = executor._sent

    def counted(*args: Any) -> Any:
        short.append(found := real(*args))
        return found

    def ask(query: str) -> tuple[Any, ...]:
        headers = {"authorization": f"Bearer {tokens[role]}"}
        answer = closed.post("/graphql", json={"query": query}, headers=headers).json()
        assert "errors" not in answer, answer["errors"]
        told = [line for line in log.tail(3) if line["request"] == answer["extensions"]["requestId"]]
        seen = [(line["did"], line["kinds"], line["objects"], line["cost"]) for line in told]
        return answer["data"], answer["extensions"]["cost"]["requested"], seen

    monkeypatch.setattr(executor, "_sent", counted)
    fast = [ask(query) for query in queries]
    assert sum(one is not None for one in short) > 50
    monkeypatch.setattr(schema, "execution_context_class", Standard)
    del short[:]
    assert [ask(query) for query in queries] == fast
    assert short == []
    assert any(seen for _, _, seen in fast) is (role != "viewer")
