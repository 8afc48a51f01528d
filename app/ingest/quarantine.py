"""What was refused and why: entries of done batches, for 30 days, until they are retried or dropped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from app.errors import NotFoundError
from app.facts import FactsView
from app.ingest.redact import LONGEST
from app.ingest.spool import CONFLICT

KEEP_DAYS: Final = 30
FIELDS: Final = ("day", "file", "line", "column", "reason", "content", "entry", "kind")


@dataclass(frozen=True, slots=True)
class Entry:
    """One refused row (line 0: a whole file), with the file that it was in."""

    entry: str
    kind: str
    sha256: str
    line: int
    reason: str
    content: str

    @property
    def cells(self) -> dict[str, Any] | None:
        """The row as it was sent; None where only a part of it or a masked form was kept."""
        if not self.line or self.reason == CONFLICT or "***" in self.content or len(self.content) >= LONGEST:
            return None
        try:
            found = json.loads(self.content)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


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
        'SELECT day, file, line, "column", reason, content, entry, kind FROM quarantine '
        "WHERE day >= ? AND (? IS NULL OR file = ?) ORDER BY file, line LIMIT ?",
        [today - timedelta(days=KEEP_DAYS), file, file, limit],
    ).fetchall()
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


def chosen(view: FactsView, today: date, wanted: Sequence[str], file: str | None) -> list[Entry]:
    """Entries by id, or of one file, or (neither given) all, in order. Raises NotFoundError for what is not there."""
    rows = view.connection.execute(
        "SELECT entry, kind, sha256, line, reason, content FROM quarantine WHERE day >= ? AND entry IS NOT NULL "
        "AND (len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], entry)) AND (? IS NULL OR file = ?) "
        "ORDER BY file, line, entry",
        [today - timedelta(days=KEEP_DAYS), list(wanted), list(wanted), file, file],
    ).fetchall()
    found = [Entry(*row) for row in rows]
    missing = sorted(set(wanted) - {entry.entry for entry in found})
    if missing or (file and not found):
        what = f"no entry {missing[0]}" if missing else "no entry of this file"
        raise NotFoundError(f"{what} in quarantine", where=file or "", do="`ringleader quarantine show` lists them")
    return found
