"""How verbs speak: one JSON document on stdout or a table for people; logs, bars and errors on stderr."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import structlog
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.errors import RingleaderError

stderr = Console(stderr=True)
stdout = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120)
"""Tables into a file or a pipe are 120 columns wide unless COLUMNS says otherwise."""


@contextmanager
def progress(doing: str) -> Iterator[Callable[[str], None]]:
    """What tells how far a long verb is: one line that changes on a terminal, a line a step elsewhere; on stderr."""
    if stderr.is_terminal:
        with stderr.status(doing) as status:
            yield status.update
        return
    yield lambda text: stderr.print(text, markup=False, highlight=False, soft_wrap=True)


def setup_logs(verbose: bool = False) -> None:
    """Structured logs on stderr; only warnings unless `verbose`."""
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
    )


def emit_json(document: Any) -> None:
    """Write exactly one JSON document, with a newline, to stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def emit_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    right: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> None:
    """A table for people; columns named in `right` are right-aligned, those in `keep` and `right` stay on one line.

    No text is markup. The title is a line of its own: one longer than the table is not squeezed into its width.
    """
    stdout.print(title, style="italic", markup=False, highlight=False)
    table = Table(header_style="bold", pad_edge=False, box=SIMPLE_HEAD)
    for column in columns:
        whole = column in keep or column in right
        justify: Literal["left", "right"] = "right" if column in right else "left"
        table.add_column(column, justify=justify, overflow="fold", no_wrap=whole)
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    stdout.print(table)


def report_error(error: RingleaderError) -> None:
    """One clear line on stderr: where, what, what to do."""
    sys.stderr.write(f"ringleader: {error}\n")
