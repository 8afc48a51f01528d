"""Rows of feeds and of a truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Row = Mapping[str, object]
Feeds = Mapping[str, Iterable[Row]]
"""Kinds of feeds, and `truth`, with their rows."""


def truth(accounts: Iterable[str], rings: Mapping[str, str]) -> Iterator[Row]:
    """Each account with its ring, if any: an operator each, who took no care."""
    for account in accounts:
        ring = rings.get(account, "")
        kind = {"tier": "plain" if ring else "", "population": "" if ring else "private"}
        yield {"account_id": account, "ring": ring, "operator": ring, **kind}
