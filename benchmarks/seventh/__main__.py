"""`python -m benchmarks.seventh OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.seventh.generate import write_world
from benchmarks.seventh.styles import STYLES

main = Command(
    "seventh", write_world, STYLES, "contract", ("ring", "accounts", "tier", "kind"), days=range(10, 366)
).run

if __name__ == "__main__":
    sys.exit(main())
