"""Checked exchanges as they are kept: numbers in place of texts, and the texts once each beside them.

Table `coded_exchanges` has the codes, tables `names_COLUMN` (code, value) the texts; view `rows_exchanges` shows both
as one table of texts. What goes over every row groups and joins codes, and looks texts up for what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from app.ingest.names import NONE, Array, Names
from app.model.signature import SCHEME

NAMED: Final = (
    "account_id",
    "ip",
    "client",
    "device_id",
    "credential_id",
    "model",
    "query_cluster",
    "surface",
    "outcome",
)
"""Columns that are kept as codes."""
NUMBERS: Final = ("us_known_at", "us_occurred_at", "input_tokens", "output_tokens")
COLUMNS: Final = ("row_no", *NUMBERS, *NAMED, "signature", "exchange_id")
"""Columns of what is added."""
DAY: Final = 86_400_000_000
_SIGNATURE: Final = f"('0x' || substr(signature, {len(SCHEME) + 2}))::UBIGINT"
_CONTENT: Final = ("account_id", "ip", "model")
"""Texts in which two copies of an exchange agree; tokens are compared as they are counted: 5 and 5.0 are copies."""


_TYPES: Final = (
    dict.fromkeys(("row_no", *NUMBERS), "BIGINT")
    | {"file_no": "INTEGER", "known_day": "DATE"}
    | dict.fromkeys(NAMED, "INTEGER")
    | {"signature": "UBIGINT", "exchange_id": "VARCHAR", "id_hash": "UBIGINT", "content_hash": "UBIGINT"}
)


def make_coded(connection: duckdb.DuckDBPyConnection) -> None:
    """Everything that is not there yet: columns that no row had, and the view. Rows are added before."""
    connection.execute("CREATE TABLE IF NOT EXISTS coded_exchanges (file_no INTEGER, row_no BIGINT)")
    _widen(connection, list(_TYPES))
    for name in NAMED:
        connection.execute(f"CREATE TABLE IF NOT EXISTS names_{name} (code INTEGER, value VARCHAR)")
    texts = ", ".join(f"n_{name}.value AS {name}" for name in NAMED)
    joins = " ".join(f"LEFT JOIN names_{name} n_{name} ON n_{name}.code = c.{name}" for name in NAMED)
    connection.execute(
        "CREATE VIEW IF NOT EXISTS rows_exchanges AS SELECT "
        f"file_no, row_no, known_day, {', '.join(NUMBERS)}, {texts}, "
        f"'{SCHEME}:' || lower(lpad(hex(signature), 16, '0')) AS signature, exchange_id, id_hash, content_hash "
        f"FROM coded_exchanges c {joins}"
    )


def _widen(connection: duckdb.DuckDBPyConnection, columns: Collection[str]) -> None:
    for name in columns:
        connection.execute(f"ALTER TABLE coded_exchanges ADD COLUMN IF NOT EXISTS {name} {_TYPES[name]}")


def used(column: str, rows: str = "coded_exchanges") -> str:
    """A query for the distinct texts (`value`) of a column in some of the coded rows."""
    return f"SELECT value FROM names_{column} WHERE code IN (SELECT {column} FROM {rows})"


class Coder:
    """Adds checked exchanges; knows every text seen so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE TABLE IF NOT EXISTS coded_exchanges (file_no INTEGER, row_no BIGINT)")
        self.connection = connection
        self.columns = {"file_no", "row_no"}
        """Of the table so far: an empty one would cost as much as another."""
        self.names = {name: Names(connection) for name in NAMED}
        self._told = dict.fromkeys(NAMED, 0)

    def add(self, file_no: int, rows: pa.Table) -> None:
        """Add rows of one file: columns of COLUMNS, texts as strings or in dictionaries; what is missing is null."""
        rows = rows.combine_chunks()
        cells = {name: _whole(rows[name]) for name in rows.column_names}
        if "exchange_id" in cells and cells["exchange_id"].null_count < rows.num_rows:
            cells |= {f"text_{name}": cells[name] for name in _CONTENT if name in cells}
        else:
            cells.pop("exchange_id", None)
        cells |= {name: self._coded(name, cells[name]) for name in NAMED if name in cells}
        cells["known_day"] = _known_days(cells)
        chosen = _chosen(cells.keys()) | {"file_no": str(file_no)}
        if fresh := chosen.keys() - self.columns:
            _widen(self.connection, sorted(fresh))
            self.columns |= fresh
        added = pa.table(cells)  # noqa: F841 - read by name below
        self.connection.execute(
            f"INSERT INTO coded_exchanges BY NAME SELECT "
            f"{', '.join(f'{value} AS {name}' for name, value in chosen.items())} FROM added"
        )

    def _coded(self, name: str, texts: Array) -> Array:
        if not isinstance(texts, pa.DictionaryArray):
            texts = texts.dictionary_encode()
        of_values = self.names[name].of(texts.dictionary)
        codes = np.append(of_values, np.int32(NONE))[texts.indices.fill_null(NONE).to_numpy(zero_copy_only=False)]
        nulls = codes == NONE
        return pa.array(codes, mask=nulls if nulls.any() else None)

    def flush(self) -> None:
        """Lay new texts down in their tables; until then the view shows nulls."""
        for name, names in self.names.items():
            begin = self._told[name]
            if len(names.texts) > begin:
                self.connection.execute(f"CREATE TABLE IF NOT EXISTS names_{name} (code INTEGER, value VARCHAR)")
                unwritten = pa.table(  # noqa: F841 - read by name below
                    {
                        "code": pa.array(np.arange(begin, len(names.texts), dtype=np.int32)),
                        "value": names.texts.slice(begin),
                    }
                )
                self.connection.execute(f"INSERT INTO names_{name} SELECT * FROM unwritten")
                self._told[name] = len(names.texts)

    def drop(self, file_no: int) -> None:
        """Take the rows of one file out again."""
        self.connection.execute("DELETE FROM coded_exchanges WHERE file_no = ?", [file_no])


def _whole(column: Array) -> Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _known_days(cells: Mapping[str, Array]) -> Array:
    """The day of the later of event and telling."""
    known = cells.get("us_known_at", pa.nulls(len(cells["row_no"]), pa.int64()))
    latest = np.maximum(cells["us_occurred_at"].to_numpy(), known.fill_null(0).to_numpy())
    return pa.array((latest // DAY).astype(np.int32)).cast(pa.date32())


def _chosen(have: Collection[str]) -> dict[str, str]:
    """Column of the table -> where its cells come from."""
    chosen = {name: name for name in ("row_no", "known_day", *NUMBERS, *NAMED) if name in have}
    if "signature" in have:
        chosen["signature"] = _SIGNATURE
    if "exchange_id" in have:
        content = [_glue(f"text_{name}", have) for name in _CONTENT]
        content += [_glue(name, have) for name in ("input_tokens", "output_tokens")]
        glued = " || chr(31) || ".join(content)
        chosen |= {
            "exchange_id": "exchange_id",
            "id_hash": "md5_number_lower(exchange_id)",
            "content_hash": f"CASE WHEN exchange_id IS NOT NULL THEN md5_number_lower({glued}) END",
        }
    return chosen


def _glue(name: str, have: Collection[str]) -> str:
    return f"coalesce({name}::VARCHAR, '')" if name in have else "''"
