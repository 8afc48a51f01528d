"""Dense codes for the texts of one column: a text is hashed and compared once a segment, never once a cell."""

from __future__ import annotations

from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Codes = np.typing.NDArray[np.int32]
Array = Any
"""Of Arrow, whose stubs cannot tell one kind from another."""
NONE: Final = -1
"""The code of a null."""


class Names:
    """Texts and their codes 0, 1, ... in order of first sight.

    Found by a 64-bit hash, and compared with the text that has it: two texts never share a code. Some 45 bytes a text.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.hashes = np.empty(0, np.uint64)
        self.codes = np.empty(0, np.int32)
        """Of each of the sorted hashes."""
        self.texts = pa.array([], pa.large_string())
        self.odd: dict[str, int] = {}
        """Texts whose hash another text has."""

    def of(self, texts: Array) -> Codes:
        """Codes of texts (a string array); new ones get the next."""
        encoded = texts.dictionary_encode()
        codes = np.append(self._of_distinct(encoded.dictionary.cast(pa.large_string())), np.int32(NONE))
        found: Codes = codes[encoded.indices.fill_null(NONE).to_numpy(zero_copy_only=False)]
        return found

    def known(self, texts: Array) -> np.typing.NDArray[np.bool_]:
        """Which of some distinct texts have a code already."""
        at, known = self._find(self._hashed(texts))
        same = pc.equal(self.texts.take(self.codes[at[known]]), texts.filter(pa.array(known)))
        known[known] = same.fill_null(False).to_numpy(zero_copy_only=False)
        return known

    def _find(
        self, hashes: np.typing.NDArray[np.uint64]
    ) -> tuple[np.typing.NDArray[np.int64], np.typing.NDArray[np.bool_]]:
        """Where each hash is among the known ones, and whether it is."""
        at = np.searchsorted(self.hashes, hashes)
        at[at == len(self.hashes)] = 0
        return at, self.hashes[at] == hashes if len(self.hashes) else np.zeros(len(hashes), bool)

    def _of_distinct(self, texts: Array) -> Codes:
        hashes = self._hashed(texts)
        at, known = self._find(hashes)
        codes = np.full(len(hashes), NONE, np.int32)
        codes[known] = self.codes[at[known]]
        same = pc.equal(self.texts.take(codes[known]), texts.filter(pa.array(known)))
        other = np.flatnonzero(known)[~same.to_numpy(zero_copy_only=False)]
        fresh = np.flatnonzero(~known)
        _, first = np.unique(hashes[fresh], return_index=True)
        twins = np.delete(fresh, first)
        fresh = fresh[np.sort(first)]
        codes[fresh] = self._add(texts.take(pa.array(fresh)))
        self._sort_in(hashes[fresh], codes[fresh])
        for place in (*other, *twins):
            codes[place] = self._odd(texts[int(place)].as_py())
        return codes

    def _hashed(self, texts: Array) -> np.typing.NDArray[np.uint64]:
        seen = pa.table({"text": texts})  # noqa: F841 - read by name below
        found = self.connection.sql("SELECT hash(text) AS hash FROM seen").to_arrow_table()["hash"]
        return np.asarray(found.to_numpy(), np.uint64)

    def _add(self, texts: Array) -> Codes:
        begin = len(self.texts)
        if len(texts):
            self.texts = pa.concat_arrays([self.texts, texts])
        return np.arange(begin, len(self.texts), dtype=np.int32)

    def _sort_in(self, hashes: np.typing.NDArray[np.uint64], codes: Codes) -> None:
        order = np.argsort(hashes)
        at = np.searchsorted(self.hashes, hashes[order])
        self.hashes = np.insert(self.hashes, at, hashes[order])
        self.codes = np.insert(self.codes, at, codes[order])

    def _odd(self, text: str) -> int:
        if text not in self.odd:
            self.odd[text] = int(self._add(pa.array([text], pa.large_string()))[0])
        return self.odd[text]
