"""The eleventh generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.eleventh import STYLES, write_world
from benchmarks.eleventh.__main__ import main
from benchmarks.eleventh.build import honest, new_world
from benchmarks.eleventh.rings import build
from benchmarks.eleventh.styles import TIERS, draw, resized
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (20_497, "281d5baac3e25287a5a43f9a1437b2bfca8d229b03b9d5a280e2cc87c01609cc")
"""Exchanges and digest of the truth of `proto`, seed 2."""


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=10)


@pytest.mark.parametrize("style", some_of(STYLES, "proto", "noclusters", "none"))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, 1)
    rows = assert_read_whole(tmp_path / "w", about)
    assert_rings_are_told(rows, about, style)
    assert about["honest"] == sum(about["populations"].values()) == len(rows) - about["ring_accounts"]
    assert (tmp_path / "w" / "clusters.csv").exists() == (style != "noclusters")


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "proto", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w", "proto")


def test_a_style_that_is_not_resized_is_as_drawn() -> None:
    style = draw("proto", 1, np.random.default_rng(1))
    assert resized(style, None, None) == style
    assert resized(style, 500, 10) == replace(style, honest=500, days=10, ring_accounts=60)
    assert resized(draw("none", 1, np.random.default_rng(1)), 500, None).ring_accounts == 0


@pytest.mark.parametrize("tier", TIERS)
def test_accounts_of_a_cell_share_what_their_tier_shares(tier: str) -> None:
    world = new_world("proto", 1, 500, 10)
    world.style = replace(world.style, tiers=(tier,))
    honest(world)
    people = len(world.accounts)
    build(world)
    crew = world.accounts[people:]
    assert {who.tier for who in crew} == {tier}
    assert (len({who.clients[0] for who in crew}) <= len({who.cell for who in crew})) == (tier == "plain")
    ours = {who.id for who in crew}
    cards = [row["instrument_id"] for row in world.payments if row["account_id"] in ours]
    holders = len(cards) / len(set(cards))
    low, high = {"plain": (3, 21), "careful": (2, 5), "evasive": (1, 2)}[tier]
    assert low <= holders < high


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
