"""`python -m benchmarks.eleventh OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.eleventh.generate import write_world
from benchmarks.eleventh.styles import STYLES

main = Command("eleventh", write_world, STYLES, "proto", ("ring", "accounts", "tier"), days=range(10, 61)).run

if __name__ == "__main__":
    sys.exit(main())
