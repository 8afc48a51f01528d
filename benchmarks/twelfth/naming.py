"""Names of numbers, addresses and times as the feeds write them."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.twelfth.book import NULL
from benchmarks.twelfth.mix import names
from benchmarks.twelfth.nets import text
from benchmarks.twelfth.world import World


class Names:
    """Opaque names of the world's numbers."""

    def __init__(self, world: World, size: int) -> None:
        self.salt = world.seed * 101 + 7
        self.account = names(np.arange(size), "acc_", self.salt)
        self.flat = world.nets.flat()

    def of(self, codes: Any, prefix: str) -> np.ndarray:
        """Names of codes; negative is null."""
        return names(np.asarray(codes, dtype=np.int64), prefix, self.salt + sum(prefix.encode()))

    def ip(self, index: Any) -> np.ndarray:
        """Addresses of indexes into the plan."""
        return text(self.flat[np.asarray(index, dtype=np.int64)])


def when(seconds: Any) -> np.ndarray:
    """RFC 3339 with Z; a negative second is a null."""
    at = np.asarray(seconds, dtype=np.int64)
    made = (np.datetime_as_string(at.astype("datetime64[s]")) + np.array("Z")).astype(object)
    return np.where(at < 0, NULL, made)
