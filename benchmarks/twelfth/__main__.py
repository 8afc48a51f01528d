"""`python -m benchmarks.twelfth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.twelfth.generate import write_world
from benchmarks.twelfth.styles import STYLES

main = Command("twelfth", write_world, STYLES, "contract", ("ring", "accounts", "tiers"), days=range(13, 61)).run

if __name__ == "__main__":
    sys.exit(main())
