"""A ring's traffic as detection stored it, out of the columns in which it is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from app.pipeline.traffic import UsageRow


def usage_rows(groups: Iterable[list[Any]]) -> tuple[UsageRow, ...]:
    """Rows by day, capability and model.

    `groups`: capability, model, and lists of as many days (YYYY-MM-DD), exchanges, input and output tokens.
    """
    groups = list(groups)
    days = {day for group in groups for day in group[2]}
    begins = {day: datetime.fromisoformat(day).replace(tzinfo=UTC) for day in days}
    rows = [
        UsageRow(begins[day], capability, model, *numbers)
        for capability, model, days, *columns in groups
        for day, *numbers in zip(days, *columns, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.capability, row.model)))
