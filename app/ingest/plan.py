"""Turns a batch's checked rows into a plan: what each load unit will write, and the fact files, in a total order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import duckdb

from app.ingest.coded import DAY, make_coded, used

PLAN_VERSION: Final = 7
UNIT_ROWS: Final = 10_000
SHARDS: Final = 8
SHARD_ROWS: Final = 100_000
"""Batches of fewer rows are not cut into shards: their many small transactions would cost more than one writer."""

_SINCE: Final = "coalesce(known_day, DATE '0001-01-01')"
"""Since when a row is known; one without any time is so from the start."""


@dataclass(frozen=True, slots=True)
class Part:
    """One spool file: its name, the query that makes it, its total order, and the kinds of feed it needs.

    Phases follow each other: nodes (0), what is told of them (1), links (2), what was told before (3). Links are cut
    by the ends they touch, so that two writers never meet on a node: `ends` are (label, column) of start and end.
    Columns `hidden` are for the order only; `marks` are those with the hashes of the ends, where the query knows them.
    """

    name: str
    select: str
    order: str
    needs: tuple[str, ...]
    phase: int = 0
    ends: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def query(self, shards: int) -> str:
        """The ordered query with the `block` of each row: which shards its ends are in."""
        block = "0"
        for mark in self.marks or [f"md5_number_lower({column})" for _, column in self.ends]:
            block = f"({block}) * {shards} + ({mark} % {shards})::INTEGER"
        shown = f"* EXCLUDE ({', '.join(self.hidden)})" if self.hidden else "*"
        return f"SELECT {shown}, ({block})::INTEGER AS block FROM ({self.select}) ORDER BY block, {self.order}"

    def touched(self, block: int, shards: int) -> frozenset[str]:
        """Shards of nodes that the units of a block write to."""
        names = []
        for label, _ in reversed(self.ends):
            block, shard = divmod(block, shards)
            names.append(f"{label}:{shard}")
        return frozenset(names)


def _link(name: str, label: str, column: str) -> Part:
    marks = ("account_mark", "value_mark")
    return Part(
        name,
        "SELECT a.value AS account_id, v.value AS value, first_ms, last_ms, exchanges, known_from, "
        "a.place AS account_place, a.mark AS account_mark, v.place AS value_place, v.mark AS value_mark FROM "
        f"(SELECT account_id AS account, {column} AS named, min(us_occurred_at) // 1000 AS first_ms, "
        "max(us_occurred_at) // 1000 AS last_ms, count(*) AS exchanges, min(known_day) AS known_from "
        f"FROM counted WHERE {column} IS NOT NULL GROUP BY ALL) "
        f"JOIN texts_account_id a ON a.code = account JOIN texts_{column} v ON v.code = named",
        "value_place, account_place",
        ("exchanges",),
        2,
        (("Account", "account_id"), (label, "value")),
        hidden=("account_place", "value_place", *marks),
        marks=marks,
    )


def _login(label: str, column: str) -> Part:
    return Part(
        f"login_{column}",
        f"SELECT account_id, {column} AS value, min(us_at) // 1000 AS first_ms, max(us_at) // 1000 AS last_ms, "
        f"min(known_day) AS known_from FROM rows_logins WHERE {column} IS NOT NULL GROUP BY ALL",
        "value, account_id",
        ("logins",),
        2,
        (("Account", "account_id"), (label, "value")),
    )


def _of_account(column: str, label: str) -> Part:
    """A link that the winning row of an account tells of."""
    return Part(
        column,
        f"SELECT account_id, arg_max({column}, rank) AS value FROM (SELECT account_id, rank, "
        f"coalesce({column}, '') AS {column} FROM rows_accounts) GROUP BY account_id HAVING value <> ''",
        "value, account_id",
        ("accounts",),
        2,
        (("Account", "account_id"), (label, "value")),
    )


def _winners(name: str, kind: str, key: str, columns: str, phase: int, ends: tuple[tuple[str, str], ...] = ()) -> Part:
    """The row that wins each key, whole."""
    return Part(
        name,
        f"SELECT {key}, {columns}, rank, known_day AS known_from FROM rows_{kind} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY rank DESC) = 1",
        key,
        (kind,),
        phase,
        ends,
    )


def _earlier(name: str, kind: str, key: str, columns: str) -> Part:
    """Rows that do not win each key, of those known on some earlier day: no row known as early outranks them.

    Keys with rows of several days are looked for first: most have one row, and cost no window.
    """
    return Part(
        name,
        f"SELECT DISTINCT {key}, {columns}, rank, known_day AS known_from FROM (SELECT *, "
        f"max(rank) OVER (PARTITION BY {key}) AS best, "
        f"max(rank) OVER (PARTITION BY {key} ORDER BY {_SINCE}) AS best_so_far FROM rows_{kind} "
        f"WHERE ({key}) IN (SELECT ({key}) FROM rows_{kind} GROUP BY {key} HAVING min({_SINCE}) < max({_SINCE}))) "
        "WHERE rank = best_so_far AND rank < best",
        f"{key}, known_from",
        (kind,),
        3,
    )


def _distinct(name: str, sources: dict[str, tuple[str, ...]]) -> Part:
    """Distinct values of columns of several kinds; kinds that the batch lacks are empty tables."""
    kinds = tuple(kind.removeprefix("rows_").replace("counted", "exchanges") for kind in sources)
    return Part(name, f"SELECT DISTINCT value FROM ({_values(sources)}) WHERE value IS NOT NULL", "value", kinds)


def _values(sources: dict[str, tuple[str, ...]]) -> str:
    # Each source is made distinct by itself first: millions of rows name thousands of things.
    return " UNION ALL ".join(
        used(column, kind) if kind == "counted" else f'SELECT DISTINCT "{column}" AS value FROM {kind}'
        for kind, columns in sources.items()
        for column in columns
    )


_ADDRESSES: Final[dict[str, tuple[str, ...]]] = {
    "counted": ("ip",),
    "rows_accounts": ("signup_ip",),
    "rows_logins": ("ip",),
}
_NAMED: Final[dict[str, tuple[str, ...]]] = {
    "rows_accounts": ("account_id", "parent_account_id", "referrer_id"),
    "rows_payments": ("account_id",),
    "rows_logins": ("account_id",),
    "rows_actions": ("account_id",),
}
_TOLD: Final = "us_created_at // 1000 AS created_ms, * EXCLUDE"
_NOT_TOLD: Final = "(file_no, row_no, account_id, us_created_at, us_known_at, known_day, rank"
_OF_PAYMENT: Final = "account_id, instrument_id"
_PAYMENT: Final = (
    "kind, issuer_country, bin, name_hash, address_hash, us_added_at // 1000 AS added_ms, "
    "us_removed_at // 1000 AS removed_ms"
)
_OF_ACTION: Final = "account_id, us_at, action"
_ACTION: Final = (
    "account_id || '|' || us_at || '|' || action AS action_key, us_at // 1000 AS at_ms, reason, decided_by, case_id"
)
_CLUSTER: Final = "label, capability, signature"
_NETWORK: Final = "asn, organization, kind"
_WITH_ADDRESSES: Final = ("exchanges", "accounts", "logins")
PARTS: Final[tuple[Part, ...]] = (
    _distinct("addresses", _ADDRESSES),
    Part(
        "subnets",
        f"SELECT DISTINCT subnet AS value FROM ({_values(_ADDRESSES)}) JOIN ip_map ON address = value "
        "WHERE subnet IS NOT NULL",
        "value",
        _WITH_ADDRESSES,
    ),
    _distinct("clients", {"counted": ("client",), "rows_accounts": ("signup_client",)}),
    _distinct(
        "devices", {"counted": ("device_id",), "rows_accounts": ("signup_device",), "rows_logins": ("device_id",)}
    ),
    _distinct("clusters", {"counted": ("query_cluster",)}),
    _distinct("domains", {"rows_accounts": ("email_domain",)}),
    _distinct("patterns", {"rows_accounts": ("email_pattern",)}),
    _distinct("instruments", {"rows_payments": ("instrument_id",)}),
    Part(
        "totals",
        "SELECT value, coalesce(exchanges, 0) AS exchanges, coalesce(input_tokens, 0) AS input_tokens, "
        "coalesce(output_tokens, 0) AS output_tokens, first_ms, last_ms FROM "
        f"(SELECT DISTINCT value FROM ({_values(_NAMED)}) WHERE value IS NOT NULL) FULL JOIN "
        "(SELECT n.value, told.* EXCLUDE account FROM (SELECT account_id AS account, count(*) AS exchanges, "
        "sum(coalesce(input_tokens, 0))::BIGINT AS input_tokens, "
        "sum(coalesce(output_tokens, 0))::BIGINT AS output_tokens, min(us_occurred_at) // 1000 AS first_ms, "
        "max(us_occurred_at) // 1000 AS last_ms FROM counted GROUP BY account_id) told "
        "JOIN names_account_id n ON n.code = account) USING (value)",
        "value",
        ("exchanges", "accounts", "payments", "logins", "actions"),
    ),
    _winners("accounts", "accounts", "account_id", f"{_TOLD} {_NOT_TOLD})", 1),
    _winners("cluster_rows", "clusters", "query_cluster", _CLUSTER, 1),
    _winners("network_rows", "networks", "prefix", _NETWORK, 1),
    Part(
        "address_subnets",
        f"SELECT value AS address, any_value(subnet) AS value FROM (SELECT DISTINCT value FROM ({_values(_ADDRESSES)})"
        ") JOIN ip_map ON address = value WHERE subnet IS NOT NULL GROUP BY ALL",
        "value, address",
        _WITH_ADDRESSES,
        2,
        (("IpAddress", "address"), ("Network", "value")),
    ),
    _winners(
        "payments",
        "payments",
        _OF_PAYMENT,
        _PAYMENT,
        2,
        (("Account", "account_id"), ("PaymentInstrument", "instrument_id")),
    ),
    _winners("actions", "actions", _OF_ACTION, _ACTION, 2, (("Account", "account_id"),)),
    _link("asked", "QueryCluster", "query_cluster"),
    _link("used_ip", "IpAddress", "ip"),
    _link("used_client", "Client", "client"),
    _link("used_device", "Device", "device_id"),
    _login("IpAddress", "ip"),
    _login("Device", "device_id"),
    _of_account("signup_ip", "IpAddress"),
    _of_account("signup_client", "Client"),
    _of_account("signup_device", "Device"),
    _of_account("email_domain", "EmailDomain"),
    _of_account("email_pattern", "EmailPattern"),
    _of_account("parent_account_id", "Account"),
    _of_account("referrer_id", "Account"),
    _earlier("account_versions", "accounts", "account_id", f"{_TOLD} {_NOT_TOLD}, best, best_so_far)"),
    _earlier("payment_versions", "payments", _OF_PAYMENT, _PAYMENT),
    _earlier("action_versions", "actions", _OF_ACTION, _ACTION),
    _earlier("cluster_versions", "clusters", "query_cluster", _CLUSTER),
    _earlier("network_versions", "networks", "prefix", _NETWORK),
)
"""In the order of loading: nodes before the links between them."""

OF_ACCOUNT: Final = frozenset(part.name for part in PARTS if part.needs == ("accounts",) and part.ends)
"""Links that come from an account's row, and only from the one that won."""

