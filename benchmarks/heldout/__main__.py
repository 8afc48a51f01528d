"""`python -m benchmarks.heldout OUT --seed S --style STYLE`: write one held-out world."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.heldout.style import STYLES, draw_style
from benchmarks.heldout.world import write_world


def main() -> int:
    """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heldout", description=__doc__)
    parser.add_argument("out", type=Path, help="new or empty directory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=sorted(STYLES), default="random")
    parser.add_argument("--honest", type=int, help="honest accounts instead of the drawn number")
    parser.add_argument("--days", type=int, help="days instead of the drawn number")
    options = parser.parse_args()
    chosen = {name: getattr(options, name) for name in ("honest", "days") if getattr(options, name)}
    started = time.perf_counter()
    try:
        counts = write_world(options.out, draw_style(options.style, options.seed, **chosen))
    except (FileExistsError, NotADirectoryError) as error:
        print(f"heldout: {error}", file=sys.stderr)
        return 2
    print(json.dumps(counts | {"seconds": round(time.perf_counter() - started, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
