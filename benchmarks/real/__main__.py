"""`python -m benchmarks.real NAME SOURCE OUT`: write the feeds of a real data set, with its truth."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.real.sets import SETS, convert
from benchmarks.real.source import SourceError


def main() -> int:
    """Parse, convert, print the rows by kind as JSON. Exit 1 where the source lacks something, 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real", description=__doc__)
    parser.add_argument("name", choices=SETS)
    parser.add_argument("source", type=Path, help="git repository of the set (see benchmarks/real/__init__.py)")
    parser.add_argument("out", type=Path, help="new or empty directory")
    options = parser.parse_args()
    try:
        print(json.dumps(convert(options.name, options.source, options.out)))
    except (FileExistsError, NotADirectoryError) as error:
        print(f"real: {error}", file=sys.stderr)
        return 2
    except SourceError as error:
        print(f"real: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
