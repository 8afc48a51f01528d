"""`python -m benchmarks.fourth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.fourth.build import write_world
from benchmarks.fourth.styles import STYLES


def main() -> int:
    """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fourth", description=__doc__)
    parser.add_argument("out", type=Path, help="new or empty directory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=STYLES, default="mixed")
    parser.add_argument("--accounts", type=int, help="honest accounts, about (10,000-25,000); at least 1000")
    parser.add_argument("--days", type=int, help="days of the world, 7-30 (14-30)")
    options = parser.parse_args()
    if (
        (options.accounts is not None and options.accounts < 1000)
        or not 7 <= (options.days or 7) <= 30
        or options.seed < 0
    ):
        parser.error("accounts of at least 1000, days of 7-30, a seed of at least 0")
    started = time.process_time()
    try:
        told = write_world(options.out, options.style, options.seed, options.accounts, options.days)
    except (FileExistsError, NotADirectoryError) as error:
        print(f"fourth: {error}", file=sys.stderr)
        return 2
    print(json.dumps(told | {"cpu_seconds": round(time.process_time() - started, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
