"""The detection gap of a ring as its node keeps it: when it was flagged, what it had captured, by which evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class FamilyDays:
    """When one family of evidence came in; days are closings."""

    family: str
    present_on: date
    """The first on which it counted."""
    sufficient_on: date | None = None
    """The first on which it would have flagged the group without the rest of its sort (`sufficient.py`)."""


@dataclass(frozen=True, slots=True)
class GapDay:
    """One day (UTC) of a ring."""

    day: date
    exchanges: int
    late: int = 0
    """Of these, what looking every hour would have saved at most."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One ring of a replay. Names no account, so nothing of it has to be erased with one."""

    accounts: int
    """At the last closing; the volumes are theirs."""
    first_exchange: date | None
    flagged_on: date | None
    exchanges_before: int
    """Up to the end of the day of the flag; all of them where it never was flagged. Likewise the tokens."""
    exchanges: int
    input_tokens_before: int
    output_tokens_before: int
    saved_hourly: int | None
    """Exchanges that looking every hour would have saved at most; None where it was never flagged."""
    days: tuple[GapDay, ...]
    evidence: tuple[FamilyDays, ...]
    closings: int
    """How many days the replay closed."""
    until: date | None
    """The last of them."""


_GAP: Final = TypeAdapter(Gap)


def gap_text(gap: Gap) -> str:
    """As the graph holds it: one JSON object."""
    return _GAP.dump_json(gap).decode()


def gap_from(text: str) -> Gap:
    """From what `gap_text` made. Raises ValueError for anything else."""
    return _GAP.validate_json(text)
