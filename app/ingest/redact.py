"""What may be kept of a bad row: card-like numbers as their last four digits, e-mail addresses masked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

_CARD: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){9,15}(\d{4})(?![0-9A-Za-z])")
_MAIL: Final = re.compile(r"([^\s\"',;:<>{}@])[^\s\"',;<>{}@]*@[^\s\"',;<>{}]*")
LONGEST: Final = 2000


def redact(text: str) -> str:
    """Mask card-like numbers and e-mail addresses; at most 2,000 characters stay."""
    return _MAIL.sub(r"\1***@***", _CARD.sub(r"****\1", text[: 4 * LONGEST]))[:LONGEST]


def redact_row(row: Mapping[str, str | None] | str) -> str:
    """The same for a row of cells, as one line of JSON without its nulls."""
    if isinstance(row, str):
        return redact(row)
    cells = {name: redact(value.replace("\n", " ")) for name, value in row.items() if value is not None}
    if "email" in cells:
        cells["email"] = "***"
    return json.dumps(cells, ensure_ascii=False)[:LONGEST]
