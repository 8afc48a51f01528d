"""The twelfth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.twelfth import STYLES, write_world
from benchmarks.twelfth.__main__ import main
from benchmarks.twelfth.book import NULL
from benchmarks.twelfth.styles import build
from benchmarks.twelfth.tiers import TIERS
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
    truth_of,
)

PINNED = (72_153, "eeeff45ac6bb7d573b5213957a9800e8c3f77660129320246422d9aaf00df556")
"""Exchanges and digest of the truth of `small`, seed 2."""


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=13)


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


def test_a_contract_may_have_no_ring(tmp_path: Path) -> None:
    about = write(tmp_path / "w", "contract", 7)
    assert about["rings"] == []
    assert not any(row["ring"] for row in truth_of(tmp_path / "w"))


def test_cells_are_of_one_tier_and_the_careful_spread_their_cards() -> None:
    world, book = build("small", 2, 500, 13)
    ours = book["ring"] != NULL
    assert all(len(set(book["tier"][book["cell"] == cell])) == 1 for cell in set(book["cell"][ours]))
    held = {
        tier: [row["code"] for row in world.book.payments if book["tier"][row["account"]] == tier] for tier in TIERS
    }
    holders = {tier: len(codes) / len(np.unique(codes)) for tier, codes in held.items()}
    assert holders["plain"] > holders["careful"] > holders["evasive"] >= 1


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
