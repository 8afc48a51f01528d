"""`python -m benchmarks.fifteenth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.fifteenth.generate import write_world
from benchmarks.fifteenth.styles import STYLES

main = Command("fifteenth", write_world, STYLES, "contract", ("ring", "accounts", "tier"), days=range(14, 61)).run

if __name__ == "__main__":
    sys.exit(main())
