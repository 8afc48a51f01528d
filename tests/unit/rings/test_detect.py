"""Detection as a whole on small worlds: finds the ring, accuses nobody else, ignores order and repetition."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.linkage import link
from app.model.detection import Detection, State
from app.rings.detect import detect


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("small_world", Path(__file__).with_name("small_world.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small_world = _load().small_world


@cache
def _detected(**options: int) -> Detection:
    snapshot = small_world(**options)
    return detect(snapshot, link(snapshot))


def _flagged(detection: Detection) -> list[set[str]]:
    return [{m.account_id for m in g.members} for g in detection.groups if g.state is State.FLAGGED]


def test_finds_the_ring_and_nobody_else() -> None:
    assert _flagged(_detected(ring=40)) == [{f"r{i:05d}" for i in range(40)}]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_world_without_a_ring_gives_none(seed: int) -> None:
    assert _flagged(_detected(seed=seed)) == []


def test_the_order_of_input_changes_nothing() -> None:
    assert _detected(ring=40) == _detected(ring=40, shuffle=7)


def test_repeated_rows_change_nothing() -> None:
    assert _detected(ring=40) == _detected(ring=40, twice=1)


def test_more_honest_people_make_no_ring() -> None:
    assert _flagged(_detected(ring=40, honest=900)) == [{f"r{i:05d}" for i in range(40)}]


def test_the_machines_of_one_place_are_no_ring() -> None:
    detection = _detected(ring=40, classroom=36, honest=2000)
    assert _flagged(detection) == [{f"r{i:05d}" for i in range(40)}]
    (found,) = [g for g in detection.groups if any(m.account_id == "c00000" for m in g.members)]
    assert found.state in (State.CONTAINED_SUSPECT, State.BENIGN) and "192.168.9" in found.reason


def test_the_cards_of_one_payer_are_no_ring() -> None:
    detection = _detected(ring=40, firm=48)
    assert _flagged(detection) == [{f"r{i:05d}" for i in range(40)}]
    (found,) = [g for g in detection.groups if any(m.account_id == "f00000" for m in g.members)]
    assert found.state in (State.CONTAINED_SUSPECT, State.BENIGN) and "firm" in found.reason


def test_terms_add_up_to_the_members_bits() -> None:
    for group in _detected(ring=40).groups:
        for member in group.members:
            assert sum(term.bits for term in member.terms) == pytest.approx(member.bits, abs=0.4)


def test_a_flagged_ring_has_two_families_one_of_them_infrastructure_and_no_certainty() -> None:
    (ring,) = [g for g in _detected(ring=40).groups if g.state is State.FLAGGED]
    assert len(ring.families) >= 2 and set(ring.families) & {"payment", "network", "email", "device"}
    assert all(0.5 < member.score < 1.0 for member in ring.members) and ring.score < 1.0


def test_an_account_is_in_one_group() -> None:
    accounts = [m.account_id for g in _detected(ring=40).groups for m in g.members]
    assert len(accounts) == len(set(accounts))
