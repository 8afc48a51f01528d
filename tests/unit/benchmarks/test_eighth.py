"""The eighth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.eighth import write_world
from benchmarks.eighth.__main__ import main
from benchmarks.eighth.market import Market
from benchmarks.eighth.rings import ring
from benchmarks.eighth.styles import build, makers
from benchmarks.eighth.tables import joined
from benchmarks.eighth.tiers import TIERS
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (14_701, "ff6ed61d2f73bb30eacbc049eae720b17e41fba7ade72bba2ca2822811a0ad9f")
"""Exchanges and digest of the truth of `small`, seed 2."""
WORLDS = (("contract", 2), ("none", 2), *(("thin", seed) for seed in range(1, 4)))


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=10)


@pytest.mark.parametrize(("style", "seed"), some_of(WORLDS, ("contract", 2), ("thin", 2)))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, seed: int, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, seed)
    rows = assert_read_whole(tmp_path / "w", about, named=False)
    assert_rings_are_told(rows, about, style)
    assert about["honest"] == len(rows) - about["ring_accounts"] < 2_000


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "evasive", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_makes_its_ring(tier: str) -> None:
    world = build("none", 1, 500, 10)
    ring(world, Market(world), 1, tier, 30, 10_000.0)
    accounts, exchanges = joined(world, "accounts"), joined(world, "exchanges")
    members = np.flatnonzero(accounts["ring"] == "r-op1")
    assert len(members) == 30 and set(accounts["tier"][members]) == {tier}
    mine = np.isin(exchanges["a"], members)
    assert np.count_nonzero(mine) > 3_000
    assert np.all(exchanges["t"][mine] >= accounts["created"][exchanges["a"][mine]])


def test_every_honest_group_is_told_as_one() -> None:
    world = build("none", 1, 500, 10)
    made = makers(world, Market(world))
    assert len(made) == 35
    for name, make in made.items():
        before = world.count
        make()
        accounts = joined(world, "accounts")
        assert world.count > before, name
        assert all(accounts["group"][before:]) and all(accounts["population"][before:]), name
        assert not any(accounts["ring"][before:]), name


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
