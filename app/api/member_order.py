"""The order of rings' members, kept by the server: a page of a ring of 25,000 costs what its 100 rows cost.

Sorting is what makes a page of a large ring dear, and it changes with a detection only. So who the members are is read
once and kept until the ring's revision changes; a page reads its own rows by key, with the revision that they hold for.
See docs/adr/0009.
"""

from __future__ import annotations

import asyncio
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.api.kept import Kept
from app.graph.store import Row

MOST_KEPT: Final = 48 * 2**20
"""Bytes of the orders that a server keeps, some 600,000 members; a ring of more than that is kept alone."""

Revision = tuple[Any, ...]
"""What changes when a ring's members do."""


@dataclass(frozen=True, slots=True)
class Order:
    """The members of a ring at a revision, surest first, ties by account id."""

    revision: Revision
    ranks: array[float]
    """Scores, negated: ascending."""
    account_ids: tuple[str, ...]

    @classmethod
    def of(cls, row: Row) -> Order:
        """From a row of read_member_order."""
        placed = sorted(zip((-score for score in row["scores"]), row["account_ids"], strict=True))
        return cls(tuple(row["revision"]), array("d", (rank for rank, _ in placed)), tuple(one for _, one in placed))

    def after(self, position: Sequence[Any] | None, count: int) -> range:
        """Places of up to `count` members that follow a position: [negated score, account id]."""
        start = 0
        if position is not None:
            start = bisect_right(range(len(self.ranks)), (position[0], position[1]), key=self._placed)
        return range(start, min(start + count, len(self.ranks)))

    def _placed(self, place: int) -> tuple[float, str]:
        return self.ranks[place], self.account_ids[place]

    @property
    def weight(self) -> int:
        """Bytes that it takes."""
        return sum(map(sys.getsizeof, (self.revision, self.ranks, self.account_ids, *self.account_ids)))

    def rows(self, places: Iterable[int], revision: Sequence[Any], told: Iterable[list[Any]]) -> list[Row] | None:
        """What was read of the members at some places, in order; None where the ring is another one by now.

        `told`: account id, score, and whatever else read_members returns of each.
        """
        by_id = {one[0]: one for one in told}
        if tuple(revision) != self.revision:
            return None
        rows = []
        for place in places:
            one = by_id.get(self.account_ids[place])
            if one is None or -one[1] != self.ranks[place]:
                return None
            rows.append({"position": [self.ranks[place], one[0]], "told": one})
        return rows


class Orders(Kept[Order]):
    """Orders of the rings that were asked for last. Cleared when an account is erased: no id of it stays in memory."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        super().__init__(most)
        self.walk = asyncio.Semaphore(1)
        """Pages after a first one are read one at a time: who walks through thousands of members never pauses."""

    def keep(self, ring_id: str, order: Order) -> None:
        """Put an order in the place of the ring's last one."""
        self.put(ring_id, order, order.weight)
