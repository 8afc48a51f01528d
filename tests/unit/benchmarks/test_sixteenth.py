"""The sixteenth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.sixteenth import STYLES, write_world
from benchmarks.sixteenth.__main__ import main
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (106_457, "91269ab52cb01fcea0202e8ecc74f0f12b22a536867cca77a662aa855ff38bd6")
"""Exchanges and digest of the truth of `small`, seed 2."""
DRAWN = (742_865, "dac676567e8f8f0e7e973fd14b187609a18e985278e4ba1d50c157c2ddf1a567")
"""The same where accounts and days are drawn, as in the matrix."""


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