EARLIER: Final = {
    "payments": "payment_versions",
    "actions": "action_versions",
    "cluster_rows": "cluster_versions",
    "network_rows": "network_versions",
}
"""Parts of rows that win -> parts of the others that stay, both written by one statement."""

_TEXTS: Final = ("account_id", "ip", "client", "device_id", "model", "query_cluster", "surface")
"""Columns of exchanges whose texts are looked up by what is planned."""

FACT_SELECTS: Final[dict[str, tuple[str, str]]] = {
    "usage": (
        "exchanges",
        "SELECT a.value AS account_id, CAST(make_timestamp(hours * 3600000000) AS DATE) AS day, known_day, "
        "(hours % 24)::TINYINT AS hour, m.value AS model, q.value AS query_cluster, counts.signature, "
        "s.value AS surface, exchanges, input_tokens, output_tokens FROM "
        "(SELECT account_id AS account, us_occurred_at // 3600000000 AS hours, known_day, model, query_cluster, "
        # a named cluster says all that a signature could
        "CASE WHEN query_cluster IS NULL THEN signature END AS signature, surface, count(*)::BIGINT AS exchanges, "
        "sum(coalesce(input_tokens, 0))::BIGINT AS input_tokens, "
        "sum(coalesce(output_tokens, 0))::BIGINT AS output_tokens FROM counted GROUP BY ALL) counts "
        "JOIN texts_account_id a ON a.code = account LEFT JOIN texts_model m ON m.code = counts.model "
        "LEFT JOIN texts_query_cluster q ON q.code = counts.query_cluster "
        "LEFT JOIN texts_surface s ON s.code = counts.surface "
        "ORDER BY hours // 24, a.place, hours, m.place, q.place, counts.signature, s.place, known_day",
    ),
    "presence": (
        "exchanges",
        "SELECT a.value AS account_id, slots.* EXCLUDE account FROM (SELECT account, day, known_day, "
        + ", ".join(
            f"bit_or(CASE WHEN slot // 64 = {w} THEN 1::UBIGINT << (slot % 64)::UBIGINT ELSE 0::UBIGINT END) AS s{w}"
            for w in range(5)
        )
        + " FROM (SELECT DISTINCT account_id AS account, known_day, "
        "CAST(make_timestamp(us_occurred_at) AS DATE) AS day, "
        f"((us_occurred_at % {DAY}) // 300000000)::INTEGER AS slot FROM counted) GROUP BY ALL) slots "
        "JOIN texts_account_id a ON a.code = account ORDER BY day, a.place, known_day",
    ),
    "ids": (
        "exchanges",
        "SELECT CAST(make_timestamp(us_occurred_at) AS DATE) AS day, id_hash, content_hash FROM counted "
        "WHERE id_hash IS NOT NULL ORDER BY day, id_hash",
    ),
    "logins": (
        "logins",
        "SELECT account_id, CAST(make_timestamp(us_at) AS DATE) AS day, known_day, us_at AS at_us, ip, device_id, "
        "client, rank FROM rows_logins ORDER BY day, account_id, at_us, ip, device_id, rank",
    ),
}
"""Table -> (kind of feed it comes from, query)."""

