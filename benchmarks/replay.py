"""`python -m benchmarks.replay`: what replaying a history day by day costs, held against one detection of all of it.

The world is ingested once into a second home. The replay closes every day; the one detection reads everything, finds
and names the rings, and writes nothing, after the replay, so that caches are warm for it and not for the replay.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.graph import lease, open_store
from app.ingest import ingest
from app.pipeline.detection import detect, facts_of
from app.pipeline.replay import closing_days, replay
from app.pipeline.second_home import second_home
from app.settings import load_settings
from app.worlds import simulate
from app.worlds.presets import preset, scaled

TARGET: Final = 20.0


def main(arguments: list[str] | None = None) -> int:
    """Print the figures. Exit 1 where the target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("--preset", default="seed", help="a preset of `ringleader simulate` with rings")
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args(arguments)
    spec = replace(scaled(preset(options.preset), options.scale), days=options.days)
    with tempfile.TemporaryDirectory(prefix="ringleader-replay-") as folder:
        world = Path(folder) / "world"
        counts = simulate(world, spec, "parquet")
        print(f"{options.preset} x {options.scale}, {options.days} days: {counts}", file=sys.stderr)
        ratio = measure(world, options.every)
    return 0 if ratio <= TARGET else 1


def measure(world: Path, every: int) -> float:
    """Ingest, replay, detect once; prints the costs and returns closings over one detection."""
    with second_home(load_settings()) as inner, open_store(inner) as store:
        clock = time.monotonic()
        ingest(store, inner, world)
        ingested = time.monotonic() - clock
        with lease(store, inner, "replay"), facts_of(inner, store) as view:
            days = closing_days(view.connection, every)
            done = replay(store, view.connection, days, lambda text: print(text, file=sys.stderr))
            clock = time.monotonic()
            detect(store, view.connection, None, write=False)
            once = time.monotonic() - clock
    spent = sum(done.detect_seconds)
    print(f"ingest {ingested:.1f} s; {len(days)} closings {spent:.1f} s; one detection {once:.1f} s")
    print(f"closings / one detection: {spent / once:.1f} (target: at most {TARGET:.0f})")
    print(f"whole replay / one ingest and one detection: {(ingested + spent) / (ingested + once):.1f}")
    return spent / once


if __name__ == "__main__":
    sys.exit(main())
