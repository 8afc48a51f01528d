"""The third generator: read without a refusal, truth of existing accounts, bytes that depend on the seed alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.check import check
from benchmarks import matrix, runner
from benchmarks.offline import load_snapshot
from benchmarks.third import STYLES, RingOrder, order_of, write_world
from benchmarks.third.__main__ import main
from benchmarks.third.cast import Cast
from benchmarks.third.draw import Draw
from benchmarks.third.operators import draw_habits
from benchmarks.third.plan import RingPlan, plan_rings
from benchmarks.third.rings import split_cells
from benchmarks.third.setting import Setting
from benchmarks.third.traces import leave_traces
from tests.unit.benchmarks.written import contents, some_of, truth_of

RINGS = (RingOrder(20, "evasive"), RingOrder(45, "plain", reseller=True))
PINNED = (8050, 917, "2673ae85f9e2459543df0a79e8155a0c3701ddb6edd9ca9c5f94b500b2359601")
ARGUMENTS = ["--honest", "150", "--days", "7", "--rings", "20:evasive,45:plain:reseller"]


def write(out: Path, style: str, seed: int) -> dict[str, Any]:
    rings = () if style == "norings" else RINGS
    return write_world(out, order_of(style, seed, honest=150, days=7, rings=rings))


@pytest.fixture(scope="module", params=some_of(STYLES, "mixed", "norings", "sparse"))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("third") / request.param
    return out, write(out, request.param, 3)


def test_nothing_of_a_world_is_refused(world: tuple[Path, dict[str, Any]]) -> None:
    folder, about = world
    report = check(folder)
    assert (report.refused_files, report.reasons, report.unknown_columns) == ([], [], {})
    assert report.rows["accounts"] == about["honest"] + about["ring_accounts"]
    assert report.rows["exchanges"] == about["exchanges"] > 0
    assert {"payment", "timing"}.isdisjoint(report.lost)


def test_truth_names_the_accounts_that_exist(world: tuple[Path, dict[str, Any]]) -> None:
    folder, about = world
    rows = truth_of(folder)
    told = [row["account_id"] for row in rows]
    assert len(set(told)) == len(told)
    assert set(told) == {str(account) for account in load_snapshot(folder).population.account_ids}
    rings = Counter(row["ring"] for row in rows if row["ring"])
    assert rings == ({} if about["style"] == "norings" else {"ring-1": 20, "ring-2": 45})
    for row in rows:
        assert bool(row["ring"]) == bool(row["operator"]) == bool(row["cell"]) == bool(row["tier"])
        assert bool(row["ring"]) != bool(row["population"])


def test_a_seed_gives_the_same_bytes_and_another_seed_or_style_others(tmp_path: Path) -> None:
    for name, style, seed in (("a", "mixed", 5), ("b", "mixed", 5), ("c", "mixed", 6), ("d", "noschedule", 5)):
        write(tmp_path / name, style, seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    for other in ("c", "d"):
        assert truth_of(tmp_path / "a") != truth_of(tmp_path / other)


def test_a_seed_keeps_its_world(tmp_path: Path) -> None:
    """Figures of the matrix compare over time only if no draw is added, dropped or moved."""
    about = write(tmp_path / "w", "evasive", 2)
    digest = hashlib.sha256((tmp_path / "w" / "truth" / "truth.csv").read_bytes()).hexdigest()
    assert (about["exchanges"], about["distinct_ips"], digest) == PINNED


@given(seed=st.integers(0, 2**32), size=st.integers(1, 3000))
def test_cells_are_of_a_size_to_be_found(seed: int, size: int) -> None:
    cells = split_cells(Draw(seed, "mixed"), size)
    assert sum(cells) == size
    assert min(cells) >= min(size, 20)


@given(seed=st.integers(0, 2**32))
def test_styles_plan_their_rings(seed: int) -> None:
    plans = {style: plan_rings(order_of(style, seed), Draw(seed, style)) for style in STYLES}
    assert plans["norings"] == []
    assert [(plan.size, plan.cells) for plan in plans["bigcell"]] == [(1500, 15)]
    assert {plan.tier for plan in plans["evasive"]} == {"evasive"}
    assert all(20 <= plan.size <= 60 for plan in plans["smallrings"])
    assert len(plans["needle"]) == 1
    assert len(plans["mixed"]) <= 8 and 1 <= len(plans["sparse"]) <= 8


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(Setting(order_of("evasive", 1, honest=100, days=7)))


def test_every_evasive_ring_leaves_two_traces_one_of_them_within_a_cell(cast: Cast) -> None:
    within = {"cards", "subpool", "leak", "mail"}
    for number in range(60):
        habits = draw_habits(cast, RingPlan(60, "evasive", False), f"operator-{number}", None, None)
        traces = leave_traces(habits, cast.setting.draw)
        assert traces and len(traces) >= 2 and within & set(traces)


def test_plain_rings_share_more_than_evasive_ones(cast: Cast) -> None:
    def mean(tier: str) -> tuple[float, ...]:
        drawn = [draw_habits(cast, RingPlan(60, tier, False), "operator", None, None) for _ in range(40)]
        rows = [(h.cards.share, h.care.api, h.timing.share, h.exits.device_share, -h.exits.proxied) for h in drawn]
        return tuple(np.mean(rows, axis=0))

    assert all(plain > evasive for plain, evasive in zip(mean("plain"), mean("evasive"), strict=True))


def test_the_command_writes_what_the_function_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a", "sparse", 4)
    assert main([str(tmp_path / "b"), "--seed", "4", "--style", "sparse", *ARGUMENTS]) == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert '"20:evasive in 1 cells", "45:plain:reseller in ' in capsys.readouterr().out
    assert main([str(tmp_path / "b")]) == 2
    assert "name a new directory" in capsys.readouterr().err
    assert main([str(tmp_path / "c"), "--days", "6"]) == 2
    assert "at least 7" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("rings", ["x", "0:plain", "20:sly", "20:plain:shop"])
def test_an_order_nobody_understands_is_refused(tmp_path: Path, rings: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "w"), "--rings", rings])
    assert stopped.value.code == 2
    assert "--rings" in capsys.readouterr().err
    assert not (tmp_path / "w").exists()


def test_the_large_style_is_in_the_matrix_only_by_name() -> None:
    rows = {world.row for world in matrix.worlds("test")}
    assert {f"third:{style}" for style in STYLES} - rows == {"third:needle"}
    needle = matrix.worlds("test", rows=("third:needle",))
    assert [(world.style, world.generator, world.seed) for world in needle] == [
        ("needle", "third", seed) for seed in matrix.THIRD_SEEDS["test"]
    ]


def test_a_kept_world_is_of_its_generators_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("third/a.py", "heldout/a.py", "offline.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    monkeypatch.setattr(runner, "_HERE", tmp_path)
    third, heldout = runner._version("third"), runner._version("heldout")
    (tmp_path / "third" / "a.py").write_text("2", "utf-8")
    assert runner._version("third") != third
    assert runner._version("heldout") == heldout
