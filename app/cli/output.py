"""How verbs speak: one JSON document on stdout or a table for people; logs, bars and errors on stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.errors import RingleaderError

stderr = Console(stderr=True)
stdout = Console()


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


def emit_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
    """A table for people; columns named in `right` are right-aligned. Cell text is never markup."""
    table = Table(title=title, title_justify="left", header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    stdout.print(table)


def report_error(error: RingleaderError) -> None:
    """One clear line on stderr: where, what, what to do."""
    sys.stderr.write(f"ringleader: {error}\n")
