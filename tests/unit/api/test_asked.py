"""What is not asked for is not fetched; what is needed always is."""

from __future__ import annotations

from typing import Any

import pytest

from app.api.account_rows import MOMENTS, PROPERTIES
from app.api.asked import _LIGHT, whole
from app.api.schema import make_schema

SCHEMA = make_schema()._schema


def fields(name: str) -> dict[str, Any]:
    kind: Any = SCHEMA.type_map[name]
    return dict(kind.fields)


def test_each_plain_field_of_an_account_has_its_property():
    plain = {
        name for name, field in fields("Account").items() if field.extensions["strawberry-definition"].is_basic_field
    }
    assert plain - {"id", "nodeId"} == PROPERTIES.keys() | MOMENTS.keys()


@pytest.mark.parametrize("kind", _LIGHT)
def test_light_fields_exist(kind: str):
    assert _LIGHT[kind] <= fields(kind).keys()


@pytest.mark.parametrize("kind", _LIGHT)
def test_one_field_that_is_not_light_is_enough(kind: str):
    light = frozenset((kind, field) for field in _LIGHT[kind])
    assert not whole(light, kind) and not whole(light | {("Other", "evidence")}, kind)
    assert whole(None, kind)
    for field in fields(kind).keys() - _LIGHT[kind]:
        assert whole(light | {(kind, field)}, kind)
