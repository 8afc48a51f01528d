"""The fifteenth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.fifteenth import STYLES, write_world
from benchmarks.fifteenth.__main__ import main
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (47_417, "621f73a7f30dd6c7c6a7315b5b12fc6a98ab3fb73bb0851ea3d56449f7a3ea7e")
"""Exchanges and digest of the truth of `small`, seed 2."""
DRAWN = (1_365_859, "3b3a8e5ee04426d9c45da8a4cc626ee7bf55d5b7f4c3b87df4fdc064073de0ca")
"""The same where accounts and days are drawn, as in the matrix: it has every kind of honest group."""


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=600, days=14)


@pytest.mark.parametrize("style", some_of(STYLES, "small"))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, 1)
    rows = assert_read_whole(tmp_path / "w", about)
    assert_rings_are_told(rows, about, style)
    assert about["honest"] == sum(about["populations"].values()) == len(rows) - about["ring_accounts"]


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "small", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


@pytest.mark.full
def test_a_seed_keeps_the_world_of_the_matrix(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write_world, DRAWN, tmp_path / "w")


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
