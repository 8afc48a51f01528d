"""The sixth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import matrix
from benchmarks.sixth import STYLES, write_world
from benchmarks.sixth.__main__ import main
from benchmarks.sixth.crowd import add_honest
from benchmarks.sixth.draft import Order
from benchmarks.sixth.rings import add_ring
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.stories import STORIES
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
)

PINNED = (40_523, "d0da32b27ece4e88e5d8455d88c6030c74a2ad3d4e11c19aa69b6edc8d77160c")
"""Exchanges and digest of the truth of `small`, seed 2."""


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=10)


@pytest.mark.parametrize(
    ("style", "seed"),
    [
        ("contract", 1),
        ("none", 1),
        ("poor", 1),
        *(pytest.param(*more, marks=pytest.mark.full) for more in (("pool", 1), ("poor", 2), ("poor", 3), ("poor", 4))),
    ],
)
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, seed: int, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, seed)
    rows = assert_read_whole(tmp_path / "w", about)
    assert any(row["ring"] for row in rows) == bool(about["rings"])
    if style != "contract":  # which draws 0 to 8 rings
        assert bool(about["rings"]) == (style != "none")


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "evasive", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


def test_every_story_makes_its_ring() -> None:
    scene = Scene("small", 1, 21)
    add_honest(scene, 500, 1.0)
    for story, kind in STORIES.items():
        ring = add_ring(scene, Order(story, 30, "op"), story)
        cohort = scene.cohorts[-1]
        assert (len(ring.accounts), set(cohort.tier)) == (30, {kind.tier})
        assert np.all(cohort.start >= cohort.created), story
        assert len(cohort.email) == len(cohort.device) == 30


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)


def test_the_matrix_keeps_what_may_be_looked_into_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "presets", list)
    rows = {world.row for world in matrix.worlds("test")}
    assert {f"sixth:{style}" for style in STYLES} <= rows
    assert not set(matrix.SIXTH_SEEDS["validation"]) & set(matrix.SIXTH_SEEDS["test"])
