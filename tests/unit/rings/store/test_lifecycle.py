"""Ring identity: ids are kept, splits and merges are lineage, the order of input does not matter."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from app.model.rings import KnownRing, Lineage
from app.rings.store.lifecycle import identify, new_id


def accounts(first: int, last: int) -> list[str]:
    return [f"a{n:03d}" for n in range(first, last)]


def known(ring_id: str, first: int, last: int, current: bool = True) -> KnownRing:
    return KnownRing(ring_id, frozenset(accounts(first, last)), current)


def test_new_group_gets_an_id_made_from_its_members():
    (ring_id,) = identify([accounts(0, 9)], []).ids
    assert re.fullmatch(r"R-[A-Z2-7]{10}", ring_id)
    assert identify([accounts(0, 9)[::-1]], []).ids == (ring_id,)
    assert identify([accounts(0, 8)], []).ids != (ring_id,)


def test_ring_keeps_its_id_while_it_grows_and_shrinks():
    assert identify([accounts(0, 500)], [known("R-A", 0, 10)]).ids == ("R-A",)
    assert identify([accounts(0, 6)], [known("R-A", 0, 500)]).ids == ("R-A",)


def test_chance_overlap_is_not_identity():
    identity = identify([accounts(7, 30)], [known("R-A", 0, 10)])
    assert identity.ids != ("R-A",)
    assert identity.ended == ("R-A",)


def test_split_keeps_the_id_for_the_larger_part_and_records_the_other():
    identity = identify([accounts(0, 4), accounts(4, 10)], [known("R-A", 0, 10)])
    assert identity.ids[1] == "R-A"
    assert identity.lineage == (Lineage("R-A", identity.ids[0], 4),)
    assert identity.ended == ()


def test_merge_keeps_the_id_of_the_larger_ring_and_ends_the_other():
    identity = identify([accounts(0, 16)], [known("R-A", 0, 10), known("R-B", 10, 16)])
    assert identity.ids == ("R-A",)
    assert identity.ended == ("R-B",)
    assert identity.lineage == (Lineage("R-B", "R-A", 6),)


def test_dissolved_ring_ends_without_heirs_and_comes_back_under_its_id():
    gone = identify([], [known("R-A", 0, 10)])
    assert (gone.ended, gone.lineage) == (("R-A",), ())
    assert identify([accounts(0, 9)], [known("R-A", 0, 10, current=False)]).ids == ("R-A",)


def test_current_ring_goes_before_one_that_ended():
    rings = [known("R-OLD", 0, 10, current=False), known("R-NEW", 0, 6)]
    assert identify([accounts(0, 10)], rings).ids == ("R-NEW",)


def test_id_that_is_taken_is_salted():
    members = accounts(0, 5)
    first = new_id(members, set())
    # the ring made from exactly these members lives on with others
    identity = identify([members, accounts(5, 40)], [KnownRing(first, frozenset(accounts(5, 40)))])
    assert identity.ids[1] == first
    assert identity.ids[0] not in ("", first)
    assert identify([members], [], taken=[first]).ids[0] == identity.ids[0]


groupings = st.lists(st.integers(0, 5), min_size=1, max_size=30)


@given(before=groupings, after=groupings, seed=st.randoms(use_true_random=False))
def test_ids_are_unique_and_independent_of_order(before: list[int], after: list[int], seed: random.Random):
    def parts(labels: list[int]) -> list[list[str]]:
        return [[f"a{i:02d}" for i, label in enumerate(labels) if label == part] for part in sorted(set(labels))]

    rings = [KnownRing(f"R-{i}", frozenset(members)) for i, members in enumerate(parts(before))]
    groups = parts(after)
    identity = identify(groups, rings)
    assert len(set(identity.ids)) == len(groups)
    assert set(identity.ended) == {ring.ring_id for ring in rings} - set(identity.ids)

    order = list(range(len(groups)))
    seed.shuffle(order)
    shuffled = [seed.sample(groups[i], len(groups[i])) for i in order]
    seed.shuffle(rings)
    again = identify(shuffled, rings)
    assert again.ids == tuple(identity.ids[i] for i in order)
    assert set(again.lineage) == set(identity.lineage)
