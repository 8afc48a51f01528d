"""Held-out worlds: the same seed the same bytes, styles within the feed contract, truth that agrees with the feeds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import numpy as np
import pytest

from benchmarks.heldout import STYLES, draw_style, write_world
from benchmarks.heldout.rings import INFRASTRUCTURE, choose_levels
from benchmarks.heldout.world import cast_world
from benchmarks.offline import load_snapshot
from tests.unit.benchmarks.written import some_of

SMALL = {"honest": 800, "days": 6, "volume": 0.3}
RINGS = {"sizes": (40, 25), "tiers": ("plain", "evasive")}
READERS = {
    "csv": "read_csv('{}', all_varchar=true)",
    "jsonl": "read_json('{}', columns={{'{}': 'VARCHAR'}}, format='newline_delimited')",
    "parquet": "'{}'",
}


def write(out: Path, style: str, seed: int, **overrides: object) -> None:
    rings = {} if style in ("quiet", "traps") else RINGS
    write_world(out, draw_style(style, seed, **(SMALL | rings | overrides)))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def column(folder: Path, kind: str, name: str) -> set[object]:
    values: set[object] = set()
    for path in folder.rglob(f"{kind}*.*"):
        reader = READERS[path.name.split(".", 1)[1].split(".")[0]].format(path, name)
        values |= {row[0] for row in duckdb.sql(f'SELECT DISTINCT "{name}" FROM {reader}').fetchall()}
    return {str(value) for value in values if value is not None}


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write(tmp_path / name, "full", seed, fmt="csv", split="daily", times="mixed")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a") != digests(tmp_path / "c")


@pytest.mark.parametrize("style", some_of(STYLES, "random", "bare", "hashed", "quiet"))
def test_truth_names_only_accounts_that_a_feed_names(tmp_path: Path, style: str) -> None:
    write(tmp_path / "w", style, 3, ids="zeros", fmt="csv", split="one")
    truth = column(tmp_path / "w" / "truth", "truth", "account_id")
    told = column(tmp_path / "w", "exchanges", "account_id")
    for kind in ("accounts", "payments", "actions"):
        told |= column(tmp_path / "w", kind, "account_id")
    assert told and truth == told


@pytest.fixture(scope="module")
def plain_ids(tmp_path_factory: pytest.TempPathFactory) -> set[object]:
    """The exchanges of one plain file."""
    folder = tmp_path_factory.mktemp("plain") / "w"
    write(folder, "full", 8, fmt="csv", split="one", days=3, exchange_ids=True)
    ids = column(folder, "exchanges", "exchange_id")
    assert len(ids) > 1000
    return ids


@pytest.mark.parametrize(
    ("fmt", "split"),
    [
        ("csv.gz", "daily"),
        ("jsonl.zst", "one"),
        *(
            pytest.param(*more, marks=pytest.mark.full)
            for more in (("csv.zst", "one"), ("jsonl", "hourly"), ("parquet", "daily"))
        ),
    ],
)
def test_every_format_and_split_holds_the_same_exchanges(
    tmp_path: Path, plain_ids: set[object], fmt: str, split: str
) -> None:
    write(tmp_path / "w", "full", 8, fmt=fmt, split=split, days=3, exchange_ids=True)
    assert column(tmp_path / "w", "exchanges", "exchange_id") == plain_ids


@pytest.fixture(scope="module")
def zulu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exchanges of a world whose times end in Z."""
    folder = tmp_path_factory.mktemp("zulu") / "w"
    write(folder, "full", 2, fmt="csv", split="one", times="z", days=2)
    return folder / "exchanges.csv"


@pytest.mark.parametrize("times", ["z", "zero", "offset", "fraction", "mixed"])
def test_every_time_notation_has_a_zone_and_tells_the_same_time(tmp_path: Path, zulu: Path, times: str) -> None:
    write(tmp_path / "w", "full", 2, fmt="csv", split="one", times=times, days=2)
    text = (tmp_path / "w" / "exchanges.csv").read_text("utf-8").splitlines()
    at = text[0].split(",").index("occurred_at")
    stamps = [line.split(",")[at] for line in text[1:]]
    assert all(stamp.endswith("Z") or stamp[-6] in "+-" for stamp in stamps)
    read = "SELECT epoch(min(occurred_at::TIMESTAMPTZ))::BIGINT, count(*) FROM read_csv('{}', all_varchar=true)"
    there, here = (duckdb.sql(read.format(path)).fetchall() for path in (zulu, tmp_path / "w" / "exchanges.csv"))
    assert there == here


def test_a_quiet_world_has_no_ring_and_ring_sizes_are_as_asked() -> None:
    assert set(cast_world(draw_style("quiet", 1, **SMALL)).cast.columns["ring"]) == {""}
    world = cast_world(draw_style("full", 1, **SMALL, **RINGS))
    names, sizes = np.unique(world.cast.columns["ring"][world.cast.columns["ring"] != ""], return_counts=True)
    assert dict(zip(names, sizes.tolist(), strict=True)) == {"ring-0": 40, "ring-1": 25}


def test_an_existing_world_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "w", "quiet", 1)
    with pytest.raises(FileExistsError, match="not empty"):
        write(tmp_path / "w", "quiet", 1)


@pytest.mark.parametrize("tier", ["plain", "careful", "evasive"])
@pytest.mark.parametrize(
    "available", [set(), {"payment", "content"}, {"payment", "email", "device", "content"}, {"email"}]
)
def test_every_ring_can_be_proved_from_the_channels_there_are(tier: str, available: set[str]) -> None:
    for seed in range(50):
        levels = choose_levels(np.random.default_rng(seed), tier, available)
        there = {channel for channel in INFRASTRUCTURE if channel in available | {"network"}}
        infra = sum(levels[channel] for channel in there)
        assert infra >= 2
        assert levels["content"] + levels["timing"] >= 2
        assert "content" in available or levels["content"] == 0


def test_signatures_alone_give_the_topics_back(tmp_path: Path) -> None:
    write(tmp_path / "w", "full", 1, content="signature")
    activity = load_snapshot(tmp_path / "w").activity
    assert all(name.startswith("simhash64-v1:") for name in activity.clusters)
    assert 10 < len(activity.clusters) <= len(cast_world(draw_style("full", 1, **SMALL, **RINGS)).topics)
    assert (activity.cluster >= 0).mean() > 0.9
