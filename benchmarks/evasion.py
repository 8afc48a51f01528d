"""`python -m benchmarks.evasion`: a ring gives up one shared thing after another: recall against what hiding costs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import mean

from benchmarks.heldout import draw_style, write_world
from benchmarks.score import Score, read_truth, score

CHANNELS = ("payment", "network", "email", "device", "content", "timing")
STEPS: tuple[tuple[str, str, tuple[int, ...], float], ...] = (
    ("nothing hidden", "-", (2, 2, 2, 2, 2, 2), 0.0),
    ("a card for each account", "1 card an account", (0, 2, 2, 2, 2, 2), 0.0),
    ("and bought mailboxes", "1 aged mailbox an account", (0, 2, 0, 2, 2, 2), 0.0),
    ("and residential exits", "1.2 residential exits an account", (0, 1, 0, 2, 2, 2), 0.0),
    ("and no device farm", "1 browser profile an account", (0, 1, 0, 1, 2, 2), 0.0),
    ("and human schedules", "a third of the hours", (0, 1, 0, 1, 2, 0), 0.0),
    ("and cover traffic", "45 % of the volume", (0, 1, 0, 1, 2, 0), 0.45),
    ("and common topics", "targets others ask too", (0, 1, 0, 1, 1, 0), 0.45),
    ("and a usual client", "no automation of its own", (0, 1, 0, 0, 1, 0), 0.45),
    ("and an own line each", "2-6 homes an account", (0, 0, 0, 0, 1, 0), 0.45),
)
"""What is hidden, what it costs, strength 0..2 of CHANNELS, share of ordinary requests."""


def main() -> int:
    """Run the steps on the asked seeds; print the curve as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evasion", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=[301, 302, 303])
    parser.add_argument("--size", type=int, default=200, help="accounts of the ring")
    options = parser.parse_args()
    print(curve(options.seeds, options.size))
    return 0


def curve(seeds: list[int], size: int) -> str:
    """Recall, precision and pieces of the ring at each step."""
    lines = ["| the operator gives up | at the price of | recall | worst recall | false rings | rings it is in |"]
    lines += ["|---|---|--:|--:|--:|--:|"]
    for hidden, price, levels, cover in STEPS:
        results = [_try(seed, size, levels, cover) for seed in seeds]
        recall = [result.recall or 0.0 for result in results]
        pieces = mean(row["pieces"] for result in results for row in result.rings)
        false = sum(result.false_rings for result in results)
        lines.append(f"| {hidden} | {price} | {mean(recall):.2f} | {min(recall):.2f} | {false} | {pieces:.1f} |")
        print(lines[-1], file=sys.stderr)
    return "\n".join(lines)


def _try(seed: int, size: int, levels: tuple[int, ...], cover: float) -> Score:
    from app.model.detection import State
    from benchmarks.offline import detect_offline, load_snapshot

    force = tuple(zip(CHANNELS, levels, strict=True))
    ring = {"sizes": (size,), "tiers": ("careful",), "force": force, "cover": cover, "succession": 0.0}
    world = {"honest": 12_000, "days": 21, "fmt": "parquet", "split": "one", "shared_pool": False}
    style = draw_style("full", seed, **ring, **world)
    with tempfile.TemporaryDirectory(prefix="ringleader-evasion-") as folder:
        out = Path(folder) / "world"
        write_world(out, style)
        snapshot, truth = load_snapshot(out), read_truth(out / "truth" / "truth.csv")
    groups = [group for group in detect_offline(snapshot).groups if group.state is State.FLAGGED]
    return score([[member.account_id for member in group.members] for group in groups], truth)


if __name__ == "__main__":
    sys.exit(main())
