"""Who sells what rings need, and sells it to everybody: the same artefacts on rings that never met and on honest
people.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.ninth.draws import Arr


@dataclass
class Shop:
    """Sells registered accounts: its exits, its machines, its batches in the past."""

    signup: int
    machines: Arr
    client: int
    mail: int
    sms: int
    births: Arr  # days before the window on which batches were registered


@dataclass
class Market:
    """What can be bought."""

    mails: list[tuple[list[str], int]]
    sms: list[Arr]
    cards: list[tuple[str, str, str]]
    exits: list[dict[str, int]]  # a residential proxy's pool by country
    shops: list[Shop]
    masks: list[int]  # anti-detect browsers' fingerprints
