"""Steps of linkage: rarity, learned weights, blocks, composites, rulings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.linkage.blocks import rare_pairs
from app.linkage.composites import find_composites
from app.linkage.config import LinkConfig
from app.linkage.rarity import learn_m, rarity_bits
from app.model.chance import poisson_bits
from app.model.features import features_of
from app.model.snapshot import Ruling, Snapshot
from benchmarks.sketch import sketch


def _world(rulings: tuple[Ruling, ...] = ()) -> Snapshot:
    accounts = [f"a{i:03d}" for i in range(200)]
    shared = {
        "instrument": {"card": accounts[:3], "hub": accounts[:100]},
        "client": {f"c{i}": accounts[i::4] for i in range(4)},
        "query_cluster": {"rare": accounts[0:40:4], "common": accounts[::2]},
    }
    base = sketch(accounts, shared)
    return Snapshot(base.population, base.memberships, base.activity, rulings=rulings)


def test_rare_identifiers_are_worth_more() -> None:
    features = features_of(_world())
    bits = dict(zip(features.names, rarity_bits(features, {}), strict=True))
    assert bits["card"] > bits["hub"] >= 0
    assert bits["card"] == pytest.approx(np.log2(0.5 * 200 / 3))


def test_only_rare_identifiers_are_expanded() -> None:
    features = features_of(_world())
    keys = rare_pairs(features, 40)
    assert {(int(k) // 200, int(k) % 200) for k in keys if k % 200 < 3} == {(0, 1), (0, 2), (1, 2)}
    assert len(keys) == 3 + 10 * 9 // 2


@given(st.integers(0, 200), st.floats(0.01, 300))
def test_poisson_bits_are_never_negative_and_grow(count: int, expected: float) -> None:
    one, more = poisson_bits(np.array([count, count + 1]), np.array([expected, expected]))
    assert 0 <= one <= more


def test_two_popular_identifiers_make_a_rare_one() -> None:
    rng = np.random.default_rng(4)
    accounts = [f"a{i:04d}" for i in range(3000)]
    pool, topic = set(rng.choice(3000, 300, replace=False)), set(rng.choice(3000, 300, replace=False))
    pool |= set(range(60))
    topic |= set(range(60))
    shared = {
        "subnet": {"10.0.0.0/24": [accounts[i] for i in sorted(pool)]},
        "query_cluster": {"q": [accounts[i] for i in sorted(topic)]},
    }
    found = find_composites(features_of(sketch(accounts, shared)), LinkConfig(composite_lift=2.0))
    assert len(found.left) == 1 and found.count[0] >= 60


def test_weights_follow_agreement() -> None:
    agree = np.array([[1000.0, 0.0]] * 50 + [[1000.0, 500.0]] * 50)
    m = learn_m(agree, np.ones((100, 2), dtype=np.bool_), ("ip", "device"), 1000)
    assert m["ip"] > m["device"]


def test_an_allowed_instrument_links_nobody() -> None:
    allowed = Ruling("allowed_instrument", identifier=("instrument", "card"))
    features = features_of(_world((allowed,)))
    assert "card" not in {str(features.names[x]) for x in features.identifier}


def test_links_are_sorted_pairs_over_the_threshold() -> None:
    links = link(_world())
    assert (links.left < links.right).all()
    keys = links.left.astype(np.int64) * 200 + links.right
    assert (np.diff(keys) > 0).all()
