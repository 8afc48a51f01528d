"""Which columns the feeds have and how often they are filled; in the sparse style much is missing."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.third.setting import Setting

_OPTIONAL = (
    *("client", "device_id", "credential_id", "model"),
    *("input_tokens", "output_tokens", "surface", "outcome"),
)


class Coverage:
    """Share of rows with a value, column by column; None: no such column."""

    def __init__(self, s: Setting) -> None:
        draw = s.draw
        self._draw, self._sparse = draw, s.order.style == "sparse"
        self._shares: dict[str, float | None] = {}
        self._lost = {"ip": draw.uniform(0, 0.02), "client": draw.uniform(0, 0.02)}
        self._lost["query_cluster"] = draw.uniform(0.02, 0.12)
        self.signature = draw.weighted((1.0, draw.uniform(0.4, 0.95), None), (0.5, 0.25, 0.25))
        self.exchange_id = draw.chance(0.75)
        self._exchanges = {column: self._share("x." + column) for column in _OPTIONAL}
        if self._sparse:
            self._sparse_exchanges()

    def _share(self, column: str) -> float | None:
        if self._sparse:
            shares = (1.0, self._draw.uniform(0.2, 0.9), 0.0, None)
            self._shares[column] = self._draw.weighted(shares, (0.4, 0.2, 0.1, 0.3))
        return self._shares.setdefault(column, 1.0)

    def _sparse_exchanges(self) -> None:
        """Addresses, clusters and signatures may be missing as well, but never addresses and clusters together."""
        draw, plans = self._draw, self._exchanges
        plans["ip"] = draw.weighted((1.0, draw.uniform(0.4, 0.95), 0.0), (0.6, 0.3, 0.1))
        plans["query_cluster"] = draw.weighted((1.0, draw.uniform(0.3, 0.9), None), (0.6, 0.25, 0.15))
        self.signature = draw.weighted((1.0, None), (0.3, 0.7))
        self._shares |= {"x.ip": plans["ip"], "x.query_cluster": plans["query_cluster"]}
        if plans["ip"] == 0 and plans["query_cluster"] is None:
            plans["ip"] = 1.0

    @property
    def shares(self) -> dict[str, float | None] | None:
        """What a sparse world's columns were drawn to be; None in other styles."""
        return self._shares if self._sparse else None

    def has(self, column: str) -> bool:
        """Whether the exchanges feed has the column."""
        return self._exchanges.get(column, 1.0) is not None

    def nulls(self, column: str, n: int) -> NDArray[np.bool_]:
        """Which of n rows of the exchanges feed lack a value."""
        share = self._exchanges.get(column, 1.0)
        filled = (1 - self._lost.get(column, 0.0)) * (1.0 if share is None else share)
        return np.asarray(self._draw.rng.random(n) < 1 - filled)

    def thin(self, table: pd.DataFrame, kind: str, required: tuple[str, ...]) -> pd.DataFrame:
        """In the sparse style: drop or blank what is not required."""
        if not self._sparse:
            return table
        for column in [column for column in table.columns if column not in required]:
            share = self._share(f"{kind}.{column}")
            if share is None:
                table = table.drop(columns=column)
            elif share < 1:
                table[column] = table[column].where(self._draw.rng.random(len(table)) < share, None)
        return table


def address_texts(s: Setting) -> tuple[list[str], bool]:
    """Addresses as the feeds have them; in some sparse worlds keyed hashes (then true)."""
    if s.order.style != "sparse" or not s.draw.chance(0.2):
        return s.addresses.texts, False
    key = s.draw.rng.bytes(16)
    hashes = (hashlib.blake2b(text.encode(), key=key, digest_size=10).hexdigest() for text in s.addresses.texts)
    return ["h:" + digest for digest in hashes], True
