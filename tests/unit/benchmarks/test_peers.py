"""Peers find what their method can find, on a snapshot small enough to check by eye."""

from __future__ import annotations

import pytest

from app.model.snapshot import Snapshot
from benchmarks.peers import PEERS, Peer, groups_of
from benchmarks.peers.components import components
from benchmarks.peers.splink_em import records
from benchmarks.sketch import sketch

RING = [f"r{i}" for i in range(8)]
OTHERS = [f"h{i:03d}" for i in range(150)]


@pytest.fixture(scope="module")
def world() -> Snapshot:
    """Eight accounts on two cards, one subnet and one client; everybody behind one popular address."""
    pairs = {f"10.0.{i}.0/24": OTHERS[2 * i : 2 * i + 2] for i in range(60)}
    return sketch(
        RING + OTHERS,
        {
            "instrument": {"card-a": RING[:5], "card-b": RING[4:], **{f"own-{h}": [h] for h in OTHERS}},
            "client": {"rare": RING, "common": OTHERS[:100], "usual": OTHERS[100:]},
            "subnet": {"198.18.7.0/24": RING, **pairs},
            "ip": {"192.0.2.1": RING + OTHERS},
        },
    )


def test_components_leave_popular_identifiers_out(world: Snapshot) -> None:
    assert components(world, max_degree=10, least=5) == [list(range(150, 158))]
    assert components(world, max_degree=1000, least=5) == [list(range(158))]


def test_components_on_one_kind_ignore_the_others(world: Snapshot) -> None:
    assert components(world, max_degree=4, least=2, kinds=("instrument",)) == [list(range(154, 158))]


def test_splink_records_keep_the_rarest_identifier_and_block_no_hub(world: Snapshot) -> None:
    frame = records(world).set_index("unique_id")
    assert frame.loc[150, "instrument"] == "card-a"
    assert frame.loc[154, "instrument"] == "card-b"
    assert frame["block_ip"].isna().all()


SERVED = [pytest.mark.graph, pytest.mark.full]
"""Marks of a peer that starts a database."""


@pytest.mark.parametrize(
    "peer", [pytest.param(peer, id=peer.name, marks=SERVED if peer.served else ()) for peer in PEERS]
)
def test_every_peer_finds_the_plain_ring(world: Snapshot, peer: Peer) -> None:
    parameters = dict(peer.grid[0]) | {"least": 5}
    if "kinds" in parameters:
        parameters["kinds"] = None  # the card alone is two groups with one account in common
    if "max_degree" in parameters:
        parameters["max_degree"] = 10
    if "threshold" in parameters:
        parameters["threshold"] = 0.5  # so few pairs teach EM little
    found = [set(group) for group in groups_of(world, peer, **parameters)]
    assert any(set(RING) <= group for group in found)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_no_peer_finds_anything_where_nothing_is_shared(peer: Peer) -> None:
    world = sketch(OTHERS, {"instrument": {f"card-{name}": [name] for name in OTHERS}})
    assert groups_of(world, peer, **dict(peer.grid[0])) == []
