"""Worlds: deterministic, as the contract tells, and never half-written."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from app.errors import UsageError
from app.ingest.check import check
from app.worlds import PRESETS, WorldSpec, preset, scaled, simulate, traffic
from app.worlds.draw import draw_rings

SMALL = replace(preset("small"), accounts=600, days=5)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_spec_gives_the_same_bytes(tmp_path: Path) -> None:
    counts = simulate(tmp_path / "a", SMALL, "csv.gz")
    assert simulate(tmp_path / "b", SMALL, "csv.gz") == counts
    assert content(tmp_path / "a") == content(tmp_path / "b")
    simulate(tmp_path / "c", replace(SMALL, seed=99), "csv.gz")
    assert content(tmp_path / "c") != content(tmp_path / "a")


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl.gz"])
def test_a_world_passes_the_check(tmp_path: Path, form: str) -> None:
    counts = simulate(tmp_path / "w", SMALL, form)
    report = check(tmp_path / "w")
    assert (report.reasons, report.refused_files, report.lost) == ([], [], [])
    assert report.rows["exchanges"] == counts["exchanges"]
    assert report.rows["accounts"] == counts["accounts"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_passes_the_check(tmp_path: Path, name: str) -> None:
    spec = replace(scaled(preset(name), 1_000 / preset(name).accounts), days=3, topics=500)
    counts = simulate(tmp_path / "w", spec)
    report = check(tmp_path / "w")
    assert (report.reasons, report.refused_files, report.lost) == ([], [], [])
    assert report.rows["exchanges"] == counts["exchanges"] > 0
    assert counts["ring_accounts"] >= sum(ring.size for ring in spec.rings)


def test_truth_names_every_account_once(tmp_path: Path) -> None:
    counts = simulate(tmp_path / "w", SMALL)
    truth = pd.read_csv(tmp_path / "w" / "truth" / "truth.csv", dtype="str", keep_default_na=False)
    accounts = pd.read_parquet(tmp_path / "w" / "accounts.parquet")
    assert sorted(truth["account_id"]) == sorted(accounts["account_id"])
    assert (truth["ring"] != "").sum() == counts["ring_accounts"] == 60
    assert set(truth.loc[truth["ring"] == "", "operator"]) == {""}


def test_a_directory_with_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="not an empty directory"):
        simulate(tmp_path / "w", SMALL)
    assert (tmp_path / "w" / "mine.txt").read_text() == "keep"


def test_a_world_without_rings_has_none(tmp_path: Path) -> None:
    counts = simulate(tmp_path / "w", WorldSpec(accounts=500, days=3))
    assert counts["ring_accounts"] == 0


def test_drawn_rings_depend_on_the_seed_only() -> None:
    assert draw_rings(5) == draw_rings(5)
    assert {len(draw_rings(seed)) for seed in range(40)} == set(range(9))
    assert {ring.tier for ring in draw_rings(1, 8, tier="evasive")} == {"evasive"}


def test_default_knobs_draw_what_they_always_drew(tmp_path: Path) -> None:
    """A new knob must not change worlds that do not turn it: this digest is older than most knobs."""
    rings = tuple(replace(ring, size=ring.size // 10, first_day=0) for ring in preset("seed").rings)
    simulate(tmp_path / "w", replace(preset("seed"), accounts=600, days=4, rings=rings), "csv")
    digest = hashlib.sha256()
    for name, text in sorted(content(tmp_path / "w").items()):
        digest.update(f"{name}\0".encode() + text)
    assert digest.hexdigest() == "ecafa9773903341a806dce9d96e13ba9d555dd272d2d34b6895641ec72fca6a1"


def test_a_busy_day_is_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "PART_ROWS", 2_000)
    counts = simulate(tmp_path / "w", SMALL)
    files = sorted((tmp_path / "w").glob("exchanges-2026-03-06*.parquet"))
    assert len(files) > 2
    assert all(len(pd.read_parquet(file)) < 4_000 for file in files)
    rows = pd.concat(pd.read_parquet(file) for file in (tmp_path / "w").glob("exchanges-*.parquet"))
    assert rows["exchange_id"].is_unique
    assert len(rows) == counts["exchanges"]
    assert check(tmp_path / "w").rows["exchanges"] == counts["exchanges"]


def test_the_committed_seed_world_is_its_preset(tmp_path: Path) -> None:
    """The whole world takes long to make; its truth is made from the same draws and is compared byte for byte."""
    committed = Path(__file__).parents[3] / "seed_data" / "world" / "truth" / "truth.csv"
    simulate(tmp_path / "w", replace(preset("seed"), feeds=("accounts",)))
    assert (tmp_path / "w" / "truth" / "truth.csv").read_bytes() == committed.read_bytes()
