"""Names of the formats of exported tables: nothing here needs a library, so that a command line starts quickly."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """Formats of exported tables."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"


MEDIA_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.ARROW: "application/vnd.apache.arrow.file",
}
