"""The fourth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import matrix
from benchmarks.fourth import STYLES, write_world
from benchmarks.fourth.__main__ import main
from tests.unit.benchmarks.written import assert_read_whole, assert_seed_decides, assert_wrong_use_is_told, some_of


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=400, days=7)


@pytest.mark.parametrize("style", some_of(STYLES, "mixed", "none", "logs-only"))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, 3)
    rows = assert_read_whole(tmp_path / "w", about)
    assert any(row["ring"] for row in rows) == (style != "none")


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "small", tmp_path)


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)


def test_the_matrix_keeps_what_may_be_looked_into_apart() -> None:
    rows = {world.row for world in matrix.worlds("test")}
    assert {f"fourth:{style}" for style in STYLES} <= rows
    assert not set(matrix.FOURTH_SEEDS["validation"]) & set(matrix.FOURTH_SEEDS["test"])
