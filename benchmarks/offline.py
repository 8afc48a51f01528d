"""Feed directory to Snapshot without Neo4j, so that detection can be tried on a world in seconds."""

from __future__ import annotations

import argparse
import ipaddress
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.ingest.networks import PrefixTable
from app.linkage.read_clusters import cluster_signatures
from app.model.detection import Detection
from app.model.signature import signature_text
from app.model.snapshot import UNKNOWN_DAY, Activity, Memberships, NetworkInfo, Population, Snapshot

Frame = dict[str, NDArray[Any]]
COLUMNS = {
    "accounts": "account_id created_at email email_hash email_domain email_pattern signup_ip signup_client "
    "signup_device phone_hash verified parent_account_id updated_at",
    "payments": "account_id instrument_id name_hash address_hash updated_at",
    "exchanges": "account_id occurred_at ip client device_id model query_cluster signature exchange_id",
    "clusters": "query_cluster capability signature updated_at",
    "networks": "prefix asn organization kind updated_at",
    "logins": "account_id ip device_id client",
    "actions": "account_id at action",
}
KEYS = {
    "accounts": ("account_id",),
    "payments": ("account_id", "instrument_id"),
    "clusters": ("query_cluster",),
    "networks": ("prefix",),
}
_EPOCH = "TIMESTAMPTZ '1970-01-01 00:00:00Z'"
_V4 = re.compile(r"\d+\.\d+\.\d+\.\d+")


