"""What a server keeps beside it of what it was asked for last, as much as there is room for."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key; when their weights are more than `most`, those go that nobody asked for the longest."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[str, tuple[T, int]] = OrderedDict()

    def get(self, key: str) -> T | None:
        """The value that is kept of a key, now the last to go."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: str, value: T, weight: int) -> None:
        """Keep a value in the place of the key's last one; it stays until the next, however heavy it is."""
        self.drop(key)
        self._kept[key] = value, weight
        self._size += weight
        while self._size > self._most and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1][1]

    def drop(self, key: str) -> None:
        """Forget the value of a key."""
        if old := self._kept.pop(key, None):
            self._size -= old[1]

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)
