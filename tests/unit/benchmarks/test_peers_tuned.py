"""The peers' chosen parameters belong to the peers and grids of today."""

from __future__ import annotations

import json

from benchmarks.peers import PEERS
from benchmarks.tune import TUNED


def test_every_peer_is_tuned_on_its_present_grid():
    tuned = json.loads(TUNED.read_text("utf-8"))
    assert list(tuned) == [peer.name for peer in PEERS]
    for peer in PEERS:
        grid = {json.dumps(dict(parameters), sort_keys=True) for parameters in peer.grid}
        assert set(tuned[peer.name]["grid"]) == grid, "run: python -m benchmarks.tune"
        assert json.dumps(tuned[peer.name]["parameters"], sort_keys=True) in grid
