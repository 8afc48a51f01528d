"""Ways to the internet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True)
class Line:
    """One address, or several that change every `period` seconds; two lines of other salts change at other times."""

    ips: Sequence[str]
    period: float = 1e12
    salt: int = 0

    def at(self, ts: float) -> str:
        """The address at a Unix time in seconds."""
        if len(self.ips) == 1:
            return self.ips[0]
        # Python salts hashes of strings only: that of whole numbers is the same in every run.
        return self.ips[hash((self.salt, int((ts + self.salt * 977) // self.period))) % len(self.ips)]


class Way(NamedTuple):
    """A line as one account uses it."""

    line: Line
    place: str
    """`home`, `work` or `any`: when it is used."""
    weight: float
    days: tuple[int, int] | None = None
    """Days of the world, the last excluded, outside which it is not used."""
