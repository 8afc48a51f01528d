"""The ninth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.ninth import write_world
from benchmarks.ninth.__main__ import main
from benchmarks.ninth.cast import Cast
from benchmarks.ninth.market import market
from benchmarks.ninth.plan import TIERS, plan
from benchmarks.ninth.rings import Ring
from benchmarks.ninth.world import DAY, World
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (32_838, "1a87c57c34058e2c7c1977a2a3d0efa161625494982edfda59ecfa16f12ea687")
"""Exchanges and digest of the truth of `small`, seed 2."""
WORLDS = (("contract", 2), ("none", 2), *(("thin", seed) for seed in range(1, 7)))


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500, days=10)


@pytest.mark.parametrize(("style", "seed"), some_of(WORLDS, ("contract", 2), ("thin", 3)))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, seed: int, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, seed)
    rows = assert_read_whole(tmp_path / "w", about, named=False)
    assert_rings_are_told(rows, about, style)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "evasive", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w")


@pytest.mark.parametrize("tier", TIERS)
def test_an_operator_makes_its_ring_and_takes_accounts_only_on_stricter_tiers(tier: str) -> None:
    w = World("small", 1, np.random.default_rng(1), 20)
    crowd = Cast(w, 400)
    w.market = market(w, crowd)
    p = plan(w, "ring-00", 80, tier, None)
    idle = Ring(w, p, crowd, np.arange(100)).run()
    own = [acc for acc, _ in w.acc if acc["ring"][0] == p.name]
    registered = sum(len(acc["ring"]) for acc in own)
    assert registered + len(w.over) == sum(size for _, size in p.cells) >= 80
    assert sorted(w.over) == [account for account in range(100) if account not in idle]
    assert bool(w.over) == any(room != "plain" for room, _ in p.cells)
    assert all(np.all(acc["created"] < w.days * DAY) for acc in own)


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
