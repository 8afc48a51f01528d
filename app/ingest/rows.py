"""Checks and normalises the rows of `raw` in SQL: good rows go to the kind's table, bad ones to quarantine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from app.ingest.addresses import canonical_address, canonical_prefix
from app.ingest.coded import COLUMNS, Coder
from app.ingest.contracts import Kind
from app.ingest.mail import canonical_mail, provider_of
from app.ingest.redact import redact_row
from app.ingest.scan import FileProblem
from app.ingest.staging import NO_OBJECT, Reject, Staged, column_list
from app.ingest.verdicts import Verdicts
from app.model.secrets import keyed_hash
from app.model.signature import SCHEME

RFC3339: Final = r"\d{4}-\d{2}-\d{2}[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
NAIVE: Final = r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?"
RANK_OFFSET: Final = 62_135_596_800_000_000
"""Microseconds from year 1 to 1970: ranks are never negative, so text order is number order."""
YEAR_10000: Final = 253_402_300_800_000_000
"""Where calendars end: dates of the graph and of Python have four digits of year."""
SLICE: Final = 500_000
"""Rows that are taken out of DuckDB at once."""
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
        self._coder: Coder | None = None
        make_tables(connection)

    @property
    def coder(self) -> Coder:
        """What keeps exchanges."""
        self._coder = self._coder or Coder(self.connection)
        return self._coder

    def take(
        self,
        staged: Staged,
        file_no: int,
        *,
        rotten_too: bool = False,
        verdicts: Verdicts | None = None,
        by_line: bool = False,
    ) -> Counts:
        """Move every row of `raw` into its kind's table or into quarantine; with `by_line` their numbers are lines.

        What is wrong is added to `verdicts`. Raises FileProblem for a file that is mostly rotten, unless `rotten_too`.
        """
        verdicts = verdicts or Verdicts()
        exact = self.fill_maps(staged)
        looked = _problem_sql(staged, cells_sql(staged, file_no, exact))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {looked}")
        [(rows, bad)] = self.connection.execute(
            "SELECT (SELECT count(*) FROM raw), (SELECT count(*) FROM bad)"
        ).fetchall()
        split = sum(1 for reject in staged.rejects if reject.reason != NO_OBJECT)
        found = self.connection.execute("SELECT problem, count(*), min(row_no) FROM bad GROUP BY ALL").fetchall()
        verdicts.add(staged, rows + split, bad + split, found)
        try:
            if not rotten_too:
                verdicts.stop_rotten()
        except FileProblem:
            self.connection.execute("DROP TABLE raw; DROP TABLE bad")
            raise
        self._quarantine(staged.rejects + self._bad_rows(staged), file_no)
        self._keep(staged, file_no, exact, rows, bool(bad), by_line)
        self.connection.execute("DROP TABLE raw; DROP TABLE bad")
        return Counts(rows + split, rows - bad, bad + split)

    def _keep(self, staged: Staged, file_no: int, exact: frozenset[str], rows: int, bad: bool, by_line: bool) -> None:
        """Add the good rows to their kind's table."""
        kind, good = staged.kind, "ANTI JOIN bad ON bad.row_no = rowid_" if bad else ""
        chosen = ", ".join(_select(kind))
        if kind.name != "exchanges":
            target = f"rows_{kind.name}"
            verb = f"INSERT INTO {target}" if self._exists(target) else f"CREATE TABLE {target} AS"
            self.connection.execute(
                f"{verb} SELECT {chosen} FROM ({cells_sql(staged, file_no, exact, good=True)} {good})"
            )
            return
        for begin in range(0, max(rows, 1), SLICE):
            some = f"rowid BETWEEN {begin} AND {begin + SLICE - 1}"
            cells = cells_sql(staged, file_no, exact, good=True, where=some)
            table = self.connection.sql(f"SELECT {chosen} FROM ({cells} {good})").to_arrow_table()
            if by_line:
                lines = [staged.line_of(row) for row in table["row_no"].to_pylist()]
                table = table.set_column(0, "row_no", pa.array(lines, pa.int64()))
            self.coder.add(file_no, table)
        self.coder.flush()

    def forget(self, file_no: int) -> None:
        """Take out what is there of one file of exchanges, good rows and bad."""
        self.coder.drop(file_no)
        self.connection.execute("DELETE FROM bad_rows WHERE file_no = ?", [file_no])

    def note(self, file_no: int, reason: str) -> None:
        """Put a whole file into quarantine."""
        self.connection.execute("INSERT INTO bad_rows VALUES (?, 0, '', ?, '')", [file_no, reason])

    def _exists(self, table: str) -> bool:
        found = self.connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall()
        return bool(found)

    def _bad_rows(self, staged: Staged) -> list[Reject]:
        bad = self.connection.execute(f"SELECT row_no, problem FROM bad WHERE problem <> '|{NO_OBJECT}'").fetchall()
        if not bad:
            return []
        texts = self.connection.execute(
            f"SELECT rowid, {column_list(staged.columns)} FROM raw WHERE rowid IN (SELECT row_no FROM bad)"
        ).fetchall()
        cells = {row[0]: dict(zip(staged.columns, row[1:], strict=True)) for row in texts}
        rejects = []
        for row_no, problem in bad:
            column, _, reason = problem.partition("|")
            rejects.append(Reject(staged.line_of(row_no), column, reason, redact_row(cells[row_no])))
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

    def fill_maps(self, staged: Staged) -> frozenset[str]:
        """Normalise values in Python once each: millions of rows have thousands of addresses.

        The columns whose every value is canonical already: they need no look into the map.
        """
        exact = set[str]()
        for column in staged.columns:
            kind = staged.kind.columns[column]
            if kind == "ip":
                self._map(staged, "ip_map", column, lambda text: tuple(canonical_address(text) or (None, None)))
                changed = "SELECT 1 FROM fresh LEFT JOIN ip_map USING (raw) WHERE address IS DISTINCT FROM raw LIMIT 1"
                if not self.connection.execute(changed).fetchall():
                    exact.add(column)
            elif kind == "prefix":
                self._map(staged, "prefix_map", column, lambda text: (canonical_prefix(text),))
            elif kind == "email":
                self._map(staged, "mail_map", column, self._mail)
        return frozenset(exact)

    def _mail(self, text: str) -> tuple[str | None, ...]:
        mail = canonical_mail(text)
        return (keyed_hash(self.key, mail.address), mail.domain, mail.pattern) if mail else (None, None, None)

    def _map(self, staged: Staged, table: str, column: str, function: Callable[[str], tuple[str | None, ...]]) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT raw FROM (SELECT DISTINCT {_clean(staged, column)} AS raw "
            "FROM raw) WHERE raw IS NOT NULL"
        )
        fresh = self.connection.execute(f"SELECT raw FROM fresh ANTI JOIN {table} USING (raw)").fetchall()
        if not fresh:
            return
        answers = [(text, *function(text)) for (text,) in fresh]
        columns = [pa.array(column, pa.string()) for column in zip(*answers, strict=True)]
        rows = pa.Table.from_arrays(columns, names=[f"c{at}" for at in range(len(columns))])  # noqa: F841
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM rows")


