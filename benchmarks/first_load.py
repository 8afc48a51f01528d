"""`python -m benchmarks.first_load`: one world into an empty graph, by `ingest` and by `ingest --bulk`.

Each way has a home of its own; both graphs must be equal. Reading and planning are the same work in both, so two
ratios are told: of the whole run, and of what each does to the graph (writing; or tables, import, start and indexes).
Seconds are a clock's; CPU seconds are of this process and of its Java processes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, LiteralString

import psutil

from app.facts import open_facts
from app.graph import Neo4jStore, load_key, open_store
from app.graph.digest import digest
from app.graph.keys import key_path
from app.graph.queries import LIST_DONE_BATCHES
from app.ingest import first_load, ingest
from app.ingest.progress import Report
from app.model.schema import UNDIGESTED
from app.pipeline.second_home import second_home
from app.settings import Settings, load_settings
from app.worlds import simulate
from app.worlds.presets import preset, scaled

TARGET: Final = 10.0
_GRAPH: Final = frozenset({"writing", "finishing", "tables", "importing", "starting"})


class Stages:
    """A report that counts the seconds of each stage: those before a report are of the stage that it names."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._last = time.monotonic()

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        self.seconds[stage] += now - self._last
        self._last = now


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one way took, and what it made."""

    seconds: float
    python_cpu: float
    java_cpu: float
    stages: dict[str, float]
    nodes: int
    links: int
    digest: str

    @property
    def graph_seconds(self) -> float:
        """Of the stages that make the graph."""
        return sum(seconds for stage, seconds in self.stages.items() if stage in _GRAPH)

    def __str__(self) -> str:
        told = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in self.stages.items())
        return f"{self.seconds:.0f} s, Python {self.python_cpu:.0f} and Java {self.java_cpu:.0f} CPU s ({told})"


Way = Callable[[Settings, Path, Report, Callable[[Neo4jStore], None]], None]


def live(settings: Settings, world: Path, report: Report, done: Callable[[Neo4jStore], None]) -> None:
    """`ingest`."""
    with open_store(settings) as store:
        report("starting", 1, 1)
        ingest(store, settings, world, report)
        done(store)


def bulk(settings: Settings, world: Path, report: Report, done: Callable[[Neo4jStore], None]) -> None:
    """`ingest --bulk`."""
    first = first_load(settings, world, report)
    with open_store(settings) as store:
        report("starting", 1, 1)
        first.complete(store, report)
        done(store)


def measured(way: Way, world: Path, compare: bool) -> Loaded:
    """Load the world into a home that is new and goes away; counting and the digest are not in the figures."""
    settings = load_settings()
    load_key(settings)
    found: list[Loaded] = []
    with second_home(settings) as new:
        inner = new.model_copy(update={"key_file": key_path(settings)})  # another key is another digest
        stages, began, own, java = Stages(), time.monotonic(), _own_cpu(), _java_cpu()

        def done(store: Neo4jStore) -> None:
            took = time.monotonic() - began, _own_cpu() - own, _java_cpu() - java
            seconds = {stage: round(value, 1) for stage, value in stages.seconds.items()}
            text = _digest(store, inner) if compare else ""
            found.append(Loaded(*took, seconds, _count(store, "(a)", "a"), _count(store, "(a)-[r]->()", "r"), text))

        way(inner, world, stages, done)
    return found[0]


def _count(store: Neo4jStore, pattern: LiteralString, counted: LiteralString) -> int:
    """Without bookkeeping: a run that went in live has also left its lease."""
    text = f"MATCH {pattern} WHERE none(one IN labels(a) WHERE one IN $hidden) RETURN count({counted}) AS n"
    (row,) = store.driver.execute_query(text, hidden=sorted(UNDIGESTED)).records
    return int(row["n"])


def _digest(store: Neo4jStore, settings: Settings) -> str:
    batches = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, batches) as view:
        return digest(store, view.connection).digest


def _own_cpu() -> float:
    return sum(psutil.Process().cpu_times()[:2])


def _java_cpu() -> float:
    """Of children that ended and of those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(sum(one.cpu_times()[:2]) for one in psutil.Process().children())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures. Exit 1 where the graphs differ or the target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_load", description=__doc__)
    parser.add_argument("--preset", default="campaign", help="a preset of `ringleader simulate`")
    parser.add_argument("--scale", type=float, default=0.22, help="of `campaign`, .22 is a million nodes")
    parser.add_argument("--digest", action=argparse.BooleanOptionalAction, default=True, help="compare the graphs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ringleader-first-load-") as folder:
        world = Path(folder) / "world"
        counts = simulate(world, scaled(preset(options.preset), options.scale), "parquet")
        print(f"{options.preset} x {options.scale}: {counts}", flush=True)
        quick = measured(bulk, world, options.digest)
        print(f"{quick.nodes:,} nodes, {quick.links:,} links; ingest --bulk: {quick}", flush=True)
        slow = measured(live, world, options.digest)
    ratio, graph = slow.seconds / quick.seconds, slow.graph_seconds / quick.graph_seconds
    same = (slow.nodes, slow.links, slow.digest) == (quick.nodes, quick.links, quick.digest)
    print(f"ingest: {slow}; the same {'digest' if options.digest else 'counts of nodes and links'}: {same}")
    cpu = (slow.python_cpu + slow.java_cpu) / (quick.python_cpu + quick.java_cpu)
    print(f"live / bulk: {ratio:.1f} (target: at most {TARGET:.0f}), by CPU {cpu:.1f}; to the graph alone {graph:.1f}")
    return 0 if same and ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
