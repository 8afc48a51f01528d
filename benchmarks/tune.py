"""`python -m benchmarks.tune`: picks each peer's parameters from its grid, on validation seeds only."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.matrix import RINGLESS, worlds
from benchmarks.peers import PEERS
from benchmarks.runner import run_all

TUNED = Path(__file__).parent / "peers" / "tuned.json"


def main() -> int:
    """Run every peer's whole grid; the best mean B-cubed F1 over worlds with rings wins."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tune", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="validation seeds a row")
    parser.add_argument("--rows", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[], help="names of peers; the others keep what they have")
    options = parser.parse_args()
    peers = [peer for peer in PEERS if not options.only or peer.name in options.only]
    grids = {peer.name: [dict(parameters) for parameters in peer.grid] for peer in peers}
    figures: dict[tuple[str, str], list[float]] = defaultdict(list)
    chosen = worlds("validation", rows=tuple(options.rows), seeds=options.seeds)
    chosen = [world for world in chosen if world.row not in RINGLESS]
    for outcomes in run_all(chosen, peers=grids, product=False):
        for outcome in outcomes:
            if outcome.score.f1 is not None:
                figures[outcome.method, json.dumps(outcome.parameters, sort_keys=True)].append(outcome.score.f1)
        print(f"{outcomes[0].row} {outcomes[0].seed}", file=sys.stderr)
    tuned: dict[str, Any] = json.loads(TUNED.read_text("utf-8")) if options.only else {}
    for peer in peers:
        grid = {text: round(mean(f1), 4) for (name, text), f1 in figures.items() if name == peer.name}
        best = max(sorted(grid), key=lambda text: grid[text])
        tuned[peer.name] = {"parameters": json.loads(best), "mean_f1": grid[best], "grid": grid}
    tuned = {peer.name: tuned[peer.name] for peer in PEERS}
    TUNED.write_text(json.dumps(tuned, indent=1) + "\n", "utf-8")
    print(json.dumps({name: entry["parameters"] for name, entry in tuned.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
