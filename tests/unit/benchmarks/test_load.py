"""The load benchmark: its queries are valid and within the limits, its figures are what they say."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from app.api.limits import check, measure
from app.api.schema import make_schema
from benchmarks import load_mix
from benchmarks.load import Told, percentile

SCHEMA = build_schema((Path(__file__).parents[3] / "schema.graphql").read_text("utf-8"))
QUERIES = sorted(name for name in vars(load_mix) if name.isupper() and isinstance(vars(load_mix)[name], str))
WORLD = load_mix.World(rings=["R-A"], large=["R-B"], accounts=["a1"], texts=["t"])


@pytest.mark.parametrize("name", QUERIES)
def test_queries_are_valid_and_cheap_enough(name: str) -> None:
    document = parse(vars(load_mix)[name])
    assert validate(SCHEMA, document) == []
    check(measure(make_schema()._schema, document, None, {}))


def test_all_of_the_mix_is_walked() -> None:
    chance, asked = random.Random(1), []

    def ask(query: str, variables: dict[str, Any]) -> dict[str, Any]:
        asked.append(query)
        more = {"hasNextPage": len(asked) % 7 > 0, "endCursor": "c"}
        return {"ring": {"members": {"nodes": [1] * 100, "pageInfo": more}}}

    names = set()
    for _ in range(300):
        name, make = load_mix.walk(ask, WORLD, chance)
        make()
        names.add(name)
    assert names == set(load_mix.STEPS) and sum(load_mix.STEPS.values()) == 100


def test_figures() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0 and percentile([1.0], 0.99) == 1.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0
    told = Told(rss=[50, 50, 100, 100, 100, 100, 100, 100, 110, 110])
    assert told.drift == pytest.approx(0.1), "the first fifth warms up"
