"""What a ring buys by the piece and hands to several accounts each: cards, machines, phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Supply(Generic[T]):
    """Hands the same thing to so many accounts, then gets another one."""

    def __init__(self, accounts: Callable[[], float], make: Callable[[], T]) -> None:
        self._accounts, self._make = accounts, make
        self._left = 0
        self.made: list[T] = []

    def next(self) -> T:
        """One for the next account."""
        if self._left <= 0:
            self._left = max(1, round(self._accounts()))
            self.made.append(self._make())
        self._left -= 1
        return self.made[-1]
