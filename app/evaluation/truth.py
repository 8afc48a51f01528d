"""Reads a truth file and joins it with what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from app.errors import UsageError

REQUIRED: Final = ("account_id", "ring", "operator")
OPTIONAL: Final = ("cell", "tier", "population", "group_id")


def read_truth(path: Path) -> pd.DataFrame:
    """Columns of FEEDS version 1 as text, missing optional ones empty. Raises UsageError for a bad file."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path), do="Give a truth.csv") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"the truth cannot be read: {str(error)[:120]}", where=str(path)) from error
    missing = [column for column in REQUIRED if column not in table]
    if missing:
        raise UsageError(f"column {missing[0]!r} is missing", where=str(path), do=f"It needs {', '.join(REQUIRED)}")
    for column in OPTIONAL:
        if column not in table:
            table[column] = ""
    doubled = table["account_id"][table["account_id"].duplicated()]
    if len(doubled):
        raise UsageError(f"account {doubled.iloc[0]!r} stands in it twice", where=str(path))
    return table[[*REQUIRED, *OPTIONAL]]


def join(truth: pd.DataFrame, found: dict[str, str], known: set[str] | None, where: str = "") -> pd.DataFrame:
    """Truth with a column `found` (ring id or empty). Flagged accounts that truth does not name count as honest.

    Raises UsageError when truth names accounts that nobody knows: then it is the truth of another world.
    """
    if known is not None:
        strangers = sorted(set(truth["account_id"]) - known)
        if strangers:
            some = ", ".join(strangers[:3])
            raise UsageError(
                f"the truth names {len(strangers):,} accounts that are not in the graph, e.g. {some}",
                where=where,
                do="Ingest the world that this truth belongs to",
            )
    table = truth.copy()
    table["found"] = table["account_id"].map(found).fillna("")
    extra = sorted(set(found) - set(truth["account_id"]))
    if extra:
        more = pd.DataFrame({"account_id": extra, "found": [found[account] for account in extra]})
        table = pd.concat([table, more], ignore_index=True).fillna("")
    return table
