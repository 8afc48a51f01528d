"""Checks and normalises the rows of `raw` in SQL: good rows go to the kind's table, bad ones to quarantine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from app.ingest.addresses import canonical_address, canonical_prefix
from app.ingest.contracts import Kind
from app.ingest.mail import canonical_mail, provider_of
from app.ingest.redact import redact_row
from app.ingest.scan import FileProblem
from app.ingest.staging import Reject, Staged, column_list
from app.model.secrets import keyed_hash
from app.model.signature import SCHEME

RFC3339: Final = r"\d{4}-\d{2}-\d{2}[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
NAIVE: Final = r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?"
RANK_OFFSET: Final = 62_135_596_800_000_000
"""Microseconds from year 1 to 1970: ranks are never negative, so text order is number order."""
YEAR_10000: Final = 253_402_300_800_000_000
"""Where calendars end: dates of the graph and of Python have four digits of year."""
ROTTEN_ROWS: Final = 1000
ROTTEN_SHARE: Final = 0.5
"""A file of so many rows of which more than this share are bad is refused whole."""
_TEXT_TYPES: Final = ("id", "text", "instrument", "email")


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of one file's data rows."""

    rows: int
    good: int
    bad: int


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The maps of distinct raw values to canonical ones, filled file by file."""
    connection.execute("CREATE TABLE IF NOT EXISTS ip_map (raw VARCHAR PRIMARY KEY, address VARCHAR, subnet VARCHAR)")
    connection.execute("CREATE TABLE IF NOT EXISTS prefix_map (raw VARCHAR PRIMARY KEY, prefix VARCHAR)")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS mail_map (raw VARCHAR PRIMARY KEY, email_hash VARCHAR, email_domain VARCHAR, "
        "email_pattern VARCHAR)"
    )
    connection.execute(
        'CREATE TABLE IF NOT EXISTS bad_rows (file_no INTEGER, line BIGINT, "column" VARCHAR, reason VARCHAR, '
        "content VARCHAR)"
    )


class Checker:
    """Checks files into tables named after their kind. `key` hashes e-mail addresses."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
        self.connection, self.key = connection, key
        make_tables(connection)

    def take(self, staged: Staged, file_no: int, *, rotten_too: bool = False) -> Counts:
        """Move every row of `raw` into its kind's table or into quarantine.

        Raises FileProblem for a file that is mostly rotten, unless `rotten_too`.
        """
        self._fill_maps(staged)
        kind = staged.kind
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE checked AS {_check_sql(staged, file_no)}")
        split = sum(1 for reject in staged.rejects if reject.reason != "not a JSON object")
        if not rotten_too:
            self._stop_rotten(staged, split)
        rejects = staged.rejects + self._bad_rows(staged)
        self._quarantine(rejects, file_no)
        fields = _output(kind)
        target = f"rows_{kind.name}"
        select = f"SELECT {', '.join(fields)} FROM checked WHERE problem IS NULL"
        if not self._exists(target):
            self.connection.execute(f"CREATE TABLE {target} AS {select}")
        else:
            self.connection.execute(f"INSERT INTO {target} {select}")
        [(rows, good)] = self.connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE problem IS NULL) FROM checked"
        ).fetchall()
        self.connection.execute("DROP TABLE raw; DROP TABLE checked")
        return Counts(rows + split, good, rows + split - good)

    def _stop_rotten(self, staged: Staged, split: int) -> None:
        """Raise FileProblem where most of a file is bad: its writer is broken, and what passes is no more than luck."""
        [(rows, bad)] = self.connection.execute("SELECT count(*), count(problem) FROM checked").fetchall()
        rows, bad = rows + split, bad + split
        if rows < ROTTEN_ROWS or bad <= rows * ROTTEN_SHARE:
            return
        found = self.connection.execute(
            "SELECT problem, min(row_no) FROM checked WHERE problem IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1"
        ).fetchone()
        self.connection.execute("DROP TABLE raw; DROP TABLE checked")
        if found:
            column, _, reason = str(found[0]).partition("|")
            example = f"line {staged.line_of(found[1])}: {f'{column}: ' if column else ''}{reason}"
        else:
            example = f"line {staged.rejects[0].line}: {staged.rejects[0].reason}"
        raise FileProblem(f"{bad:,} of {rows:,} rows are bad: the file is mostly rotten (most often as in {example})")

    def note(self, file_no: int, reason: str) -> None:
        """Put a whole file into quarantine."""
        self.connection.execute("INSERT INTO bad_rows VALUES (?, 0, '', ?, '')", [file_no, reason])

    def _exists(self, table: str) -> bool:
        found = self.connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall()
        return bool(found)

    def _bad_rows(self, staged: Staged) -> list[Reject]:
        bad = self.connection.execute("SELECT row_no, problem FROM checked WHERE problem IS NOT NULL").fetchall()
        skip = "not a JSON object"
        numbers = [row_no for row_no, problem in bad if problem != f"|{skip}"]
        if not numbers:
            return []
        texts = self.connection.execute(
            f"SELECT rowid, {column_list(staged.columns)} FROM raw "
            "WHERE rowid IN (SELECT row_no FROM checked WHERE problem IS NOT NULL)"
        ).fetchall()
        cells = {row[0]: dict(zip(staged.columns, row[1:], strict=True)) for row in texts}
        rejects = []
        for row_no, problem in bad:
            column, _, reason = problem.partition("|")
            if reason != skip:
                line = staged.line_of(row_no)
                rejects.append(Reject(line, column, reason, redact_row(cells[row_no])))
        return rejects

    def _quarantine(self, rejects: list[Reject], file_no: int) -> None:
        if not rejects:
            return
        rejected = pa.table(  # noqa: F841 - read by name below
            {
                "file_no": pa.array([file_no] * len(rejects), pa.int32()),
                "line": pa.array([reject.line for reject in rejects], pa.int64()),
                "column": pa.array([reject.column for reject in rejects], pa.string()),
                "reason": pa.array([reject.reason for reject in rejects], pa.string()),
                "content": pa.array([redact_row(reject.content) for reject in rejects], pa.string()),
            }
        )
        self.connection.execute("INSERT INTO bad_rows SELECT * FROM rejected")

    def _fill_maps(self, staged: Staged) -> None:
        """Normalise values in Python once each: millions of rows have thousands of addresses."""
        for column in staged.columns:
            kind = staged.kind.columns[column]
            if kind == "ip":
                self._map("ip_map", column, lambda text: tuple(canonical_address(text) or (None, None)))
            elif kind == "prefix":
                self._map("prefix_map", column, lambda text: (canonical_prefix(text),))
            elif kind == "email":
                self._map("mail_map", column, self._mail)

    def _mail(self, text: str) -> tuple[str | None, ...]:
        mail = canonical_mail(text)
        return (keyed_hash(self.key, mail.address), mail.domain, mail.pattern) if mail else (None, None, None)

    def _map(self, table: str, column: str, function: Callable[[str], tuple[str | None, ...]]) -> None:
        fresh = self.connection.execute(
            f"SELECT value FROM (SELECT DISTINCT {_clean(column)} AS value FROM raw) "
            f"ANTI JOIN {table} ON {table}.raw = value WHERE value IS NOT NULL"
        ).fetchall()
        if not fresh:
            return
        answers = [(text, *function(text)) for (text,) in fresh]
        columns = [pa.array(column, pa.string()) for column in zip(*answers, strict=True)]
        rows = pa.Table.from_arrays(columns, names=[f"c{at}" for at in range(len(columns))])  # noqa: F841
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM rows")