def _clean(staged: Staged, column: str) -> str:
    """The cell without spaces around it, null where nothing is left; trimming every cell costs most of a check."""
    if column not in staged.columns:
        return "NULL::VARCHAR"
    name = f'"{column}"'
    whole = f"nullif({name}, '')" if staged.empty else name
    if not staged.spaces:
        return whole
    beyond = f"strlen({name}) <> length({name})"  # Unicode has spaces of its own, which trim() takes for such
    return f"CASE WHEN contains({name}, ' ') OR {beyond} THEN nullif(trim({name}), '') ELSE {whole} END"


def _time(column: str) -> str:
    """Microseconds since 1970, null for what is not RFC 3339: DuckDB's cast alone takes more."""
    return f"CASE WHEN regexp_full_match({column}, '{RFC3339}') THEN {_moment(column)} END"


def _moment(column: str) -> str:
    return f"epoch_us(TRY_CAST(upper({column}) AS TIMESTAMPTZ))"


def cells_sql(staged: Staged, file_no: int, exact: frozenset[str], *, good: bool = False, where: str = "true") -> str:
    """One SELECT over `raw`: cleaned cells, and what is derived of them; times of `good` rows were looked at before."""
    kind = staged.kind
    cleaned = ", ".join(f'{_clean(staged, name)} AS "{name}"' for name in kind.columns)
    json_type = ", _type" if staged.json else ""
    derived, joins = ["rowid_ AS row_no", f"{file_no} AS file_no"], list[str]()
    for name, type_ in kind.columns.items():
        if type_ == "time":
            value = (_moment if good else _time)(f'c."{name}"') if name in staged.columns else "NULL::BIGINT"
            derived.append(f"{value} AS us_{name}")
        if name in staged.columns and name not in exact:
            joins += _joins(name, type_)
    columns = ", ".join([*derived, *_derived(staged, exact), "c.*"])
    rows = f"SELECT rowid AS rowid_, {cleaned}{json_type} FROM raw WHERE {where}"
    return f"SELECT {columns} FROM ({rows}) c {' '.join(joins)}"


