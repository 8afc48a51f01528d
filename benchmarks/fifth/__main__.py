"""`python -m benchmarks.fifth OUT --seed S --style STYLE [--accounts N]`: write one labelled world."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.fifth.style import STYLES
from benchmarks.fifth.world import write_world


def main() -> int:
    """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fifth", description=__doc__)
    parser.add_argument("out", type=Path, help="new or empty directory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=STYLES, default="mixed")
    parser.add_argument(
        "--accounts", type=int, help="honest accounts, about (10,000-25,000; contract to 50,000); at least 500"
    )
    options = parser.parse_args()
    if (options.accounts is not None and options.accounts < 500) or options.seed < 0:
        parser.error("accounts of at least 500, a seed of at least 0")
    began = time.process_time()
    try:
        about = write_world(options.out, options.style, options.seed, options.accounts)
    except (FileExistsError, NotADirectoryError) as error:
        print(f"fifth: {error}", file=sys.stderr)
        return 2
    rings = [
        f"{r['ring']}:{r['size']}:{r['tier']}:{r['net']}:{r['pay']}:{r['schedule']}:{r['query']}"
        for r in about["rings"]
    ]
    print(json.dumps(about | {"rings": rings, "cpu_seconds": round(time.process_time() - began, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
