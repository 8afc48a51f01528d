"""`python -m benchmarks.campaign`: a public campaign replayed, its rings held against the truth, with time and memory.

What is run is `ringleader replay` on a world of a preset; the accounts that its rings had at the last closing are
compared with the truth as `ringleader evaluate` compares. The gap counts whole days: from the first exchange of a
ring to the closing that flagged it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from app.evaluation.report import evaluate
from app.evaluation.truth import join, read_truth
from app.pipeline.gap import ReplayedRing
from app.pipeline.replay import Replayed, run_replay
from app.settings import load_settings
from app.worlds import simulate
from app.worlds.presets import preset, scaled


class Peak(threading.Thread):
    """Samples the resident memory of the processes that this one started: the embedded server's."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Until `done` is set, twice a second."""
        while not self.done.wait(0.5):
            self.bytes = max(self.bytes, sum(_resident(child) for child in psutil.Process().children(recursive=True)))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def compared(done: Replayed, truth: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """Figures of `evaluate` for the flagged rings as of the last closing, and the table they are made from."""
    found = {account: ring.ring_id for ring in done.rings if ring.flagged_on for account in ring.accounts}
    table = join(read_truth(truth), found, None)
    return evaluate(table), table


def gap_row(ring: ReplayedRing, table: pd.DataFrame) -> str:
    """A line of Markdown: whose ring it is, how much of it is right, and what it had taken."""
    inside = table[table["found"] == ring.ring_id]
    named = inside.loc[inside["operator"] != "", "operator"].value_counts()
    operator, most = (str(named.index[0]), int(named.iloc[0])) if len(named) else ("nobody", 0)
    days = (ring.flagged_on - ring.first_exchange).days if ring.flagged_on and ring.first_exchange else None
    share = ring.before.exchanges / ring.total.exchanges if ring.total.exchanges else 0.0
    return (
        f"| {ring.ring_id} | {operator} | {len(ring.accounts):,} | {most / max(len(ring.accounts), 1):.3f} "
        f"| {ring.flagged_on} | {days} | {ring.before.exchanges:,} of {ring.total.exchanges:,} ({share:.1%}) |"
    )


def told(done: Replayed, truth: Path) -> str:
    """Markdown: a line a flagged ring, then the figures of all."""
    figures, table = compared(done, truth)
    accounts = figures["accounts"]
    flagged = [ring for ring in done.rings if ring.flagged_on]
    head = ["| ring | mostly | accounts | of that operator | flagged on | days | captured before |", "|" + "---|" * 7]
    parts = [
        f"true ring {one['truth_ring']} ({one['operator']}, {one['size']:,}): recall {one['recall']:.3f}, "
        f"{one['fragments']} found rings"
        for one in figures["rings"]
    ]
    summary = (
        f"precision {_three(accounts['precision'])}, recall {_three(accounts['recall'])}; false rings "
        f"{figures['false_rings']}, mixed rings {figures['mixed_rings']}, "
        f"innocents flagged {figures['innocents']:,}"
    )
    return "\n".join([*head, *(gap_row(ring, table) for ring in flagged), *parts, summary])


def _three(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures. Exit 1 where operators were mixed or a ring is false."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.campaign", description=__doc__)
    parser.add_argument("--preset", default="campaign-three", help="a preset of `ringleader simulate` with rings")
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--every", type=int, default=4, help="close every n-th day, and the last")
    options = parser.parse_args(arguments)
    peak = Peak()
    peak.start()
    with tempfile.TemporaryDirectory(prefix="ringleader-campaign-") as folder:
        world = Path(folder) / "world"
        spec = scaled(preset(options.preset), options.scale)
        counts = simulate(world, spec, "parquet")
        print(f"{options.preset} x {options.scale}: {counts}", flush=True)
        clock, cpu = time.monotonic(), time.process_time()
        done = run_replay(load_settings(), world, options.every, lambda text: print(text, file=sys.stderr))
        seconds, cpu = time.monotonic() - clock, time.process_time() - cpu
        figures, _ = compared(done, world / "truth" / "truth.csv")
        print(told(done, world / "truth" / "truth.csv"))
    peak.done.set()
    print(
        f"{len(done.closings)} closings {sum(done.detect_seconds):.0f} s, ingest {done.ingest_seconds:.0f} s, "
        f"all {seconds:.0f} s ({cpu:.0f} s of Python CPU); peak memory: Python "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB, server {peak.bytes / 2**30:.2f} GiB"
    )
    return 1 if figures["mixed_rings"] or figures["false_rings"] else 0


if __name__ == "__main__":
    sys.exit(main())
