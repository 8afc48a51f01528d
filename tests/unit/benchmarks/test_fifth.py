"""The fifth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import matrix
from benchmarks.fifth import STYLES, style, world, write_world
from benchmarks.fifth.__main__ import main
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (69_002, "89296c552b3d696a85d1284effd17a20845aea915e152879515451935e8f9b84")
"""Exchanges and digest of the truth of `small`, seed 2."""


def write(out: Path, name: str, seed: int) -> dict[str, Any]:
    return write_world(out, name, seed, accounts=500)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds of 8 days instead of 14 to 30: a file of exchanges a day, and each takes its time to read."""
    monkeypatch.setattr(world, "plan", lambda *given: replace(style.plan(*given), days=8))


@pytest.mark.parametrize("name", some_of(STYLES, "contract", "mixed", "none", "logs-only"))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(name: str, short: None, tmp_path: Path) -> None:
    about = write(tmp_path / "w", name, 3)
    assert about["days"] == 8
    rows = assert_read_whole(tmp_path / "w", about)
    assert any(row["ring"] for row in rows) == bool(about["rings"])
    if name != "contract":  # which draws 0 to 8 rings
        assert bool(about["rings"]) == (name != "none")


def test_a_seed_gives_the_same_bytes_and_another_seed_others(short: None, tmp_path: Path) -> None:
    assert_seed_decides(write, "small", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)


def test_the_matrix_keeps_what_may_be_looked_into_apart() -> None:
    rows = {world.row for world in matrix.worlds("test")}
    assert {f"fifth:{style}" for style in matrix.FIFTH} <= rows
    assert set(matrix.FIFTH) <= set(STYLES)
    assert not set(matrix.FIFTH_SEEDS["validation"]) & set(matrix.FIFTH_SEEDS["test"])
