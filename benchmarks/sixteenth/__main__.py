"""`python -m benchmarks.sixteenth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.sixteenth.generate import write_world
from benchmarks.sixteenth.styles import STYLES

main = Command("sixteenth", write_world, STYLES, "contract", ("ring", "accounts", "tier"), days=range(14, 61)).run

if __name__ == "__main__":
    sys.exit(main())