def _clean(column: str) -> str:
    return f"nullif(trim(\"{column}\"), '')"


def _time(column: str) -> str:
    parsed = f"epoch_us(TRY_CAST(upper({column}) AS TIMESTAMPTZ))"
    return f"CASE WHEN regexp_full_match({column}, '{RFC3339}') THEN {parsed} END"


def _check_sql(staged: Staged, file_no: int) -> str:
    """One SELECT over `raw`: cleaned cells, then derived ones, then the first problem of the row."""
    kind = staged.kind
    cleaned = ", ".join(
        f'{_clean(name) if name in staged.columns else "NULL::VARCHAR"} AS "{name}"' for name in kind.columns
    )
    json_type = ", _type" if staged.json else ", 'OBJECT' AS _type"
    derived = [f"rowid_ AS row_no, {file_no} AS file_no"]
    joins, problems = [], ["CASE WHEN _type IS DISTINCT FROM 'OBJECT' THEN '|not a JSON object' END"]
    for name, type_ in kind.columns.items():
        present = name in staged.columns
        if name in kind.required:
            problems.append(f"CASE WHEN \"{name}\" IS NULL THEN '{name}|missing' END")
        if type_ == "time":
            value = _time(f'c."{name}"') if present else "NULL::BIGINT"
            derived.append(f"{value} AS us_{name}")
        if present:
            problems += _problems(name, type_)
            joins += _joins(name, type_)
    texts = [name for name, type_ in kind.columns.items() if type_ in _TEXT_TYPES and name in staged.columns]
    if texts:
        glued = ", ".join(f'"{name}"' for name in texts)
        problems.append(
            f"CASE WHEN regexp_matches(concat_ws(' ', {glued}), '[\\x00-\\x1f\\x7f]') "
            "THEN '|a control character in a cell' END"
        )
    columns = ", ".join([*derived, *_derived(staged), "c.*"])
    inner = f"SELECT rowid AS rowid_, {cleaned}{json_type} FROM raw"
    return (
        f"SELECT {', '.join(_select(kind))}, coalesce({', '.join(problems)}) AS problem FROM "
        f"(SELECT {columns} FROM ({inner}) c {' '.join(joins)})"
    )


