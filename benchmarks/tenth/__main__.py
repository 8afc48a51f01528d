"""`python -m benchmarks.tenth OUT --seed S --style STYLE [--accounts N]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.tenth.generate import write_world
from benchmarks.tenth.styles import STYLES

main = Command("tenth", write_world, STYLES, "contract", ("ring", "accounts", "tier")).run

if __name__ == "__main__":
    sys.exit(main())