def _problem_sql(staged: Staged, cells: str) -> str:
    """One SELECT over the cells: row and first problem of each bad row."""
    return f"SELECT row_no, problem FROM (SELECT row_no, {problem_of(staged)} AS problem FROM ({cells})) " + (
        "WHERE problem IS NOT NULL"
    )


def problem_of(staged: Staged) -> str:
    """The first problem of a row of cells, or null. What the bytes of the file rule out is not looked for."""
    kind = staged.kind
    problems = [f"CASE WHEN _type IS DISTINCT FROM 'OBJECT' THEN '|{NO_OBJECT}' END"] if staged.json else []
    for name, type_ in kind.columns.items():
        if name in kind.required:
            problems.append(f"CASE WHEN \"{name}\" IS NULL THEN '{name}|missing' END")
        if name in staged.columns:
            problems += _problems(name, type_, staged.longest)
    texts = [name for name, type_ in kind.columns.items() if type_ in _TEXT_TYPES and name in staged.columns]
    if texts and staged.controls:
        glued = ", ".join(f'"{name}"' for name in texts)
        problems.append(
            f"CASE WHEN regexp_matches(concat_ws(' ', {glued}), '[\\x00-\\x1f\\x7f]') "
            "THEN '|a control character in a cell' END"
        )
    return f"coalesce({', '.join([*problems, 'NULL'])})"


def is_free(name: str, staged: Staged) -> bool:
    """Whether any cell of a column may stand there and is kept as it is, empty ones as null."""
    type_ = staged.kind.columns[name]
    checked = _problems(name, type_, staged.longest) or (type_ in _TEXT_TYPES and staged.controls)
    return not checked and not staged.spaces and value_of(name, type_) == f'"{name}"'


def _problems(name: str, type_: str, longest: int) -> list[str]:
    """Checks of one column, where no cell has more than `longest` characters."""
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
        "id": _longer(column, 256, longest),
        "text": _longer(column, 4096, longest),
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
            *_longer(column, 256, longest),
        ],
    }.get(type_, [])
    return [f"CASE WHEN {condition} THEN '{name}|{_quoted(reason)}' END" for condition, reason in checks]


def _longer(column: str, most: int, longest: int) -> list[tuple[str, str]]:
    return [(f"length({column}) > {most}", f"longer than {most} characters")] if longest > most else []


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _joins(name: str, type_: str) -> list[str]:
    table = {"ip": "ip_map", "prefix": "prefix_map", "email": "mail_map"}.get(type_)
    return [f'LEFT JOIN {table} m_{name} ON m_{name}.raw = c."{name}"'] if table else []


def _derived(staged: Staged, exact: frozenset[str]) -> list[str]:
    """Canonical values from the maps, or the `exact` cells themselves, under the names the checks use."""
    result = []
    for name, type_ in staged.kind.columns.items():
        value = {"ip": "address", "prefix": "prefix", "email": "email_hash"}.get(type_)
        if name in exact:
            result.append(f'c."{name}" AS at_{name}')
        elif value:
            result.append(f"m_{name}.{value} AS at_{name}" if name in staged.columns else f"NULL::VARCHAR AS at_{name}")
        if type_ == "email":
            for part in ("email_domain", "email_pattern"):
                result.append(
                    f"m_{name}.{part} AS at_{part}" if name in staged.columns else f"NULL::VARCHAR AS at_{part}"
                )
    return result


def _select(kind: Kind) -> list[str]:
    """Columns of the kind's table, as expressions over the cleaned and derived ones."""
    if kind.name == "exchanges":
        return [f'{value_of(name, kind.columns.get(name, ""))} AS "{name}"' for name in COLUMNS]
    times = [f"us_{name}" for name, type_ in kind.columns.items() if type_ == "time" and name != "updated_at"]
    event = f"us_{kind.event_time}" if kind.event_time else "NULL::BIGINT"
    known = f"CAST(make_timestamp(greatest({event}, us_known_at)) AS DATE) AS known_day"
    rest = [
        f'{value_of(name, type_)} AS "{name}"' for name, type_ in kind.columns.items() if type_ not in ("time", "email")
    ]
    return ["file_no", "row_no", known, *times, *rest, f"{_rank(kind)} AS rank"]


def value_of(name: str, type_: str) -> str:
    """What is kept of a cleaned cell of a column of this type."""
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
    return f"us_{name}" if kind.columns[name] == "time" else value_of(name, kind.columns[name])


def providers(domains: list[str]) -> list[str]:
    """Provider class of each mail domain."""
    return [provider_of(domain) for domain in domains]