def _problems(name: str, type_: str) -> list[str]:
    column = f'"{name}"'
    checks = {
        "time": [
            (
                f"{column} IS NOT NULL AND us_{name} IS NULL AND regexp_full_match({column}, '{NAIVE}')",
                "a time without a zone: add Z or an offset",
            ),
            (f"{column} IS NOT NULL AND us_{name} IS NULL", "not an RFC 3339 time"),
            (f"us_{name} NOT BETWEEN 0 AND {YEAR_10000 - 1}", "a time outside the years 1970 to 9999"),
        ],
        "id": [(f"length({column}) > 256", "longer than 256 characters")],
        "text": [(f"length({column}) > 4096", "longer than 4096 characters")],
        "count": [
            (f"{column} LIKE '-%'", "negative"),
            (f"NOT regexp_full_match({column}, '[0-9]{{1,15}}(\\.0+)?')", "not a whole number"),
        ],
        "ip": [(f"{column} IS NOT NULL AND at_{name} IS NULL", "not an IP address")],
        "prefix": [(f"{column} IS NOT NULL AND at_{name} IS NULL", "not a CIDR prefix")],
        "email": [(f"{column} IS NOT NULL AND at_{name} IS NULL", "not an e-mail address")],
        "asn": [(f"NOT regexp_full_match(upper({column}), '(AS)?[0-9]{{1,10}}')", "not an AS number")],
        "instrument": [
            (
                f"regexp_full_match(regexp_replace({column}, '[ -]', '', 'g'), '[0-9]{{13,19}}')",
                "looks like a card number: send the provider's fingerprint, with a prefix",
            ),
            (f"length({column}) > 256", "longer than 256 characters"),
        ],
    }.get(type_, [])
    return [f"CASE WHEN {condition} THEN '{name}|{_quoted(reason)}' END" for condition, reason in checks]


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _joins(name: str, type_: str) -> list[str]:
    table = {"ip": "ip_map", "prefix": "prefix_map", "email": "mail_map"}.get(type_)
    return [f'LEFT JOIN {table} m_{name} ON m_{name}.raw = c."{name}"'] if table else []


def _derived(staged: Staged) -> list[str]:
    """Canonical values from the maps, under the names the checks use."""
    result = []
    for name, type_ in staged.kind.columns.items():
        value = {"ip": "address", "prefix": "prefix", "email": "email_hash"}.get(type_)
        if value:
            result.append(f"m_{name}.{value} AS at_{name}" if name in staged.columns else f"NULL::VARCHAR AS at_{name}")
        if type_ == "email":
            for part in ("email_domain", "email_pattern"):
                result.append(
                    f"m_{name}.{part} AS at_{part}" if name in staged.columns else f"NULL::VARCHAR AS at_{part}"
                )
    return result


