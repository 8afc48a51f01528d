"""`python -m benchmarks.sixth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.sixth.style import STYLES
from benchmarks.sixth.world import write_world

main = Command("sixth", write_world, STYLES, "contract", ("ring", "accounts", "tier", "story"), days=range(10, 366)).run

if __name__ == "__main__":
    sys.exit(main())
