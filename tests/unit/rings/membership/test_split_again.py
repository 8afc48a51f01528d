"""Parts of a group are taken apart again, and accounts of other groups are drawn into none of them."""

from __future__ import annotations

from collections.abc import Set

import pytest

from app.rings.membership.split import split
from tests.unit.rings.pool_world import CONFIG, Pool, pool, ring


def fallen(made: Pool, group: Set[str], others: Set[str] = frozenset()) -> list[set[str]]:
    """What a group falls into beside others, largest first."""
    found = split(made.world, made.links, made.verdict(group), made.judge_one, CONFIG, made.numbers(others))
    return sorted((made.names(one) for one in found), key=len, reverse=True)


def test_a_small_operator_beside_two_large_ones_is_found_once_they_are_apart() -> None:
    three = [ring("a", 561), ring("b", 81), ring("c", 12)]
    assert fallen(pool({"a": 561, "b": 81, "c": 12}, honest=900), set.union(*three)) == three


@pytest.mark.parametrize(("large", "honest"), [(60, 1500), (300, 300)])  # in the end a ring, or what is left
def test_accounts_of_other_groups_are_never_drawn_in(large: int, honest: int) -> None:
    made, others = pool({"a": large, "b": 45}, honest, bundle=6), {f"a{i:03d}" for i in range(2, large, 18)}
    group = (ring("a", large) | ring("b", 45)) - others
    assert [bool(part & others) for part in fallen(made, group)] == [True, False]  # for they are one's own
    assert [bool(part & others) for part in fallen(made, group, others)] == [False, False]
