"""The seventh generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import eleventh, fifteenth, fourteenth, matrix, sixteenth, tenth, twelfth
from benchmarks.seventh import STYLES, write_world
from benchmarks.seventh.__main__ import main
from benchmarks.seventh.crew import Plan
from benchmarks.seventh.kinds import KINDS, TIERS
from benchmarks.seventh.styles import build
from benchmarks.seventh.work import run
from benchmarks.seventh.world import DAY
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (33_495, "94310d874a622978260c35e767ef39f84242d84b8d78c7c2a04be7c83647dc88")
"""Exchanges and digest of the truth of `small`, seed 2."""
WORLDS = (("contract", 2), ("none", 2), *(("thin", seed) for seed in range(1, 4)))


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=10)


@pytest.mark.parametrize(("style", "seed"), some_of(WORLDS, ("contract", 2), ("thin", 1)))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, seed: int, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, seed)
    rows = assert_read_whole(tmp_path / "w", about)
    assert_rings_are_told(rows, about, style)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "evasive", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


@pytest.mark.parametrize("tier", TIERS)
def test_every_business_makes_its_ring(tier: str) -> None:
    world = build("none", 1, 500, 10)
    for kind in KINDS:
        run(world, world.rng("ring", kind), Plan(kind, tier, kind, 30, 10_000.0))
        members = np.flatnonzero(world.acc.get("ring") == kind)
        habit = world.habits[-1]
        assert habit.acc.tolist() == members.tolist() and len(members) == 30
        assert set(world.acc.get("tier")[members]) == {tier}
        assert np.all(world.acc.get("created")[members] < (habit.first + 1) * DAY), kind


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)


def test_the_matrix_keeps_what_may_be_looked_into_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "presets", list)
    rows = {world.row for world in matrix.worlds("test")}
    assert {f"{author}:{style}" for author in ("seventh", "eighth", "ninth") for style in STYLES} <= rows
    for author in (tenth, eleventh, twelfth, fourteenth, fifteenth, sixteenth):
        assert {f"{author.__name__.removeprefix('benchmarks.')}:{style}" for style in author.STYLES} <= rows
    assert not set(matrix.LATER_SEEDS["validation"]) & set(matrix.LATER_SEEDS["test"])
