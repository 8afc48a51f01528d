"""Blocks of accounts that share an identifier, read from the graph as collected lists and laid out as edge lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.graph.store import GraphStore
from app.linkage import queries as q
from app.model.snapshot import Memberships

Positions = Callable[[NDArray[np.int64]], NDArray[np.int32]]
BILLING: Final = {"billing_name": "names", "billing_address": "addresses"}


class BlockReader:
    """Reads every kind of block as of one day; `positions` maps internal account ids to the population."""

    def __init__(
        self, store: GraphStore, positions: Positions, as_of: date | None, max_degree: int, chunks: int
    ) -> None:
        self.store, self.positions, self.as_of = store, positions, as_of
        self.max_degree, self.chunks = max_degree, chunks

    def read_all(self) -> Iterator[Memberships]:
        """One Memberships a kind that has any shared identifier."""
        for kind, query in q.NODE_BLOCKS.items():
            rows = [row for chunk in range(self.chunks) for row in self._read(query, chunk=chunk, chunks=self.chunks)]
            yield from self._memberships(kind, rows)
        for kind, query in q.PROPERTY_BLOCKS.items():
            yield from self._memberships(kind, self._read(query))
        yield from self._billing()

    def _read(self, query: Any, **chunk: int) -> list[dict[str, Any]]:
        return self.store.read(query, max_degree=self.max_degree, as_of=self.as_of, **chunk)

    def _memberships(self, kind: str, rows: Sequence[dict[str, Any]]) -> Iterator[Memberships]:
        names = np.array([*chain.from_iterable(row["identifiers"] for row in rows)], dtype=object)
        if not len(names):
            return
        degrees = np.array([*chain.from_iterable(row["degrees"] for row in rows)], dtype=np.int32)
        members = [*chain.from_iterable(row["members"] for row in rows)]
        lengths = np.fromiter(map(len, members), dtype=np.int64, count=len(members))
        told = np.fromiter(chain.from_iterable(members), dtype=np.int64, count=int(lengths.sum()))
        made = told < 0  # -1 - id: known from the sign-up alone
        accounts = self.positions(np.where(made, -1 - told, told))
        owner = np.repeat(np.arange(len(names)), lengths)
        yield layout(kind, names, degrees, owner, accounts, self.max_degree, made)

    def _billing(self) -> Iterator[Memberships]:
        """Names and addresses are properties of payment links: grouped here, because no index orders them."""
        parts = [
            pd.DataFrame({key: row[key] for key in ("accounts", *BILLING.values())})
            for chunk in range(self.chunks)
            for row in self.store.read(q.READ_BILLING_LINKS, chunk=chunk, chunks=self.chunks, as_of=self.as_of)
        ]
        links = pd.concat(parts)
        links["accounts"] = self.positions(links["accounts"].to_numpy(dtype=np.int64, na_value=-1))
        for kind, column in BILLING.items():
            pairs = links.loc[links[column] != "", ["accounts", column]].drop_duplicates()
            codes, names = pd.factorize(pairs[column].to_numpy(dtype=object))
            degrees = np.bincount(codes, minlength=len(names)).astype(np.int32)
            shared = np.flatnonzero(degrees > 1)
            if len(shared):
                renumber = np.full(len(names), -1)
                renumber[shared] = np.arange(len(shared))
                keep = (degrees[codes] > 1) & (degrees[codes] <= self.max_degree)
                accounts = pairs["accounts"].to_numpy(dtype=np.int32)[keep]
                identifier = renumber[codes[keep]]
                yield layout(
                    kind,
                    np.asarray(names, dtype=object)[shared],
                    degrees[shared],
                    identifier,
                    accounts,
                    self.max_degree,
                )


def layout(
    kind: str,
    names: NDArray[np.object_],
    degrees: NDArray[np.int32],
    identifier: NDArray[np.int64],
    accounts: NDArray[np.int32],
    max_degree: int,
    made: NDArray[np.bool_] | None = None,
) -> Memberships:
    """Sort identifiers by name and edges by (identifier, account): one layout whatever order the graph answered in."""
    order = np.argsort(names, kind="stable")
    rank = np.empty(len(names), dtype=np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    edges = rank[identifier]
    inside = accounts >= 0
    edges, accounts = edges[inside], accounts[inside]
    made = made[inside] if made is not None and made.any() else None
    by_edge = np.lexsort((accounts, edges))
    hubs = order[degrees[order] > max_degree]
    return Memberships(
        kind=kind,
        identifiers=names[order],
        degree=degrees[order],
        identifier=edges[by_edge],
        account=accounts[by_edge],
        suppressed={str(names[i]): int(degrees[i]) for i in hubs},
        made=made[by_edge] if made is not None else None,
    )
