"""What was refused and why: entries of done batches, for 30 days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from app.facts import FactsView

KEEP_DAYS: Final = 30
FIELDS: Final = ("day", "file", "line", "column", "reason", "content")


def summarise(view: FactsView, today: date) -> list[dict[str, Any]]:
    """Entries by file and reason: {file, reason, rows, first_line, day}, most rows first."""
    rows = view.connection.execute(
        "SELECT file, reason, count(*), min(line), max(day) FROM quarantine WHERE day >= ? "
        "GROUP BY ALL ORDER BY 3 DESC, 1, 2",
        [today - timedelta(days=KEEP_DAYS)],
    ).fetchall()
    return [dict(zip(("file", "reason", "rows", "first_line", "day"), row, strict=True)) for row in rows]


def entries(view: FactsView, today: date, file: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """Single entries in order of file and line."""
    rows = view.connection.execute(
        'SELECT day, file, line, "column", reason, content FROM quarantine '
        "WHERE day >= ? AND (? IS NULL OR file = ?) ORDER BY file, line LIMIT ?",
        [today - timedelta(days=KEEP_DAYS), file, file, limit],
    ).fetchall()
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]
