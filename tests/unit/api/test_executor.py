"""The short way for plain values answers what the standard's long way answers, errors included."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from strawberry.schema.config import StrawberryConfig

from app.api.executor import _PLAIN, Executor, mark_plain
from app.api.scalars import SCALARS, Long
from app.api.schema import make_schema


@strawberry.enum
class Colour(Enum):
    """Two colours."""

    RED = "r"
    BLUE = "b"


@strawberry.type
class Thing:
    """A field of each leaf type; what is in them is not checked."""

    text: str
    maybe: str | None
    key: strawberry.ID
    flag: bool
    small: int
    large: Long
    real: float
    day: date
    moment: datetime
    colour: Colour
    names: list[str]
    inner: Thing | None = None


@strawberry.type
class Query:
    """One thing, and one that may be null."""

    @strawberry.field
    def thing(self, info: strawberry.Info) -> Thing:
        return info.context

    @strawberry.field
    async def things(self, info: strawberry.Info) -> list[Thing | None]:
        return [info.context, None]


OPTIONS: dict[str, Any] = {"config": StrawberryConfig(scalar_map=SCALARS)}
SLOW = strawberry.Schema(Query, **OPTIONS)
FAST = strawberry.Schema(Query, execution_context_class=Executor, **OPTIONS)
mark_plain(FAST._schema)
FIELDS = ["text", "maybe", "key", "flag", "small", "large", "real", "day", "moment", "colour", "names"]
GOOD = {
    "text": "a", "maybe": None, "key": "k", "flag": True, "small": 1, "large": 2**40, "real": 0.5, "names": ["x"],
    "day": date(2026, 3, 1), "moment": datetime(2026, 3, 1, tzinfo=UTC), "colour": Colour.RED,
}  # fmt: skip
ANY = st.one_of(
    st.none(), st.text(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.dates(), st.sampled_from(Colour),
    st.datetimes(timezones=st.just(UTC)), st.just(ValueError("away")), st.lists(st.text(), max_size=2),
)  # fmt: skip


async def answer(schema: strawberry.Schema, query: str, thing: Thing) -> str:
    result = await schema.execute(query, context_value=thing)
    errors = [(error.message, error.path) for error in result.errors or ()]
    return json.dumps([result.data, errors], default=repr)


@given(
    values=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANY)),
    asked=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True),
    missing=st.none() | st.sampled_from(FIELDS),
)
async def test_both_ways_answer_the_same(values: dict[str, Any], asked: list[str], missing: str | None):
    thing = Thing(**{**GOOD, **values}, inner=Thing(**GOOD))
    if missing:
        delattr(thing, missing)
    some = " ".join(asked)
    for query in (f"{{ thing {{ {some} inner {{ {some} }} }} }}", f"{{ thing {{ {some} }} things {{ a: {some} }} }}"):
        assert await answer(FAST, query, thing) == await answer(SLOW, query, thing)


@pytest.mark.parametrize(
    ("type_name", "field", "plain"),
    [
        ("Member", "score", True),
        ("Account", "createdAt", True),
        ("Ring", "state", True),
        ("Identifier", "value", False),
        ("Ring", "reason", False),
        ("Ring", "families", False),
        ("Note", "text", False),
    ],
)
def test_only_what_is_read_as_it_stands_is_plain(type_name: str, field: str, plain: bool):
    """Whatever masks, records or counts goes through its resolver."""
    found: Any = make_schema()._schema.type_map[type_name]
    assert (_PLAIN in found.fields[field].extensions) is plain
