"""The first load in bulk: a plan becomes CSV files for neo4j-admin, with the ledger of the batch that is then done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from app.facts import open_duckdb
from app.graph.bulk import Table
from app.ingest.networks import PrefixTable
from app.ingest.plan import EARLIER, PARTS, Part
from app.ingest.progress import Report, silent
from app.ingest.spool import FileCount, Spool
from app.model.schema import LINKS, NODES

_TYPES: Final = {"STRING": "string", "INTEGER": "long", "DATETIME": "datetime", "DATE": "date", "BOOLEAN": "boolean"}
_SPAN: Final = "first_ms AS first_seen, last_ms AS last_seen, known_from"
_OF_ACCOUNT: Final = "created_ms AS first_seen, created_ms AS last_seen, known_from"
_OF_PAYMENT: Final = (
    "account_id AS a, instrument_id AS b, kind, issuer_country, bin, name_hash, address_hash, rank, "
    "added_ms AS added_at, removed_ms AS removed_at, added_ms AS first_seen, "
    "coalesce(removed_ms, added_ms) AS last_seen, known_from"
)

_VERSION_KEY: Final = "account_id || '|' || known_from"

_NODES: Final[dict[str, str]] = {
    "Account": "SELECT value AS account_id, t.* EXCLUDE (value, first_ms, last_ms), first_ms AS first_seen, "
    "last_ms AS last_seen, created_ms AS created_at, plan, country, organization, status, verified, email_hash, "
    "phone_hash, parent_account_id, referrer_id, rank, known_from FROM totals t "
    "LEFT JOIN accounts ON account_id = value",
    "AccountVersion": f"SELECT {_VERSION_KEY} AS version_key, created_ms AS created_at, plan, country, organization, "
    "status, verified, email_hash, phone_hash, parent_account_id, referrer_id, rank FROM account_versions",
    "IpAddress": "SELECT value AS address FROM addresses",
    "Network": "SELECT coalesce(prefix, value) AS prefix, asn, organization, kind, "
    "CASE WHEN value IS NOT NULL THEN true END AS derived, rank, known_from "
    "FROM subnets FULL JOIN network_rows ON prefix = value",
    "PaymentInstrument": "SELECT value AS instrument_id FROM instruments",
    "EmailDomain": "SELECT value AS domain, provider FROM domains",
    "EmailPattern": "SELECT value AS pattern FROM patterns",
    "Client": "SELECT value AS client FROM clients",
    "Device": "SELECT value AS device_id FROM devices",
    "QueryCluster": "SELECT coalesce(query_cluster, value) AS query_cluster, label, capability, signature, rank, "
    "known_from FROM clusters FULL JOIN cluster_rows ON query_cluster = value",
    "Action": "SELECT action_key, action, at_ms AS at, reason, decided_by, case_id, rank, known_from FROM actions",
    "Batch": "SELECT * FROM batch",
    "FeedFile": "SELECT * FROM feed_files",
}
_LINKS: Final[dict[str, str]] = {
    **{
        link: f"SELECT account_id AS a, value AS b, {_SPAN}, exchanges FROM {part}"
        for link, part in (
            ("USED_IP", "used_ip"),
            ("USED_CLIENT", "used_client"),
            ("USED_DEVICE", "used_device"),
            ("ASKED", "asked"),
        )
    },
    "LOGGED_IN_FROM": f"SELECT account_id AS a, value AS b, {_SPAN} FROM login_ip",
    "LOGGED_IN_ON": f"SELECT account_id AS a, value AS b, {_SPAN} FROM login_device_id",
    **{
        link: f"SELECT account_id AS a, value AS b, {_OF_ACCOUNT} FROM {part} JOIN accounts USING (account_id)"
        for link, part in (
            ("SIGNED_UP_FROM", "signup_ip"),
            ("SIGNED_UP_WITH", "signup_client"),
            ("SIGNED_UP_ON", "signup_device"),
            ("HAS_EMAIL_DOMAIN", "email_domain"),
            ("HAS_EMAIL_PATTERN", "email_pattern"),
            ("CHILD_OF", "parent_account_id"),
            ("REFERRED_BY", "referrer_id"),
        )
    },
    "PAID_WITH": f"SELECT {_OF_PAYMENT} FROM payments",
    "FORMERLY_PAID_WITH": f"SELECT {_OF_PAYMENT}, known_to FROM former_payments",
    "FORMERLY_SUBJECT_OF": "SELECT account_id AS a, action_key AS b, reason, decided_by, case_id, rank, "
    "at_ms AS first_seen, at_ms AS last_seen, known_from, known_to FROM former_actions",
    "FORMERLY_ANNOUNCED": "SELECT prefix AS a, prefix AS b, asn, organization, kind, rank, known_from, known_to "
    "FROM former_networks",
    "FORMERLY_DESCRIBED": "SELECT query_cluster AS a, query_cluster AS b, label, capability, signature, rank, "
    "known_from, known_to FROM former_clusters",
    "SUBJECT_OF": "SELECT account_id AS a, action_key AS b, at_ms AS first_seen, at_ms AS last_seen, known_from "
    "FROM actions",
    "IN_SUBNET": "SELECT address AS a, value AS b FROM address_subnets",
    "IN_NETWORK": "SELECT address AS a, prefix AS b FROM announced",
    "READ": "SELECT batch_id AS a, sha256 AS b FROM batch, feed_files",
}

_FORMERLY: Final[dict[str, str]] = {
    label: " UNION ALL ".join(
        f"SELECT account_id AS a, {column} AS b, {_OF_ACCOUNT}, known_to FROM former_accounts "
        f"WHERE {column} IS NOT NULL"
        for column in columns
    )
    for label, columns in (
        ("AccountVersion", (_VERSION_KEY,)),
        ("IpAddress", ("signup_ip",)),
        ("Client", ("signup_client",)),
        ("Device", ("signup_device",)),
        ("EmailDomain", ("email_domain",)),
        ("EmailPattern", ("email_pattern",)),
        ("Account", ("parent_account_id", "referrer_id")),
    )
}
"""What earlier rows of accounts told, by the label that the links lead to."""
_FORMER: Final = {
    "former_accounts": ("account_versions", "accounts", "account_id"),
    "former_payments": ("payment_versions", "payments", "account_id, instrument_id"),
    "former_actions": ("action_versions", "actions", "action_key"),
    "former_networks": ("network_versions", "network_rows", "prefix"),
    "former_clusters": ("cluster_versions", "cluster_rows", "query_cluster"),
}
"""Views of rows that stay beside those that win: the two parts, and their key."""


def write_tables(spool: Spool, batch: dict[str, Any], report: Report = silent) -> list[Table]:
    """CSV files of everything the plan says, below its folder. `batch` has the properties of the Batch node."""
    folder = spool.folder / "bulk"
    folder.mkdir(exist_ok=True)
    with open_duckdb() as connection:
        connection.execute("SET memory_limit = '2GB'")
        _attach(connection, spool)
        connection.register("batch", pa.table({name: [value] for name, value in batch.items()}))
        files = [_ledger_row(count) | {"position": at} for at, count in enumerate(spool.files)]
        connection.register("feed_files", pa.Table.from_pylist(files))
        connection.register("announced", _announced(spool))
        tables, of = list[Table](), len(_NODES) + len(_LINKS) + len(_FORMERLY)
        for table in _written(connection, folder):
            tables.append(table)
            report("tables", len(tables), of)
        return tables


def _ledger_row(count: FileCount) -> dict[str, Any]:
    return {name: value for name, value in asdict(count).items() if name in NODES["FeedFile"].properties}


def _attach(connection: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    """Every part as a view; a part without rows has a view without rows but with its columns."""
    for part in PARTS:
        if spool.rows(part.name):
            source = f"read_parquet('{str(spool.path(part.name)).replace(chr(39), chr(39) * 2)}')"
            connection.execute(f"CREATE VIEW {part.name} AS SELECT * FROM {source}")
        else:
            cells = ", ".join(f"NULL::{kind} AS {name}" for name, kind in _columns(part).items())
            connection.execute(f"CREATE VIEW {part.name} AS SELECT {cells} WHERE false")
    for view, (former, winners, key) in _FORMER.items():
        connection.execute(
            f"CREATE VIEW {view} AS SELECT v.*, coalesce(lead(v.known_from) OVER (PARTITION BY {key} ORDER BY "
            "v.known_from NULLS FIRST), w.known_from) AS known_to "
            f"FROM {former} v JOIN (SELECT {key}, known_from FROM {winners}) w USING ({key})"
        )


_OF_A_ROW: Final = (
    "account_id plan country organization status verified email_hash phone_hash parent_account_id "
    "referrer_id rank created_ms known_from"
)
_OF_A_PAYMENT: Final = (
    "account_id instrument_id kind issuer_country bin name_hash address_hash rank added_ms removed_ms known_from"
)
_ROWS: Final = {
    "accounts": _OF_A_ROW,
    "account_versions": f"{_OF_A_ROW} signup_ip signup_client signup_device email_domain email_pattern",
    **{
        part: columns
        for winners, columns in (
            ("network_rows", "prefix asn organization kind rank known_from"),
            ("cluster_rows", "query_cluster label capability signature rank known_from"),
            ("payments", _OF_A_PAYMENT),
            ("actions", "account_id action_key action reason decided_by case_id rank at_ms known_from"),
        )
        for part in (winners, EARLIER[winners])
    },
    "domains": "value provider",
    "address_subnets": "address value",
    "totals": "value first_ms last_ms exchanges input_tokens output_tokens",
    **dict.fromkeys(("asked", "used_ip", "used_client", "used_device"), "account_id value exchanges"),
}
_NUMBERS: Final = frozenset({"asn", "exchanges", "input_tokens", "output_tokens"})


def _columns(part: Part) -> dict[str, str]:
    """Columns that the queries above name, of a part that is empty."""
    names = _ROWS.get(part.name, "account_id value" if part.ends else "value").split()
    if part.name in ("asked", "used_ip", "used_client", "used_device", "login_ip", "login_device_id"):
        names += ["first_ms", "last_ms", "known_from"]
    kinds = {"known_from": "DATE"} | {name: "BIGINT" for name in names if name in _NUMBERS or name.endswith("_ms")}
    return {name: kinds.get(name, "VARCHAR") for name in names}


def _announced(spool: Spool) -> pa.Table:
    """The longest announced prefix around each address."""
    pairs: dict[str, list[str]] = {"address": [], "prefix": []}
    if spool.rows("network_rows") and spool.rows("addresses"):
        table = PrefixTable(_texts(spool, "network_rows", "prefix"))
        for address in _texts(spool, "addresses", "value"):
            found = table.longest(address)
            if found:
                pairs["address"].append(address)
                pairs["prefix"].append(found)
    return pa.table({name: pa.array(values, pa.string()) for name, values in pairs.items()})


def _texts(spool: Spool, part: str, column: str) -> list[str]:
    return [str(value) for value in pq.read_table(spool.path(part), columns=[column]).column(0).to_pylist()]


def _written(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Table]:
    for label, select in _NODES.items():
        yield _table(connection, folder / f"{label}.csv", label, select, _node_key(label))
    for link, select in _LINKS.items():
        yield _table(connection, folder / f"{link}.csv", link, select, _link_ends(link, LINKS[link].ends[0]))
    for end, select in _FORMERLY.items():
        ends = _link_ends("FORMERLY", end)
        yield _table(connection, folder / f"FORMERLY-{end}.csv", "FORMERLY", select, ends)


def _table(connection: duckdb.DuckDBPyConnection, path: Path, name: str, select: str, keys: dict[str, str]) -> Table:
    """One CSV file of a label or link type; `keys` are the words of its header for the columns of ids."""
    properties = LINKS[name].properties if name in LINKS else NODES[name].properties
    columns = [column[0] for column in connection.execute(f"DESCRIBE {select}").fetchall()]
    cells = [_cell(column, properties, keys) for column in columns]
    target = str(path).replace("'", "''")
    connection.execute(
        f"COPY (SELECT {', '.join(cells)} FROM ({select})) TO '{target}' (FORMAT csv, HEADER, QUOTE '\"')"
    )
    return Table(name, path, name in LINKS)


def _node_key(label: str) -> dict[str, str]:
    [key] = NODES[label].key
    return {key: f"{key}:ID({label})"}


def _link_ends(link: str, end: str) -> dict[str, str]:
    return {"a": f":START_ID({LINKS[link].start})", "b": f":END_ID({end})"}


def _cell(column: str, properties: dict[str, str], ends: dict[str, str]) -> str:
    """One column under its name in the header; moments of the plan are milliseconds."""
    if column in ends:
        return f'"{column}" AS "{ends[column]}"'
    kind = properties[column]
    value = f'"{column}"'
    if kind == "DATETIME":
        value = f"strftime(make_timestamp({value} * 1000), '%Y-%m-%dT%H:%M:%S.%gZ')"
    return f'{value} AS "{column}:{_TYPES[kind]}"'
