"""Record batches as text, a column at a time: CSV that is harmless in a spreadsheet, and JSON lines."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA: Final = r"\A[=+\-@\t\r]"
_SPECIAL: Final = '[,"\r\n]'


def csv_header(schema: pa.Schema) -> bytes:
    """The first line."""
    return (",".join(schema.names) + "\n").encode()


def csv_lines(batch: pa.RecordBatch) -> bytes:
    """The rows as RFC 4180 has them, but with LF at line ends; null is the empty cell, a list is joined by spaces.

    Text that a spreadsheet would run as a formula (it begins with = + - @ TAB CR) gets a leading apostrophe; numbers
    and dates do not.
    """
    if not batch.num_rows:
        return b""
    cells = [_cells(column) for column in batch.columns]
    lines = pc.binary_join_element_wise(*cells, ",")
    whole: Any = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines), "\n")
    return bytes(whole[0].as_py().encode()) + b"\n"


def json_lines(batch: pa.RecordBatch) -> bytes:
    """One JSON object a row; dates are ISO 8601, lists are lists."""
    encode = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode
    return "".join(encode(row) + "\n" for row in batch.to_pylist()).encode()


def _cells(column: Any) -> Any:
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, " ")
    if not pa.types.is_string(column.type):
        return pc.fill_null(pc.cast(column, pa.string()), "")
    text = pc.fill_null(column, "")
    text = _where(pc.match_substring_regex(text, _FORMULA), text, lambda: pc.binary_join_element_wise("'", text, ""))
    return _where(
        pc.match_substring_regex(text, _SPECIAL),
        text,
        lambda: pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', ""),
    )


def _where(mask: Any, text: Any, changed: Any) -> Any:
    """Most batches have nothing to change: then nothing is computed."""
    return pc.if_else(mask, changed(), text) if pc.any(mask).as_py() else text
