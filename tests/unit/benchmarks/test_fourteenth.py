"""The fourteenth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.fourteenth import STYLES, write_world
from benchmarks.fourteenth.__main__ import main
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (73_687, "7fe2d9ea0430eb36cf9edcabf496b2735992e04f9e2546bc892313be30be60a6")
"""Exchanges and digest of the truth of `small`, seed 2."""


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


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
