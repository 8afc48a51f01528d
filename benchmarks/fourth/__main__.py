"""`python -m benchmarks.fourth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.fourth.build import write_world
from benchmarks.fourth.styles import STYLES

main = Command("fourth", write_world, STYLES, "mixed", least_accounts=1000, days=range(7, 31)).run

if __name__ == "__main__":
    sys.exit(main())
