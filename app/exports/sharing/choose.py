"""Which identifiers of a ring may leave, even hashed: what several members share and outsiders do not. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.model.identifiers import KINDS, Family
from app.model.public_mail import is_public

LEAST_MEMBERS: Final = 2
"""What one member alone has tells of a person, not of a ring."""
MOST_OUTSIDE: Final = 0.1
"""Share of an identifier's holders that may be outside flagged and confirmed rings; of networks and addresses none."""


@dataclass(frozen=True, slots=True)
class Held:
    """An identifier of a ring; a row of `exports/list_ring_identifiers`."""

    kind: str
    value: str
    members: int
    holders: int
    """Accounts that have it, counted up to a limit."""
    outsiders: int
    """Holders in no flagged or confirmed ring."""


def held(rows: Iterable[dict[str, Any]]) -> list[Held]:
    """Rows as they come from the graph."""
    return [Held(**row) for row in rows]


def choose(found: Sequence[Held], most_holders: int) -> tuple[list[Held], Counter[str]]:
    """Those that may leave, and how many may not by reason. `most_holders`: where counting ended."""
    chosen: list[Held] = []
    kept: Counter[str] = Counter()
    for one in found:
        if why := _kept(one, most_holders):
            kept[why] += 1
        else:
            chosen.append(one)
    return chosen, kept


def _kept(one: Held, most_holders: int) -> str | None:
    if one.members < LEAST_MEMBERS:
        return "of one member only"
    if one.value.startswith("h:"):
        return "hashed with a key of your own"
    if one.kind == "email_domain" and is_public(one.value):
        return "a mail provider's"
    if one.holders >= most_holders:
        return "too common"
    network = KINDS[one.kind].family is Family.NETWORK
    if one.outsiders > (0 if network else MOST_OUTSIDE * one.holders):
        return "shared with accounts outside of rings"
    return None
