"""`python -m benchmarks.eighth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.eighth.generate import write_world
from benchmarks.eighth.styles import STYLES

main = Command("eighth", write_world, STYLES, "contract", ("ring", "accounts", "tier"), days=range(10, 366)).run

if __name__ == "__main__":
    sys.exit(main())
