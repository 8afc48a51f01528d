"""From numbers to the text of one world: accounts, addresses, keys, times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.sixth.mixing import hexes, mix, mixed, number
from benchmarks.sixth.nets import shown
from benchmarks.sixth.scene import Scene

DEVICE = 51
"""Salt of device ids."""


class Words:
    """Text ids of a world, which tell nothing of the order in which accounts were made."""

    def __init__(self, scene: Scene, accounts: int) -> None:
        self.seed = scene.seed
        self.begin = int(scene.first_day.astype("datetime64[s]").astype(np.int64))
        digits = np.char.ljust(hexes(mix(np.arange(accounts), self.seed, 31)), 12).astype("U12")
        self.accounts = np.char.add("acc_", digits)
        self.clusters = [f"q-{text[:8]}" for text in hexes(mix(np.arange(len(scene.topics)), self.seed, 3))]

    def key(self, salt: int, prefix: str, width: int = 16) -> Callable[[int], str]:
        """Text of keys of one sort."""
        return lambda value: prefix + f"{mixed(value, self.seed, salt):016x}"[:width]

    def hashed(self, keys: Any, salt: int) -> list[str | None]:
        """Hashes of texts or numbers; none for None and for numbers below 0."""
        return [None if _missing(key) else f"{mixed(number(key), self.seed, salt):016x}" for key in keys]

    def iso(self, seconds: Any) -> Any:
        """RFC 3339 text of seconds of the world."""
        moment = pd.to_datetime(np.asarray(seconds) + self.begin, unit="s", utc=True)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def moments(self, seconds: Any, milliseconds: Any = 0) -> Any:
        """Timestamps as a column."""
        return pa.array((seconds + self.begin) * 1000 + milliseconds, pa.timestamp("ms", tz="UTC"))


def _missing(key: Any) -> bool:
    return key is None or (isinstance(key, int | np.integer) and key < 0)


def address_text(words: Words, codes: Any, shape: str) -> Any:
    """Addresses as text: full, as the /24 or /64 (`prefix`), or hashed."""
    if shape == "hash":
        pairs = zip(hexes(mix(codes, words.seed, 17)), hexes(mix(codes, words.seed, 18)), strict=True)
        return np.array([f"h:{first}{second}" for first, second in pairs], object)
    full = shown(codes)
    return full if shape == "full" else np.array([_prefix(text) for text in full], object)


def _prefix(text: str) -> str:
    return ":".join(text.split(":")[:4]) + "::/64" if ":" in text else f"{text.rsplit('.', 1)[0]}.0/24"


def column(vocabulary: Any, codes: Any) -> Any:
    """A text column from codes."""
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(vocabulary), pa.string())).cast(pa.string())


def named(keys: Any, text: Callable[[int], str]) -> Any:
    """A text column from keys; none where a key is below 0."""
    values, codes = np.unique(keys, return_inverse=True)
    return column([text(int(value)) if value >= 0 else None for value in values], codes)
