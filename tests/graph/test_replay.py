"""A replay's answer at day T is the same when everything after T is deleted from the feed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.graph import Neo4jStore
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.ingest import ingest
from app.pipeline.detection import facts_of
from app.pipeline.detector import Detector
from app.pipeline.replay import Replayed, closing_days, replay
from app.settings import Settings
from app.worlds import simulate
from app.worlds.presets import PRESETS
from app.worlds.spec import WorldSpec

pytestmark = pytest.mark.graph
DAYS = 4
FIRST = date.fromisoformat(WorldSpec().first_day)
TIMES = ("occurred_at", "at", "created_at", "added_at", "known_at", "updated_at")
OTHER = Detector(rings=replace(Detector().rings, prior=-16.0))


def rows_of(folder: Path, seed: int) -> dict[str, list[dict[str, Any]]]:
    """The feed by file; a third of the exchanges become known up to two days late."""
    chance = random.Random(seed)
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as handle:
            found[path.name] = list(csv.DictReader(handle))
        if path.name.startswith("exchanges"):
            for row in found[path.name]:
                late = chance.randrange(3) if chance.random() < 0.33 else 0
                row["known_at"] = (datetime.fromisoformat(row["occurred_at"]) + timedelta(days=late)).isoformat()
    return found


def day_of(row: dict[str, Any]) -> date:
    """The day on which a row may first be seen."""
    return max((datetime.fromisoformat(row[name]).date() for name in TIMES if row.get(name)), default=date.min)


def write(rows: dict[str, list[dict[str, Any]]], folder: Path, until: date) -> Path:
    folder.mkdir()
    for name, all_rows in rows.items():
        chosen = [row for row in all_rows if day_of(row) <= until]
        if chosen:
            with (folder / name).open("w", newline="") as handle:
                writer = csv.DictWriter(handle, list(chosen[0]))
                writer.writeheader()
                writer.writerows(chosen)
    return folder


def told(done: Replayed) -> tuple[Any, ...]:
    return done.rings, done.compared, done.closings


def answers(store: Neo4jStore, settings: Settings, folder: Path, cuts: list[date]) -> Iterator[tuple[Any, ...]]:
    store.auto(EMPTY_LINKS)
    store.auto(EMPTY_NODES)
    ingest(store, settings, folder)
    with facts_of(settings, store) as view:
        days = closing_days(view.connection)
        for cut in cuts:
            chosen = [day for day in days if day <= cut]
            yield told(replay(store, view.connection, chosen, other=OTHER))


@pytest.mark.parametrize("apart", [2, pytest.param(1, marks=pytest.mark.full)])
def test_an_answer_does_not_change_when_all_that_came_later_is_deleted(
    store: Neo4jStore, settings: Settings, tmp_path: Path, apart: int
):
    """Cut `apart` days apart: each is a graph of its own."""
    ring = replace(PRESETS["small"].rings[0], size=24, cells=1, accounts_a_card=4, addresses=6, first_day=1, rate=8)
    spec = WorldSpec(seed=3, accounts=150, days=DAYS, rate=0.3, topics=100, rings=(ring,))
    simulate(tmp_path / "world", spec, "csv")
    rows = rows_of(tmp_path / "world", seed=3)
    cuts = [FIRST + timedelta(days=number) for number in range(apart - 1, DAYS, apart)]
    whole_settings = settings.model_copy(update={"facts_url": str(tmp_path / "whole-facts")})
    whole = list(answers(store, whole_settings, write(rows, tmp_path / "whole", date.max), cuts))
    flagged = [ring for rings, _, _ in whole for ring in rings if ring.flagged_on]
    assert flagged, "no ring at all: the comparison says nothing"
    assert len({rings for rings, _, _ in whole}) >= len(cuts) - 1, "every day has an answer of its own"
    for cut, expected in zip(cuts, whole, strict=True):
        mine = settings.model_copy(update={"facts_url": str(tmp_path / f"facts-{cut}")})
        (answer,) = answers(store, mine, write(rows, tmp_path / f"until-{cut}", cut), [cut])
        assert answer == expected, f"as of {cut}"
