"""`python -m benchmarks.quality`: detection and its peers on the matrix; of test seeds, numbers only."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from benchmarks.document import write_document
from benchmarks.failures import write_failures
from benchmarks.matrix import worlds
from benchmarks.report import populations, reliability, table
from benchmarks.runner import PRODUCT, Outcome, run_all
from benchmarks.tune import TUNED

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Parse, run, print, write. Exit 2 on wrong use."""
    options = _parse(arguments)
    if options.failures and options.split == "test":
        print("quality: details of test worlds are not written down; use --split validation", file=sys.stderr)
        return 2
    chosen = worlds(options.split, rows=tuple(options.rows), seeds=options.seeds)
    if not chosen:
        print("quality: no world matches; rows are those of benchmarks/matrix.py", file=sys.stderr)
        return 2
    peers = {name: [parameters] for name, parameters in _tuned().items()} if options.peers else {}
    outcomes: list[Outcome] = []
    for result in run_all(chosen, peers=peers, detail=bool(options.failures), workers=options.workers):
        outcomes += result
        for outcome in result:
            print(_progress(outcome), file=sys.stderr)
    order = {world.row: i for i, world in enumerate(chosen)}
    outcomes.sort(key=lambda outcome: (order[outcome.row], outcome.seed))
    print(table(outcomes), "", populations(_first(outcomes)), "", reliability(_first(outcomes)), sep="\n")
    if options.failures:
        write_failures(options.failures, _first(outcomes))
    if options.write:
        write_document(ROOT / "docs" / "quality.md", outcomes, options.split, _command(options))
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--split", choices=("test", "validation"), default="test")
    parser.add_argument("--rows", nargs="*", default=[], help="only these rows of the matrix")
    parser.add_argument("--seeds", type=int, help="only so many seeds a row")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=None, help="write docs/quality.md")
    parser.add_argument("--failures", type=Path, help="validation only: write what failed and why to this file")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    options = parser.parse_args(arguments)
    if options.write is None:  # a partial run does not replace the full one's document
        options.write = options.split == "test" and not options.rows and options.seeds is None and options.peers
    return options


def _tuned() -> dict[str, dict[str, object]]:
    return {name: entry["parameters"] for name, entry in json.loads(TUNED.read_text("utf-8")).items()}


def _first(outcomes: list[Outcome]) -> list[Outcome]:
    """The product's own outcomes."""
    return [outcome for outcome in outcomes if outcome.method == PRODUCT]


def _command(options: argparse.Namespace) -> str:
    rows = f" --rows {' '.join(options.rows)}" if options.rows else ""
    seeds = f" --seeds {options.seeds}" if options.seeds else ""
    return f"python -m benchmarks.quality --split {options.split}{rows}{seeds}{'' if options.peers else ' --no-peers'}"


def _progress(outcome: Outcome) -> str:
    s = outcome.score
    ratio = lambda value: "  -  " if value is None else f"{value:.3f}"  # noqa: E731
    return (
        f"{outcome.row:>15} {outcome.seed:>5} {outcome.method:<32} P {ratio(s.precision)} R {ratio(s.recall)} "
        f"F {ratio(s.f1)} false {s.false_rings} mixed {s.mixed} innocents {s.innocents} {outcome.seconds:.1f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
