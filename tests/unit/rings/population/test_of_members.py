"""A profile that keeps its members only says of them, and of the group, what the whole profile says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.features import FAMILIES
from app.rings.config import RingConfig
from app.rings.detect import _again, detect
from app.rings.evidence.judge import judge
from app.rings.population.behaviour import behaviour_of
from app.rings.population.networks import providers
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import without_suspects, world_of
from app.rings.seeding import seeds
from tests.unit.rings.small_world import small_world

SNAPSHOT = small_world(ring=60, classroom=25, firm=30)
LINKS = link(SNAPSHOT)
WORLD = world_of(SNAPSHOT, LINKS.features, behaviour_of(SNAPSHOT))
PROVIDER, CONFIG = providers(SNAPSHOT, LINKS.features), RingConfig()
RING = np.array([at for at, name in enumerate(SNAPSHOT.population.account_ids) if name.startswith("r")])
GROUPS = st.one_of(
    st.sets(st.integers(0, WORLD.n - 1), min_size=5, max_size=60),
    st.tuples(st.integers(0, WORLD.n - 70), st.integers(5, 60)).map(lambda cut: range(cut[0], cut[0] + cut[1])),
).map(lambda chosen: np.array(sorted(chosen), dtype=np.int64))


@given(GROUPS)
def test_members_get_the_same_answers(members: np.ndarray) -> None:
    whole = profile_of(WORLD, members)
    kept = whole.of_members()
    assert [kept.speaking(f) for f in range(len(FAMILIES))] == [whole.speaking(f) for f in range(len(FAMILIES))]
    for one, other in (
        (kept.member_bits, whole.member_bits),
        (kept.bits_of(members), whole.bits_of(members)),
        (kept.total_of(members), whole.total_of(members)),
    ):
        assert (one == other).all()
    assert (kept.touched == members).all()
    assert all(level is None or np.isin(level.accounts, members).all() for level in kept.levels)


@given(GROUPS, st.booleans())
def test_the_verdict_is_the_same_in_either_light(members: np.ndarray, suspected: bool) -> None:
    world = without_suspects(WORLD, RING[:30]) if suspected else WORLD
    whole = profile_of(WORLD, members)
    one, other = (judge(world, each, PROVIDER, CONFIG) for each in (whole, whole.of_members()))
    assert (one.terms, one.families, one.state, one.reason) == (other.terms, other.families, other.state, other.reason)


def test_a_group_that_becomes_hot_has_its_whole_profile_again() -> None:
    members = RING
    verdict = _again(WORLD, profile_of(WORLD, members).of_members(), lambda p: judge(WORLD, p, PROVIDER, CONFIG))
    assert verdict.hot
    assert not verdict.profile.spoken
    assert (verdict.profile.touched == profile_of(WORLD, members).touched).all()


def test_detection_is_what_it_was_with_whole_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    found = detect(SNAPSHOT, LINKS)
    kept = [
        v.profile.spoken for v in seeds.candidates(WORLD, LINKS, lambda p: judge(WORLD, p, PROVIDER, CONFIG), CONFIG)
    ]
    assert any(kept)
    assert not all(kept)
    monkeypatch.setattr(Profile, "of_members", lambda self: self)
    assert detect(SNAPSHOT, LINKS) == found
