"""The tenth generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.tenth import write_world
from benchmarks.tenth.__main__ import main
from benchmarks.tenth.core import new_world
from benchmarks.tenth.net import build_net
from benchmarks.tenth.people import crowd, make
from benchmarks.tenth.rings import Ring, build_ring, proxy_pool
from benchmarks.tenth.topics import build_topics
from benchmarks.tenth.wallet_rings import SHAPE
from tests.unit.benchmarks.written import (
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

PINNED = (72_826, "c306e3b473797b1b2a61262fa58439c31433e8e34645d573a6a36c7c9befaa72")
"""Exchanges and digest of the truth of `contract`, seed 2."""
WORLDS = (
    ("contract", 3),
    ("wallets", 2),
    ("none", 2),
    *((style, n) for style in ("reviews", "socks", "sessions") for n in (1, 2)),
)


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    return write_world(out, style, seed, accounts=500)


@pytest.mark.parametrize(("style", "seed"), some_of(WORLDS, ("contract", 3), ("wallets", 2)))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(style: str, seed: int, tmp_path: Path) -> None:
    about = write(tmp_path / "w", style, seed)
    rows = assert_read_whole(tmp_path / "w", about)
    assert_rings_are_told(rows, about, style)
    assert about["honest"] == sum(about["populations"].values()) == len(rows) - about["ring_accounts"]


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert_seed_decides(write, "socks", tmp_path)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    assert_seed_keeps_its_world(write, PINNED, tmp_path / "w", "contract")


def test_cells_divide_a_ring_and_each_has_one_tier() -> None:
    world = new_world("contract", 1, 500)
    world.net, world.topics = build_net(world), build_topics(world, 300, 1.0)
    crowd(world)
    build_ring(world, Ring("ring-0", "op-0", 300, "distil", proxy_pool(world, 40), False))
    told = [world.truth[account] for account in range(500, world.size)]
    assert {row["ring"] for row in told} == {"ring-0"} and len(told) == 300
    cells = {row["cell"] for row in told}
    assert len(cells) > 1
    assert len({(row["cell"], row["tier"]) for row in told}) == len(cells)


@pytest.mark.parametrize("shape", SHAPE)
def test_a_farm_ties_its_own_by_instruments_unless_services_fund_it(shape: str) -> None:
    world = new_world("wallets", 1, 500)
    world.net = build_net(world)
    crowd(world)
    farm = make(world, 40)
    SHAPE[shape](world, farm, 600.0)
    assert {row["who"] for row in world.pay} <= set(farm.tolist())
    holders = Counter(row["instrument_id"] for row in world.pay)
    assert bool(holders) == (shape != "service")
    assert all(count > 1 for count in holders.values())
    assert all(row["added"] > world.col["born"][row["who"]] for row in world.pay)


def test_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert_wrong_use_is_told(main, tmp_path, monkeypatch, capsys)
