"""One digest over all graph facts and fact tables: equal for equal content, whatever the order or the batches.

Every entity, link and aggregated fact row is hashed by itself and the hashes are added up modulo 2^256, so nothing has
to be sorted or held in memory. Bookkeeping (batches, files, runs, who wrote when) is left out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import duckdb

from app.graph.queries import DIGEST_ENTITIES
from app.graph.store import GraphStore
from app.model.schema import BOOKKEEPING, NODES

_MODULUS: Final = 2**256
_SEPARATOR: Final = "chr(31)"

_FACTS: Final[dict[str, str]] = {
    "usage": """SELECT account_id, day, known_day, hour, model, query_cluster, signature, surface, sum(exchanges),
                       sum(input_tokens), sum(output_tokens) FROM usage GROUP BY ALL""",
    "presence": """SELECT account_id, day, known_day, bit_or(s0), bit_or(s1), bit_or(s2), bit_or(s3), bit_or(s4)
                   FROM presence GROUP BY ALL""",
    "ids": "SELECT DISTINCT day, id_hash, content_hash FROM ids",
    "logins": """SELECT account_id, at_us, ip, device_id, max(rank), arg_max(client, rank), arg_max(known_day, rank)
                 FROM logins GROUP BY ALL""",
    "quarantine": 'SELECT DISTINCT file, line, "column", reason, content FROM quarantine',
}
"""What a table says once its files are taken together: a sum, a union, or the winning row."""


@dataclass(slots=True)
class Sum:
    """A multiset of texts: how many, and the sum of their SHA-256 values."""

    count: int = 0
    total: int = 0

    def add(self, text: str) -> None:
        """Add one text."""
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % _MODULUS

    @property
    def hex(self) -> str:
        """64 hex digits."""
        return f"{self.total:064x}"


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of a graph and its facts; `parts` says where two digests differ."""

    digest: str
    parts: dict[str, Sum]


def digest(store: GraphStore, facts: duckdb.DuckDBPyConnection) -> Digest:
    """Digest the graph and the fact tables. `facts` has the views of `app.facts` over the done batches."""
    parts = _graph_parts(store)
    parts |= {table: _table_part(facts, select) for table, select in _FACTS.items()}
    parts = {name: part for name, part in sorted(parts.items()) if part.count}
    text = "\n".join(f"{name} {part.count} {part.hex}" for name, part in parts.items())
    return Digest(hashlib.sha256(text.encode()).hexdigest(), parts)


def _graph_parts(store: GraphStore) -> dict[str, Sum]:
    parts: dict[str, Sum] = {}
    for row in store.stream(DIGEST_ENTITIES):
        label, properties = row["label"], _facts_of(row["label"], row["properties"])
        parts.setdefault(label, Sum()).add(_line(label, *properties))
        key = [one for one in properties if one.partition("=")[0] in NODES[label].key]
        for link in row["links"]:
            kind, end_label, end_key, text = link.split("\x1d", 3)
            parts.setdefault(kind, Sum()).add(_line(kind, label, *key, end_label, end_key, *_facts_of(kind, text)))
    return parts


def _facts_of(kind: str, text: str) -> list[str]:
    """Properties that are facts, as name=value, sorted; of an end only whether and how, not which run."""
    skipped = BOOKKEEPING.get(kind, frozenset())
    told = sorted(text.split("\x1f"))
    kept = [one for one in told if one.partition("=")[0] not in skipped]
    ended = [one.partition("=")[2] for one in told if one.startswith("to_run=")]
    return kept + [f"ended={one if one in ('staged', 'replaced') else 'yes'}" for one in ended]


def _line(*parts: str) -> str:
    return "\x1d".join(parts)


def _table_part(facts: duckdb.DuckDBPyConnection, select: str) -> Sum:
    """Count and sum of the rows' 128-bit MD5 values (no secret: a checksum that DuckDB can take over many rows)."""
    [(count, upper, lower)] = facts.execute(
        f"""WITH content(line) AS (
                SELECT concat_ws({_SEPARATOR}, {_columns(facts, select)}) FROM ({select}) AS content)
            SELECT count(*), coalesce(sum(md5_number_upper(line)::HUGEINT), 0),
                   coalesce(sum(md5_number_lower(line)::HUGEINT), 0) FROM content"""
    ).fetchall()
    return Sum(int(count), ((int(upper) << 128) + int(lower)) % _MODULUS)


def _columns(facts: duckdb.DuckDBPyConnection, select: str) -> str:
    """Every column as text; a null differs from an empty text."""
    names = [column[0] for column in facts.execute(f"DESCRIBE {select}").fetchall()]
    return ", ".join("coalesce('=' || \"{}\"::VARCHAR, '-')".format(name.replace('"', '""')) for name in names)
