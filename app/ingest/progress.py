"""How a long ingestion tells where it is: a callback, and a bar on stderr for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int], None]
"""Called with (stage, done, of)."""


def silent(stage: str, done: int, of: int) -> None:
    """Report nothing."""


@contextmanager
def bar(console: Console) -> Iterator[Report]:
    """A bar a stage, only on a terminal."""
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, of: int) -> None:
            task = tasks.get(stage)
            if task is None:
                task = tasks[stage] = progress.add_task(stage, total=of)
            progress.update(task, completed=done, total=of)  # type: ignore[arg-type]

        yield report
