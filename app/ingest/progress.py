"""How a long ingestion tells where it is: a callback, and bars on stderr for people."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.ingest.forecast import Cost, Forecast

Report = Callable[[str, int, int], None]
"""Called with (stage, done, of), from any thread."""
WHOLE: Final = "all"
_LOOK_EACH: Final = 0.5
_FINE: Final = 1_000


def silent(stage: str, done: int, of: int) -> None:
    """Report nothing."""


class _Left(ProgressColumn):
    """What is left if it goes on at the pace so far."""

    max_refresh = 1.0

    def render(self, task: Task) -> Text:
        if task.finished or not task.elapsed or not task.total or not task.completed:
            return Text("")
        left = task.elapsed * (task.total - task.completed) / task.completed
        return Text(f"{timedelta(seconds=int(left))} left", style="progress.remaining")


@contextmanager
def bar(console: Console, costs: Mapping[str, Cost] | None = None) -> Iterator[Report]:
    """A bar a stage, and with `costs` one of the whole; only on a terminal."""
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description:<22}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), _Left())
    with Progress(*columns, console=console) as progress:
        forecast = Forecast(costs or {})
        tasks = {WHOLE: progress.add_task(WHOLE, total=None)} if costs else {}

        def report(stage: str, done: int, of: int) -> None:
            if stage not in tasks and stage != "batch":
                tasks[stage] = progress.add_task(stage, total=of)
            if stage in tasks:
                progress.update(tasks[stage], completed=done, total=of)
            share = forecast.share(stage, done, of)
            if share is not None:
                progress.update(tasks[WHOLE], completed=share, total=1.0)

        yield report


class Steps:
    """A stage of several statements of one DuckDB connection: each weighs so much, and moves as DuckDB tells."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, report: Report, stage: str, weights: Mapping[str, int]
    ) -> None:
        self.connection, self.report, self.stage, self.weights = connection, report, stage, weights
        self.done, self.of = 0, _FINE * sum(weights.values())

    @contextmanager
    def at(self, step: str) -> Iterator[None]:
        """While this step is at work."""
        weight = _FINE * self.weights[step]
        with watched(self.connection, lambda share: self.report(self.stage, self.done + int(share * weight), self.of)):
            yield
        self.done += weight
        self.report(self.stage, self.done, self.of)


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, tell: Callable[[float], None]) -> Iterator[None]:
    """Tell, now and then, which share (0 to 1) of the statement at work DuckDB has done."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_EACH):
            share = connection.query_progress() / 100
            if 0 <= share <= 1:
                tell(share)

    watcher = threading.Thread(target=look, name="progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
