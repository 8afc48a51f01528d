"""The bar of an ingestion: its share only grows and ends at all, and it moves while others work."""

from __future__ import annotations

import io
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from app.facts import open_duckdb
from app.graph.bulk import Listener
from app.ingest.forecast import BULK, LIVE, Forecast
from app.ingest.progress import Steps, bar, silent, watched

IMPORTER = """IMPORT of neo4j
  Max worker threads: 2
(1/4) Node import 2026-11-21 21:27:58.070+0000
  Estimated number of nodes: 86.25 k
.......... .......... .......... .......... ..........   5% ∆1s 589ms [1s 589ms]
-......... .......... .......... .......... .......... 100% ∆0ms [3s 446ms]
Node import COMPLETED in 3s 451ms

(2/4) Relationship import 2026-11-21 21:28:01.521+0000
.......... .......... .......... .......... ..........  10% ∆0ms [1s 226ms]
"""


@given(st.sampled_from([LIVE, BULK]), st.integers(1, 10**9), st.integers(1, 4), st.data())
def test_the_share_grows_from_nothing_to_all(costs: dict[str, object], rows: int, batches: int, data: st.DataObject):
    forecast, before = Forecast(costs), 0.0  # type: ignore[arg-type]
    for batch in range(1, batches + 1):
        assert forecast.share("batch", batch, batches) is None
        for stage in list(costs)[1:]:
            of = rows if stage == "reading" else data.draw(st.integers(1, 1000))
            for done in sorted(data.draw(st.sets(st.integers(0, of), max_size=3)) | {of}):
                share = forecast.share(stage, done, of)
                assert share is not None
                assert before - 1e-9 <= share <= 1 + 1e-9
                before = share
        assert before == pytest.approx(batch / batches)


def test_nothing_is_forecast_of_what_is_not_known():
    forecast = Forecast(LIVE)
    assert forecast.share("looking", 1, 2) is None  # how many rows there are comes with "reading"
    assert forecast.share("importing", 1, 2) is None  # no stage of a live run
    assert Forecast({}).share("reading", 1, 2) is None


def test_more_rows_leave_less_to_what_costs_the_same_always():
    few, many = Forecast(BULK), Forecast(BULK)
    for forecast, rows in ((few, 1_000), (many, 100_000_000)):
        forecast.share("reading", 0, rows)
    assert (few.share("starting", 0, 1) or 0) < 0.6 < 0.8 < (many.share("starting", 0, 1) or 0)


def test_the_importer_is_heard():
    told: list[tuple[int, int]] = []
    listener = Listener(lambda done, of: told.append((done, of)))
    for line in IMPORTER.splitlines(keepends=True):
        listener.hear(line)
    assert told == [(5, 400), (100, 400), (110, 400)]


class _Half:
    """A connection that has always done half; it tells when it was asked."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def query_progress(self) -> float:
        self.asked.set()
        return 50.0


def test_a_statement_at_work_is_watched_and_its_watcher_ends():
    connection, told = _Half(), list[float]()
    heard = threading.Event()

    def tell(share: float) -> None:
        told.append(share)
        heard.set()

    with watched(connection, tell):  # type: ignore[arg-type]
        assert heard.wait(30)
    assert set(told) == {0.5}
    assert not [thread for thread in threading.enumerate() if thread.name == "progress"]


def test_steps_weigh_and_end_at_all():
    told: list[tuple[str, int, int]] = []
    with open_duckdb() as connection:
        steps = Steps(connection, lambda *words: told.append(words), "facts", {"usage": 3, "ids": 1})
        with steps.at("usage"):
            connection.execute("SELECT 1").fetchall()
        assert told[-1] == ("facts", 3_000, 4_000)
        with steps.at("ids"):
            connection.execute("SELECT 1").fetchall()
    assert told[-1] == ("facts", 4_000, 4_000)


def test_a_terminal_sees_the_whole_and_what_is_left():
    seen = io.StringIO()
    with bar(Console(file=seen, force_terminal=True, width=120), LIVE) as report:
        report("reading", 0, 1_000_000)
        report("reading", 500_000, 1_000_000)
        report("rows of another verb", 1, 2)
    assert all(words in seen.getvalue() for words in ("all", "reading", "rows of another verb", " 50%", "left"))


def test_a_log_sees_nothing():
    seen = io.StringIO()
    with bar(Console(file=seen, force_terminal=False), LIVE) as report:
        assert report is silent
    assert seen.getvalue() == ""