def load_snapshot(folder: Path) -> Snapshot:
    """Read a drop directory of well-formed feeds (benchmarks only: no quarantine, no conflicts)."""
    db = duckdb.connect()
    db.execute("SET TimeZone='UTC'")
    db.execute("SET enable_progress_bar=false")
    files = _files(folder)
    for kind, names in COLUMNS.items():
        _view(db, kind, files.get(kind, []), names.split())
    _cluster_signatures(db)
    _addresses(db)
    _population_table(db)
    population = _population(db)
    activity, last = _activity(db)
    return Snapshot(
        population=population,
        memberships={m.kind: m for m in _memberships(db, max(2_000, len(population.account_ids) // 5))},
        activity=activity,
        subnets=_networks(db),
        bans=_bans(db),
        as_of_day=last,
    )


def _files(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.is_file() and inside[0] != "truth" and not any(part.startswith((".", "_")) for part in inside):
            found.setdefault(re.split(r"[-.]", path.name)[0], []).append(path)
    return found


def _view(db: duckdb.DuckDBPyConnection, kind: str, paths: list[Path], columns: list[str]) -> None:
    """Table `kind` with all columns as text (null where a file lacks them); upserts keep the newest row."""
    parts = []
    for reader, options, suffixes in (
        ("read_csv", ", all_varchar=true, header=true, nullstr=''", (".csv", ".csv.gz", ".csv.zst")),
        (
            "read_json",
            ", format='newline_delimited', convert_strings_to_integers=false",
            (".jsonl", ".jsonl.gz", ".jsonl.zst"),
        ),
        ("read_parquet", "", (".parquet",)),
    ):
        chosen = [str(p) for p in paths if p.name.endswith(suffixes)]
        if not chosen:
            continue
        listing = "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in chosen) + "]"
        source = f"{reader}({listing}, union_by_name=true{options})"
        have = {row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        picked = [f'CAST("{c}" AS VARCHAR) AS {c}' if c in have else f"CAST(NULL AS VARCHAR) AS {c}" for c in columns]
        parts.append(f"SELECT {', '.join(picked)} FROM {source}")
    empty = "SELECT " + ", ".join(f"CAST(NULL AS VARCHAR) AS {c}" for c in columns) + " WHERE false"
    body = " UNION ALL ".join(parts or [empty])
    if kind in KEYS:
        body = (
            f"SELECT * FROM ({body}) QUALIFY row_number() OVER (PARTITION BY {', '.join(KEYS[kind])} "
            f"ORDER BY updated_at DESC NULLS LAST, {', '.join(c for c in columns if c != 'updated_at')}) = 1"
        )
    if kind == "exchanges":
        body = f"""SELECT * FROM ({body}) WHERE exchange_id IS NULL UNION ALL
            SELECT * FROM ({body}) WHERE exchange_id IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY exchange_id ORDER BY account_id) = 1"""
    db.execute(f"CREATE TABLE {kind} AS {body}")


def _cluster_signatures(db: duckdb.DuckDBPyConnection) -> None:
    """Exchanges without a query cluster get that of their signature, as the product's reader puts it."""
    db.execute(
        """CREATE VIEW usage AS SELECT account_id, 1 AS exchanges, DATE '1970-01-01' AS day, day AS known_day,
            TRY_CAST('0x' || regexp_extract(signature, '^simhash64-v1:([0-9a-f]{16})$', 1) AS UBIGINT) AS signature
        FROM exchanges WHERE query_cluster IS NULL"""
    )
    named = dict(db.execute("SELECT query_cluster, signature FROM clusters WHERE signature IS NOT NULL").fetchall())
    found = cluster_signatures(db, named, None)
    texts = [signature_text(bits) for bits in found.signature.tolist()]
    db.register(
        "near", pa.table({"signature": pa.array(texts, pa.string()), "near": pa.array(found.cluster, pa.string())})
    )
    db.execute(
        """CREATE OR REPLACE TABLE exchanges AS SELECT e.* REPLACE (coalesce(query_cluster, near) AS query_cluster)
        FROM exchanges e LEFT JOIN near USING (signature)"""
    )


def _addresses(db: duckdb.DuckDBPyConnection) -> None:
    """Table `addresses` (raw, ip, subnet)."""
    rows = db.execute(
        """SELECT DISTINCT ip FROM (SELECT ip FROM exchanges UNION ALL SELECT signup_ip FROM accounts
        UNION ALL SELECT ip FROM logins) WHERE ip IS NOT NULL"""
    ).fetchall()
    raw = [row[0] for row in rows]
    pairs = [normalise_ip(text) for text in raw]
    table = pa.table(
        {
            "raw": pa.array(raw, pa.string()),
            "ip": [p[0] for p in pairs],
            "subnet": pa.array([p[1] for p in pairs], pa.string()),
        }
    )
    db.register("address_rows", table)
    db.execute("CREATE TABLE addresses AS SELECT * FROM address_rows")


def normalise_ip(text: str) -> tuple[str, str | None]:
    """Canonical address and its /24 or /48; a keyed hash has no subnet."""
    text = text.strip().lower()
    if text.startswith("h:"):
        return text, None
    if _V4.fullmatch(text):
        return text, text.rsplit(".", 1)[0] + ".0/24"
    network = ipaddress.ip_network(text, strict=False)
    if network.version == 6 and network.prefixlen == 128 and network.network_address.ipv4_mapped:
        return normalise_ip(str(network.network_address.ipv4_mapped))
    wide = 24 if network.version == 4 else 48
    subnet = network.supernet(new_prefix=wide) if network.prefixlen > wide else network
    single = network.prefixlen in (32, 128) and "/" not in text
    return str(network.network_address) if single else str(network), str(subnet)


def email_parts(address: str) -> tuple[str, str, str]:
    """Folded address, domain and pattern by the product's own function when it is there."""
    local, _, domain = address.strip().lower().rpartition("@")
    local, _, tag = local.partition("+")
    shape = re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "w", local))
    return f"{local}@{domain}", domain, f"v0:{shape}{'+t' if tag else ''}"


def _population_table(db: duckdb.DuckDBPyConnection) -> None:
    ids = db.execute(
        """SELECT DISTINCT trim(account_id) FROM (SELECT account_id FROM accounts UNION ALL SELECT account_id FROM exchanges
        UNION ALL SELECT account_id FROM payments UNION ALL SELECT account_id FROM logins) WHERE account_id IS NOT NULL"""
    ).fetchall()
    names = sorted(row[0] for row in ids)
    db.register(
        "ids", pa.table({"account_id": pa.array(names, pa.string()), "a": np.arange(len(names), dtype=np.int32)})
    )
    db.execute("CREATE TABLE population AS SELECT * FROM ids")


def _population(db: duckdb.DuckDBPyConnection) -> Population:
    frame = db.execute(
        f"""SELECT p.account_id, coalesce(date_diff('minute', {_EPOCH}, c.created_at::TIMESTAMPTZ), {UNKNOWN_DAY}) AS created,
            coalesce(c.verified = 'contract', false) AS contract, coalesce(q.a, -1)::INTEGER AS parent
        FROM population p LEFT JOIN accounts c USING (account_id)
        LEFT JOIN population q ON q.account_id = c.parent_account_id ORDER BY p.a"""
    ).fetchnumpy()
    return Population(
        np.asarray(frame["account_id"], dtype=object),
        np.asarray(frame["created"], dtype=np.int64),
        np.asarray(frame["contract"], dtype=np.bool_),
        np.asarray(frame["parent"], dtype=np.int32),
    )


def _pairs_sql(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """kind -> SQL of (account_id, value), and `used` where it may be known from the sign-up alone."""
    rows = db.execute("SELECT DISTINCT email FROM accounts WHERE email IS NOT NULL").fetchall()
    parts = [(row[0], *email_parts(row[0])) for row in rows]
    names = ("email", "folded", "domain", "pattern")
    columns = [[p[i] for p in parts] for i in range(4)]
    mail = pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    db.register("mail_rows", mail)
    db.execute("CREATE TABLE mail AS SELECT * FROM mail_rows")
    seen = """SELECT account_id, ip, true AS used FROM exchanges UNION ALL SELECT account_id, ip, true FROM logins
        UNION ALL SELECT account_id, signup_ip, false FROM accounts"""
    mails = "accounts a LEFT JOIN mail m USING (email)"
    return {
        "instrument": "SELECT account_id, instrument_id AS v FROM payments",
        "billing_name": "SELECT account_id, name_hash AS v FROM payments",
        "billing_address": "SELECT account_id, address_hash AS v FROM payments",
        "ip": f"SELECT account_id, d.ip AS v, used FROM ({seen}) s JOIN addresses d ON s.ip = d.raw",
        "subnet": f"SELECT account_id, d.subnet AS v, used FROM ({seen}) s JOIN addresses d ON s.ip = d.raw",
        "email": f"SELECT account_id, coalesce(m.folded, a.email_hash) AS v FROM {mails}",
        "email_domain": f"SELECT account_id, coalesce(m.domain, a.email_domain) AS v FROM {mails}",
        "email_pattern": f"SELECT account_id, coalesce(m.pattern, a.email_pattern) AS v FROM {mails}",
        "phone": "SELECT account_id, phone_hash AS v FROM accounts",
        "device": "SELECT account_id, device_id AS v, true AS used FROM exchanges UNION ALL "
        "SELECT account_id, device_id, true FROM logins UNION ALL SELECT account_id, signup_device, false FROM accounts",
        "client": "SELECT account_id, client AS v, true AS used FROM exchanges "
        "UNION ALL SELECT account_id, signup_client, false FROM accounts",
        "query_cluster": "SELECT account_id, query_cluster AS v FROM exchanges",
    }


def _memberships(db: duckdb.DuckDBPyConnection, bound: int) -> Iterator[Memberships]:
    for kind, sql in _pairs_sql(db).items():
        db.execute(
            f"""CREATE OR REPLACE TEMP TABLE edges AS
            SELECT p.a, trim(s.v) AS v, bool_or({"s.used" if "used" in sql else "true"}) AS used FROM ({sql}) s
            JOIN population p USING (account_id) WHERE s.v IS NOT NULL AND trim(s.v) <> '' GROUP BY ALL"""
        )
        counted = db.execute("SELECT v, count(*) AS d FROM edges GROUP BY v HAVING count(*) > 1").fetchall()
        if not counted:
            continue
        counted.sort()
        names = np.array([row[0] for row in counted], dtype=object)
        degree = np.array([row[1] for row in counted], dtype=np.int32)
        kept = pa.table({"v": pa.array(names, pa.string()), "x": np.arange(len(names), dtype=np.int32), "d": degree})
        db.register("kept", kept)
        found = db.execute(
            f"SELECT k.x, e.a, NOT e.used AS made FROM edges e JOIN kept k USING (v) WHERE k.d <= {bound} ORDER BY k.x, e.a"
        ).fetchnumpy()
        hubs = {str(n): int(d) for n, d in zip(names, degree, strict=True) if d > bound}
        made = found["made"].astype(np.bool_)
        edges = found["x"].astype(np.int32), found["a"].astype(np.int32)
        yield Memberships(kind, names, degree, *edges, hubs, made if made.any() else None)


def _activity(db: duckdb.DuckDBPyConnection) -> tuple[Activity, int]:
    db.execute(
        f"""CREATE TABLE rows AS SELECT p.a, date_diff('day', {_EPOCH}, t)::INTEGER AS day, (hour(t) * 12 + minute(t) // 5) AS slot,
            query_cluster AS c, model AS m
        FROM (SELECT account_id, query_cluster, model, occurred_at::TIMESTAMPTZ AS t FROM exchanges) e
        JOIN population p USING (account_id)"""
    )
    codes = {}
    for column in ("c", "m"):
        codes[column] = sorted(
            r[0] for r in db.execute(f"SELECT DISTINCT {column} FROM rows WHERE {column} IS NOT NULL").fetchall()
        )
        db.register(
            f"code_{column}",
            pa.table(
                {
                    column: pa.array(codes[column], pa.string()),
                    f"{column}x": np.arange(len(codes[column]), dtype=np.int32),
                }
            ),
        )
    use = db.execute(
        """SELECT a, day, (slot // 12)::TINYINT AS hour, coalesce(cx, -1)::INTEGER AS cluster, coalesce(mx, -1)::INTEGER AS model,
            count(*)::BIGINT AS n FROM rows LEFT JOIN code_c USING (c) LEFT JOIN code_m USING (m)
        GROUP BY ALL ORDER BY a, day, hour, cluster, model"""
    ).fetchnumpy()
    words = ", ".join(
        f"bit_or(CASE WHEN slot // 64 = {i} THEN 1::UBIGINT << (slot % 64)::UBIGINT ELSE 0::UBIGINT END) AS s{i}"
        for i in range(5)
    )
    seen = db.execute(
        f"SELECT a, day, {words} FROM (SELECT DISTINCT a, day, slot FROM rows) GROUP BY a, day ORDER BY a, day"
    ).fetchnumpy()
    capability = dict(db.execute("SELECT query_cluster, capability FROM clusters").fetchall())
    activity = Activity(
        account=use["a"].astype(np.int32),
        day=use["day"].astype(np.int32),
        hour=use["hour"].astype(np.int8),
        cluster=use["cluster"].astype(np.int32),
        model=use["model"].astype(np.int32),
        exchanges=use["n"].astype(np.int64),
        clusters=np.array(codes["c"], dtype=object),
        capabilities=np.array([capability.get(c) for c in codes["c"]], dtype=object),
        models=np.array(codes["m"], dtype=object),
        presence_account=seen["a"].astype(np.int32),
        presence_day=seen["day"].astype(np.int32),
        presence_slots=np.column_stack([seen[f"s{i}"].astype(np.uint64) for i in range(5)]).reshape(-1, 5),
    )
    return activity, int(activity.day.max(initial=UNKNOWN_DAY))


def _networks(db: duckdb.DuckDBPyConnection) -> dict[str, NetworkInfo]:
    """The announced network of each subnet: of several inside it the one of most of its addresses, as in the graph."""
    rows = db.execute("SELECT prefix, asn, organization, kind FROM networks").fetchall()
    told = {str(ipaddress.ip_network(row[0], strict=False)): row[1:] for row in rows}
    table = PrefixTable(told)
    inside = {normalise_ip(prefix)[1] for prefix in told}
    count: Counter[tuple[str, str]] = Counter()
    for subnet, ip in db.execute("SELECT DISTINCT subnet, ip FROM addresses WHERE subnet IS NOT NULL").fetchall():
        if subnet not in inside:
            count[subnet, table.longest(subnet) or ""] = 1  # all of it is announced alike
        else:
            count[subnet, table.longest(ip) or ""] += 1
    found: dict[str, NetworkInfo] = {}
    for (subnet, prefix), _ in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        if prefix and subnet not in found:
            asn, organization, kind = told[prefix]
            found[subnet] = NetworkInfo(prefix, int(float(asn)) if asn else None, organization, kind)
    return found


def _bans(db: duckdb.DuckDBPyConnection) -> dict[int, int]:
    rows = db.execute(
        f"""SELECT p.a, min(date_diff('day', {_EPOCH}, x.at::TIMESTAMPTZ)) FROM actions x JOIN population p USING (account_id)
        WHERE action IN ('banned', 'suspended') GROUP BY p.a ORDER BY p.a"""
    ).fetchall()
    return dict(rows)


def detect_offline(snapshot: Snapshot) -> Detection:
    """What the product does between reading and writing."""
    from app.pipeline.detection import find
    from app.pipeline.detector import Detector

    return find(snapshot, Detector())


def main() -> int:
    """Detect in one directory and print each group; with truth, what it really was."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.offline", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    snapshot = load_snapshot(options.folder)
    read = time.perf_counter()
    detection = detect_offline(snapshot)
    print(f"read {read - started:.1f} s, detected {time.perf_counter() - read:.1f} s", file=sys.stderr)
    for group in detection.groups:
        print(group.state, round(group.score, 3), len(group.members), ",".join(group.families), group.reason)
    return 0


if __name__ == "__main__":
    sys.exit(main())
