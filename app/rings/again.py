"""Two looks at one population, the second without the rings of the first: what both together say."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.model.detection import Detection, Group, State, in_order

MOSTLY: Final = 0.5
"""Share of a group's accounts from which on it is what a house explained."""


def ringed(found: Detection) -> set[str]:
    """Accounts of rings."""
    return {member.account_id for group in found.groups if group.state is State.FLAGGED for member in group.members}


def together(first: Detection, again: Detection) -> Detection:
    """Rings of both looks, and the other groups of the second, in which no account of a ring of the first is.

    What a house explains it explains whoever else is there: a ring mostly of its accounts is none.
    """
    rings = [group for group in first.groups if group.state is State.FLAGGED]
    house = {member.account_id: group for group in first.groups if _housed(group) for member in group.members}
    others = [_explained(group, house) if group.state is State.FLAGGED else group for group in again.groups]
    return replace(first, groups=tuple(sorted((*rings, *others), key=in_order)))


def _housed(group: Group) -> bool:
    return group.state is not State.FLAGGED and any(term.kind == "container" for term in group.terms)


def _explained(group: Group, house: dict[str, Group]) -> Group:
    """The group, as the first look explains it where it does."""
    found = [house[member.account_id] for member in group.members if member.account_id in house]
    if len(found) < MOSTLY * len(group.members):
        return group
    whole = max(found, key=lambda one: sum(one is other for other in found))
    return replace(
        group, state=whole.state, score=whole.score, families=whole.families, terms=whole.terms, reason=whole.reason
    )
