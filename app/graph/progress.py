"""Tells a waiting person, on stderr, that the embedded Neo4j is being fetched or started."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Final

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes of all jars)."""

_WHAT: Final = "Fetching the embedded Neo4j, once"


@contextlib.contextmanager
def fetching(progress: Progress | None, total: int) -> Iterator[Progress]:
    """The caller's own progress, else a bar on a terminal, else two lines in a log."""
    if progress is not None:
        yield progress
    elif sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        sys.stderr.write(f"{_WHAT} ({total / 1e6:.0f} MB) ...\n")
        yield lambda done, of: None
        sys.stderr.write("The embedded Neo4j is complete; from now on it starts without a network.\n")


def say_starting() -> None:
    """One line, on a terminal only: a start takes some seconds."""
    if sys.stderr.isatty():
        sys.stderr.write("Starting the embedded Neo4j ...\n")


@contextlib.contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    columns = (_WHAT, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("")

        def update(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        yield update
