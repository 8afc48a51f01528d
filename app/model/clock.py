"""Whether times are told finely enough for a common clock to show; a leaf, for the dry run and the group test alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SLOTS_OF_HOUR: Final = 12
"""Five-minute slots: coincidences of accounts are counted in them."""
_EMPTY: Final = 0.01
"""Share of its due below which a slot of the hour passes for empty."""


def rounded(counts: Sequence[int]) -> bool:
    """Whether a feed's times are rounded to ten minutes or more, from what fell into each of the hour's twelve slots.

    Half of the slots are empty then, and strangers who share an hour share a slot. People fill every slot, whatever
    jobs run beside them.
    """
    due = sum(counts) / SLOTS_OF_HOUR
    return due > 0 and 2 * sum(count < _EMPTY * due for count in counts) >= SLOTS_OF_HOUR
