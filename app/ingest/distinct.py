"""Checks the cells of a log column by column, each distinct value once, with the checks of rows.py."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.ingest.coded import COLUMNS, NAMED
from app.ingest.contracts import Kind
from app.ingest.names import Array
from app.ingest.rows import Checker, cells_sql, is_free, problem_of, value_of
from app.ingest.staging import Staged

Flags = np.typing.NDArray[np.bool_]
_PLAIN: Final = {4: "-", 7: "-", 10: "T", 13: ":", 16: ":"}
"""Places of a plain time and what stands there: 2026-03-01T10:00:00Z, or with a fraction before the Z."""
_SECONDS: Final = 19
_FRACTIONS: Final = (20, *range(22, 28))
"""Bytes of a plain time: without a fraction, or with one of at most six digits."""
_DIGITS: Final = 15
_ASCII: Final = 127
_UNIQUE: Final = "exchange_id"
"""Every cell is another: nothing is gained by looking for distinct ones."""


class Judge:
    """Tells rows that are plainly good from those that have to be looked at."""

    def __init__(self, checker: Checker, kind: Kind) -> None:
        self.checker, self.kind = checker, kind

    def rows(self, cells: pa.Table, lines: np.typing.NDArray[np.int64]) -> tuple[pa.Table, Flags]:
        """(rows as Coder.add takes them, which cells' rows are left out); `lines` are the numbers of the rows."""
        doubtful = np.zeros(cells.num_rows, bool)
        columns: dict[str, Array] = {"row_no": pa.array(lines)}
        for name in cells.column_names:
            column = cells[name].combine_chunks()
            required = name in self.kind.required
            if column.null_count == len(column) and not required:
                continue
            kept, bad = self._column(name, column)
            doubtful |= bad
            stored = f"us_{name}" if self.kind.columns[name] == "time" else name
            if stored in COLUMNS:
                columns[stored] = kept
        rows = pa.table(columns)
        return (rows.filter(pa.array(~doubtful)) if doubtful.any() else rows), doubtful

    def _column(self, name: str, column: Array) -> tuple[Array, Flags]:
        """What is kept of each cell, and which cells are bad."""
        if self.kind.columns[name] == "time" and (plain := plain_times(column)) is not None:
            return pa.array(plain), np.zeros(len(column), bool)
        if self.kind.columns[name] == "count" and (counts := plain_counts(column)) is not None:
            return counts, np.zeros(len(column), bool)
        if name == _UNIQUE:
            return self._judged(name, column)
        encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
        values, bad = self._once(name, encoded.dictionary)
        null = len(values)
        at = encoded.indices.fill_null(null) if encoded.indices.null_count else encoded.indices
        flags = np.append(bad, name in self.kind.required)
        bad_cells = flags[at.to_numpy(zero_copy_only=False)] if flags.any() else np.zeros(len(at), bool)
        if name in NAMED:
            if bad.any():  # what is refused gets no code
                values = pc.if_else(pa.array(bad), pa.scalar(None, pa.string()), values)
            return pa.DictionaryArray.from_arrays(encoded.indices, values), bad_cells
        return values.take(encoded.indices), bad_cells

    def _once(self, name: str, values: Array) -> tuple[Array, Flags]:
        """The same as _judged: what was kept before is good, and kept as it is."""
        if self.kind.columns[name] != "ip":  # of all others the checks cost less than asking
            return self._judged(name, values)
        known = self.checker.coder.names[name].known(values.cast(pa.large_string()))
        fresh = pa.array(np.flatnonzero(~known))
        kept, fresh_bad = self._judged(name, values.take(fresh))
        bad = np.zeros(len(values), bool)
        bad[~known] = fresh_bad
        return pc.replace_with_mask(values, pa.array(~known), kept), bad

    def _judged(self, name: str, values: Array) -> tuple[Array, Flags]:
        """What is kept of each of some cells of a column, and which are bad."""
        type_, required = self.kind.columns[name], tuple({name} & set(self.kind.required))
        one = Kind(self.kind.name, (), required, {name: type_}, None)
        staged = staged_of(one, values)
        if is_free(name, staged):
            kept = pc.if_else(pc.equal(values, pa.scalar("")), None, values) if staged.empty else values
            bad = kept.is_null().to_numpy(zero_copy_only=False) if required else np.zeros(len(values), bool)
            return kept, bad
        return self._asked(staged, values)

    def _asked(self, staged: Staged, values: Array) -> tuple[Array, Flags]:
        """The same, as the checks in SQL tell."""
        connection, [(name, type_)] = self.checker.connection, staged.kind.columns.items()
        cells = pa.table({name: values})  # noqa: F841 - read by name below
        connection.execute("CREATE OR REPLACE TABLE raw AS SELECT * FROM cells")
        exact = self.checker.fill_maps(staged)
        value = f"us_{name}" if type_ == "time" else value_of(name, type_)
        told = connection.sql(
            f"SELECT {value} AS value, {problem_of(staged)} IS NOT NULL AS bad "
            f"FROM ({cells_sql(staged, 0, exact)}) ORDER BY row_no"
        ).to_arrow_table()
        connection.execute("DROP TABLE raw")
        bad = told["bad"].combine_chunks().to_numpy(zero_copy_only=False)
        return told["value"].combine_chunks(), np.asarray(bad, bool)


def staged_of(kind: Kind, values: Array) -> Staged:
    """Cells of the kind's one column, with what their bytes rule out."""
    letters, widths = _letters(values)
    return Staged(
        kind,
        tuple(kind.columns),
        (),
        empty=bool((widths == 0).any()),
        spaces=bool(((letters == ord(" ")) | (letters > _ASCII)).any()),
        controls=bool(((letters < ord(" ")) | (letters == _ASCII)).any()),
        longest=int(widths.max(initial=0)),
    )


def plain_counts(cells: Array) -> Array | None:
    """Whole numbers that are all written with nothing but digits, 15 at most; None for any other."""
    if not len(cells) or cells.null_count:
        return None
    letters, widths = _letters(cells)
    if widths.min() < 1 or widths.max() > _DIGITS or letters.min() < ord("0") or letters.max() > ord("9"):
        return None
    return cells.cast(pa.int64())


def _letters(cells: Array) -> tuple[np.typing.NDArray[np.uint8], np.typing.NDArray[np.int32]]:
    """Bytes of strings, and how many each has."""
    ends = np.frombuffer(cells.buffers()[1], np.int32, len(cells) + 1, 4 * cells.offset)
    content: Any = cells.buffers()[2] or b""
    return np.frombuffer(content, np.uint8)[ends[0] : ends[-1]], np.diff(ends)


def plain_times(cells: Array) -> np.typing.NDArray[np.int64] | None:
    """Microseconds since 1970 of times that are all written alike and in UTC, as logs do; None for any other."""
    if not len(cells) or cells.null_count:
        return None
    letters, widths = _letters(cells)
    width = int(widths[0])
    if width not in _FRACTIONS or (widths != width).any():
        return None
    letters = letters.reshape(-1, width)
    signs = _PLAIN | {width - 1: "Z"} | ({_SECONDS: "."} if width > _SECONDS + 1 else {})
    if any((letters[:, place] != ord(sign)).any() for place, sign in signs.items()):
        return None
    try:
        moments: np.typing.NDArray[np.int64] = cells.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        return None
    return None if moments.min() < 0 else moments
