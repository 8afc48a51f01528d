"""`python -m benchmarks.sixth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.sixth.style import STYLES
from benchmarks.sixth.world import write_world


def main() -> int:
    """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sixth", description=__doc__)
    parser.add_argument("out", type=Path, help="new or empty directory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=STYLES, default="contract")
    parser.add_argument("--accounts", type=int, help="honest accounts, about (12,000-50,000); at least 500")
    parser.add_argument("--days", type=int, help="days of exchanges (21-30); at least 10")
    options = parser.parse_args()
    few = (options.accounts is not None and options.accounts < 500) or (options.days is not None and options.days < 10)
    if few or options.seed < 0:
        parser.error("accounts of at least 500, at least 10 days, a seed of at least 0")
    began = time.process_time()
    try:
        about = write_world(options.out, options.style, options.seed, options.accounts, options.days)
    except (FileExistsError, NotADirectoryError) as error:
        print(f"sixth: {error}", file=sys.stderr)
        return 2
    rings = [f"{ring['ring']}:{ring['accounts']}:{ring['tier']}:{ring['story']}" for ring in about["rings"]]
    print(json.dumps(about | {"rings": rings, "cpu_seconds": round(time.process_time() - began, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
