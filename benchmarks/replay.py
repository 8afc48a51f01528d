"""`python -m benchmarks.replay`: what replaying a history day by day costs, held against one detection of all of it.

The world is ingested once into a second home and detected once, as a user does who ingests and detects. Then the
replay closes every day, and a second detection is made: like the replay it finds caches warm and statements planned.
The target is held against that second, quicker one. Seconds are a clock's; CPU seconds are this process's and the
server's, which other work on the machine stretches less.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import psutil

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


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took."""

    seconds: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} CPU s)"

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu)


def timed(work: Callable[[], object]) -> Cost:
    """The cost of a piece of work to this process and to the server that it started."""
    clock, cpu = time.monotonic(), _cpu()
    work()
    return Cost(time.monotonic() - clock, _cpu() - cpu)


def _cpu() -> float:
    own = psutil.Process()
    return sum(sum(each.cpu_times()[:2]) for each in (own, *own.children(recursive=True)))


def measure(world: Path, every: int) -> float:
    """Ingest, detect once, replay, detect again; prints the costs and returns closings over the second detection."""
    with second_home(load_settings()) as inner, open_store(inner) as store:
        ingested = timed(lambda: ingest(store, inner, world))
        with lease(store, inner, "replay"), facts_of(inner, store) as view:
            facts = view.connection
            days = closing_days(facts, every)
            first = timed(lambda: detect(store, facts, None, write=False))
            closings = timed(lambda: replay(store, facts, days, lambda text: print(text, file=sys.stderr)))
            again = timed(lambda: detect(store, facts, None, write=False))
    print(f"ingest {ingested}; detection {first}; {len(days)} closings {closings}; detection again {again}")
    ratio = closings.seconds / again.seconds
    print(
        f"closings / one detection: {ratio:.1f} (target: at most {TARGET:.0f}), by CPU {closings.cpu / again.cpu:.1f}; "
        f"over the first detection {closings.seconds / first.seconds:.1f}, by CPU {closings.cpu / first.cpu:.1f}"
    )
    whole, once = ingested + closings, ingested + first
    print(f"whole replay / one ingest and one detection: {whole.seconds / once.seconds:.1f}")
    return ratio


if __name__ == "__main__":
    sys.exit(main())
