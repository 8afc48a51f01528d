"""`python -m benchmarks.fourteenth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.fourteenth.generate import write_world
from benchmarks.fourteenth.styles import STYLES

main = Command("fourteenth", write_world, STYLES, "contract", ("ring", "accounts", "tiers"), days=range(14, 61)).run

if __name__ == "__main__":
    sys.exit(main())
