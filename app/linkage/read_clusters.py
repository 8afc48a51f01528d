"""Which query cluster each signature is in as of one day: near ones share one, named ones take in what is near."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from app.linkage.signatures import Index, leaders
from app.model.signature import signature_bits, signature_text
from app.model.snapshot import SignatureClusters, Strings

KNOWN = "($as_of IS NULL OR (day <= $as_of AND known_day <= $as_of))"


def cluster_signatures(
    facts: duckdb.DuckDBPyConnection, named: Mapping[str, str], as_of: date | None
) -> SignatureClusters:
    """Clusters of the signatures that were known by the day; needs the view `usage`.

    `named` clusters with their signatures lead, then whatever more accounts sent (then more exchanges, then the smaller
    number). What a single account asks links nobody: such signatures are in no cluster, unless it is a named one.
    """
    sql = f"""SELECT signature, count(DISTINCT account_id) AS accounts FROM usage
        WHERE signature IS NOT NULL AND {KNOWN} GROUP BY signature
        ORDER BY accounts DESC, sum(exchanges) DESC, signature"""
    found = facts.execute(sql, {"as_of": as_of}).fetchnumpy()
    own = np.asarray(found["signature"], dtype=np.uint64)
    told = {name: bits for name, text in sorted(named.items()) if (bits := signature_bits(text)) is not None}
    if not len(own):
        return SignatureClusters()
    first = np.array(list(told.values()), dtype=np.uint64)
    every = np.concatenate([first, own])
    leader = leaders(every, fixed=len(first))[len(first) :]
    size = np.bincount(leader, minlength=len(every))
    alone = (size[leader] == 1) & (np.asarray(found["accounts"]) == 1) & (leader >= len(first))
    own, leader = own[~alone], leader[~alone]
    shared = (leader < len(first)) | np.isin(leader, _shared(facts, own, leader, as_of))
    own, leader = own[shared], leader[shared]
    order = np.argsort(own)
    return SignatureClusters(own[order], _names(list(told), every, leader[order]))


def _shared(facts: duckdb.DuckDBPyConnection, own: np.ndarray, leader: Index, as_of: date | None) -> Index:
    """Leaders whose followers, with themselves, were sent by several accounts."""
    groups = pa.table({"signature": pa.array(own, pa.uint64()), "leader": pa.array(leader, pa.int64())})
    facts.register("signature_groups", groups)
    try:
        sql = f"""SELECT leader FROM usage JOIN signature_groups USING (signature) WHERE {KNOWN}
            GROUP BY leader HAVING min(account_id) <> max(account_id)"""
        return np.asarray(facts.execute(sql, {"as_of": as_of}).fetchnumpy()["leader"], dtype=np.int64)
    finally:
        facts.unregister("signature_groups")


def _names(told: list[str], every: np.ndarray, leader: Index) -> Strings:
    lead, position = np.unique(leader, return_inverse=True)
    names = [told[i] if i < len(told) else signature_text(int(every[i])) for i in lead.tolist()]
    return np.array(names, dtype=object)[position]
