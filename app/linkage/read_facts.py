"""Volumes, presence and who asked what as of one day, from the Parquet facts, by position in the population."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.linkage.read_blocks import layout
from app.linkage.read_clusters import KNOWN
from app.model.snapshot import Activity, Memberships, Strings

Columns = dict[str, NDArray[Any]]


def active_accounts(facts: duckdb.DuckDBPyConnection, as_of: date) -> Strings:
    """Account ids with an exchange that was known by the day."""
    sql = f"SELECT DISTINCT account_id FROM usage WHERE {KNOWN}"
    return np.array([row[0] for row in facts.execute(sql, {"as_of": as_of}).fetchall()], dtype=object)


def read_activity(
    facts: duckdb.DuckDBPyConnection, account_ids: Strings, capabilities: dict[str, str], as_of: date | None
) -> Activity:
    """Sum usage by (account, day, hour, cluster, model) and OR presence by (account, day). Needs the view `asked`."""
    with _population(facts, account_ids):
        clusters = _distinct(facts, "query_cluster", as_of)
        models = _distinct(facts, "model", as_of)
        usage = _usage(facts, as_of)
        presence = _presence(facts, as_of)
    words = [np.asarray(presence[f"s{i}"], dtype=np.uint64) for i in range(5)]
    return Activity(
        account=usage["account"].astype(np.int32),
        day=usage["day"].astype(np.int32),
        hour=usage["hour"].astype(np.int8),
        cluster=usage["cluster"].astype(np.int32),
        model=usage["model"].astype(np.int32),
        exchanges=usage["exchanges"].astype(np.int64),
        clusters=clusters,
        capabilities=np.array([capabilities.get(name) for name in clusters], dtype=object),
        models=models,
        presence_account=presence["account"].astype(np.int32),
        presence_day=presence["day"].astype(np.int32),
        presence_slots=np.column_stack(words) if len(words[0]) else np.zeros((0, 5), dtype=np.uint64),
    )


def read_asked(
    facts: duckdb.DuckDBPyConnection, account_ids: Strings, as_of: date | None, max_degree: int
) -> tuple[Memberships, ...]:
    """Who asked from the query clusters of several accounts; hubs without members. Needs the view `asked`.

    The facts have it as the graph's ASKED links have it, and those of signatures as well.
    """
    with _population(facts, account_ids):
        sql = f"""CREATE TEMP TABLE askers AS SELECT DISTINCT query_cluster AS name, account
            FROM asked JOIN population USING (account_id) WHERE query_cluster IS NOT NULL AND {KNOWN}"""
        facts.execute(sql, {"as_of": as_of})
        sql = "SELECT name, count(*)::INTEGER AS degree FROM askers GROUP BY name HAVING degree > 1"
        facts.execute(f"CREATE TEMP TABLE shared AS SELECT *, row_number() OVER () - 1 AS code FROM ({sql})")
        shared = facts.execute("SELECT name, degree FROM shared ORDER BY code").fetchnumpy()
        sql = "SELECT code, account FROM askers JOIN shared USING (name) WHERE degree <= $bound"
        edges = facts.execute(sql, {"bound": max_degree}).fetchnumpy()
    if not len(shared["name"]):
        return ()
    names = np.asarray(shared["name"], dtype=object)
    degrees = np.asarray(shared["degree"], dtype=np.int32)
    identifier, accounts = (np.asarray(edges[name]) for name in ("code", "account"))
    return (layout("query_cluster", names, degrees, identifier, accounts.astype(np.int32), max_degree),)


@contextmanager
def _population(facts: duckdb.DuckDBPyConnection, account_ids: Strings) -> Iterator[None]:
    """Table `population` (account_id, account); afterwards it and the tables made beside it are gone."""
    names = pa.table(
        {"account_id": pa.array(account_ids, pa.string()), "account": pa.array(range(len(account_ids)), pa.int32())}
    )
    facts.register("population", names)
    try:
        yield
    finally:
        facts.unregister("population")
        for name in ("code_of_query_cluster", "code_of_model", "askers", "shared"):
            facts.execute(f"DROP TABLE IF EXISTS {name}")


def _distinct(facts: duckdb.DuckDBPyConnection, column: str, as_of: date | None) -> Strings:
    """The values of a column in code-point order, left behind as a table of codes."""
    sql = f"SELECT DISTINCT {column} FROM asked WHERE {column} IS NOT NULL AND {KNOWN}"
    values = sorted(row[0] for row in facts.execute(sql, {"as_of": as_of}).fetchall())
    codes = pa.table({column: pa.array(values, pa.string()), "code": pa.array(range(len(values)), pa.int32())})
    facts.register("codes", codes)
    facts.execute(f"CREATE OR REPLACE TEMP TABLE code_of_{column} AS SELECT * FROM codes")
    facts.unregister("codes")
    return np.array(values, dtype=object)


def _usage(facts: duckdb.DuckDBPyConnection, as_of: date | None) -> Columns:
    sql = f"""
        SELECT p.account, date_diff('day', DATE '1970-01-01', u.day)::INTEGER AS day, u.hour::TINYINT AS hour,
               coalesce(c.code, -1)::INTEGER AS cluster, coalesce(m.code, -1)::INTEGER AS model,
               sum(u.exchanges)::BIGINT AS exchanges
        FROM asked u JOIN population p USING (account_id)
        LEFT JOIN code_of_query_cluster c USING (query_cluster) LEFT JOIN code_of_model m USING (model)
        WHERE {KNOWN} GROUP BY ALL ORDER BY account, day, hour, cluster, model"""
    return {name: np.asarray(values) for name, values in facts.execute(sql, {"as_of": as_of}).fetchnumpy().items()}


def _presence(facts: duckdb.DuckDBPyConnection, as_of: date | None) -> Columns:
    words = ", ".join(f"bit_or(s{i}) AS s{i}" for i in range(5))
    sql = f"""
        SELECT p.account, date_diff('day', DATE '1970-01-01', f.day)::INTEGER AS day, {words}
        FROM presence f JOIN population p USING (account_id) WHERE {KNOWN} GROUP BY ALL ORDER BY account, day"""
    return {name: np.asarray(values) for name, values in facts.execute(sql, {"as_of": as_of}).fetchnumpy().items()}