_EMPTY: Final[dict[str, str]] = {
    "rows_accounts": "account_id, parent_account_id, referrer_id, signup_ip, signup_client, signup_device, "
    "email_domain, email_pattern",
    "rows_payments": "account_id, instrument_id",
    "rows_logins": "account_id, ip, device_id",
    "rows_actions": "account_id",
}


def settle_exchanges(connection: duckdb.DuckDBPyConnection) -> None:
    """Decide which exchanges count: `dropped` lists the others with their verdict, `counted` is what remains.

    Within a UTC day the first row with an `exchange_id` counts, in order of (file, row), after those of done batches.
    Needs the view `ids` of done batches.
    """
    _fill_in(connection)
    day = f"(us_occurred_at // {DAY})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspect AS SELECT file_no, row_no, id_hash, content_hash, {day} AS day "
        f"FROM coded_exchanges WHERE (id_hash, {day}) IN (SELECT (id_hash, {day}) FROM coded_exchanges "
        f"WHERE id_hash IS NOT NULL GROUP BY id_hash, {day} HAVING count(*) > 1 UNION ALL "
        "SELECT (id_hash, (day - DATE '1970-01-01')::BIGINT) FROM ids)"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE dropped AS WITH ranked AS (SELECT s.*, "
        "row_number() OVER w AS place, coalesce(k.content_hash, first_value(s.content_hash) OVER w) AS first_content, "
        "k.id_hash IS NOT NULL AS known "
        "FROM suspect s LEFT JOIN (SELECT id_hash, (day - DATE '1970-01-01')::BIGINT "
        "AS day, any_value(content_hash) AS content_hash FROM ids GROUP BY ALL) k USING (id_hash, day) "
        "WINDOW w AS (PARTITION BY id_hash, day ORDER BY file_no, row_no)) "
        "SELECT file_no, row_no, "
        "CASE WHEN content_hash = first_content THEN 'duplicate' ELSE 'conflict' END AS verdict "
        "FROM ranked WHERE known OR place > 1"
    )
    [(some,)] = connection.execute("SELECT count(*) FROM dropped").fetchall()
    anti = "ANTI JOIN dropped USING (file_no, row_no)" if some else ""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW counted AS SELECT * FROM coded_exchanges {anti}")


def place_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables `texts_COLUMN` (code, value, place, mark): what is ordered and cut goes by numbers, not by texts."""
    for column in _TEXTS:
        connection.execute(
            f"CREATE OR REPLACE TABLE texts_{column} AS SELECT code, value, "
            "(row_number() OVER (ORDER BY value))::INTEGER AS place, md5_number_lower(value) AS mark "
            f"FROM names_{column}"
        )


def _fill_in(connection: duckdb.DuckDBPyConnection) -> None:
    """Kinds that this batch lacks become empty tables, so that every query has its tables."""
    make_coded(connection)
    have = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table, columns in _EMPTY.items():
        if table not in have:
            cells = ", ".join(f"NULL::VARCHAR AS {column.strip()}" for column in columns.split(","))
            extra = ", 0 AS file_no, 0 AS row_no"
            connection.execute(f"CREATE TABLE {table} AS SELECT {cells}{extra} WHERE false")
