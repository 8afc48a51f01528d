"""Three operators on one pool: the product tells them apart and leaves innocents out; plain components do neither."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.worlds import simulate
from app.worlds.presets import preset, scaled
from benchmarks.unmix import Unmixed, measure, unmixed

OPERATORS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "b3": "b"}


def figures(*groups: list[str]) -> Unmixed:
    return unmixed("any", groups, OPERATORS, {"i1", "i2"}, 0.0)


def test_figures_of_groups_that_are_right_all_in_one_and_none():
    right = figures(["a1", "a2", "a3"], ["b1", "b2", "b3"])
    assert (right.rand, right.rand_with_innocents, right.found, right.assigned, right.passes) == (1, 1, 1, 0, True)
    mixed = figures([*OPERATORS, "i1", "other"])
    assert (mixed.rand, mixed.found, mixed.assigned, mixed.others, mixed.passes) == (0, 1, 1, 1, False)
    nothing = figures()
    assert (nothing.rand, nothing.found, nothing.passes) == (0, 0, False)
    greedy = figures(["a1", "a2", "a3"], ["b1", "b2", "b3", "i1"])
    assert (greedy.rand, greedy.assigned, greedy.passes) == (1, 1, False)


@pytest.mark.timeout(600)
def test_small_world_is_unmixed_and_components_fail_it(tmp_path: Path):
    spec = replace(scaled(preset("three-on-one-pool"), 0.01), days=14)
    # fewer days, so fewer exchanges at the same rate
    rings = tuple(replace(ring, exchanges=ring.exchanges // 3) for ring in spec.rings)
    simulate(tmp_path / "world", replace(spec, rings=rings), "parquet")
    product, *plain = measure(tmp_path / "world")
    assert product.passes, product
    assert product.innocents >= 50
    assert plain
    assert not any(one.passes for one in plain)