def _output(kind: Kind) -> list[str]:
    """Columns of the kind's table."""
    times = [f"us_{name}" for name, type_ in kind.columns.items() if type_ == "time" and name != "updated_at"]
    rest = [name for name, type_ in kind.columns.items() if type_ not in ("time", "email")]
    extra = ["id_hash", "content_hash"] if kind.name == "exchanges" else ["rank"]
    return ["file_no", "row_no", "known_day", *times, *(f'"{name}"' for name in rest), *extra]


def _select(kind: Kind) -> list[str]:
    """Expressions behind `_output`, over the cleaned and derived columns."""
    times = [f"us_{name}" for name, type_ in kind.columns.items() if type_ == "time" and name != "updated_at"]
    event = f"us_{kind.event_time}" if kind.event_time else "NULL::BIGINT"
    known = f"CAST(make_timestamp(greatest({event}, us_known_at)) AS DATE) AS known_day"
    rest = [
        f'{_value(name, type_)} AS "{name}"' for name, type_ in kind.columns.items() if type_ not in ("time", "email")
    ]
    if kind.name == "exchanges":
        counts = [f"{_value(name, 'count')}::VARCHAR" for name in ("input_tokens", "output_tokens")]
        content = ["account_id", "at_ip", "model", *counts]  # as they are counted: 5 and 5.0 are copies
        glued = " || chr(31) || ".join(f"coalesce({name}, '')" for name in content)
        extra = [
            "md5_number_lower(exchange_id) AS id_hash",
            f"CASE WHEN exchange_id IS NOT NULL THEN md5_number_lower({glued}) END AS content_hash",
        ]
    else:
        extra = [f"{_rank(kind)} AS rank"]
    return ["file_no", "row_no", known, *times, *rest, *extra]


def _value(name: str, type_: str) -> str:
    if type_ in ("ip", "prefix"):
        return f"at_{name}"
    if type_ == "count":
        return f'TRY_CAST(TRY_CAST("{name}" AS DOUBLE) AS BIGINT)'
    if type_ == "signature":  # sketches of other schemes do not compare: such a cell is empty, its row counts
        return f'CASE WHEN regexp_full_match("{name}", \'{SCHEME}:[0-9a-f]{{16}}\') THEN "{name}" END'
    if type_ == "asn":
        return f"TRY_CAST(regexp_replace(upper(\"{name}\"), '^AS', '') AS BIGINT)"
    if name in ("email_hash", "email_domain", "email_pattern"):
        prefix = "at_email" if name == "email_hash" else f"at_{name}"
        folded = "lower" if name == "email_domain" else ""
        return f'coalesce({prefix}, {folded}("{name}"))'
    return f'"{name}"'


def _rank(kind: Kind) -> str:
    """Which of two rows with one key wins: the newer `updated_at`, then the greater canonical JSON.

    An e-mail address is in it as domain and pattern first and keyed hash last: the order does not depend on the key.
    """
    names = sorted(name for name, type_ in kind.columns.items() if type_ != "email" and name != "updated_at")
    names = [name for name in names if name != "email_hash"] + [name for name in names if name == "email_hash"]
    fields = ", ".join(f'"{name}" := {_json_value(kind, name)}' for name in names)
    updated = f"lpad(CAST(coalesce(us_updated_at + {RANK_OFFSET}, 0) AS VARCHAR), 20, '0')"
    canonical = f"regexp_replace(CAST(to_json(struct_pack({fields})) AS VARCHAR), ',?\"[a-z_]+\":null', '', 'g')"
    return f"{updated} || ' ' || {canonical}"


def _json_value(kind: Kind, name: str) -> str:
    return f"us_{name}" if kind.columns[name] == "time" else _value(name, kind.columns[name])


def providers(domains: list[str]) -> list[str]:
    """Provider class of each mail domain."""
    return [provider_of(domain) for domain in domains]
