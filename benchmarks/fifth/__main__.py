"""`python -m benchmarks.fifth OUT --seed S --style STYLE [--accounts N]`: write one labelled world."""

from __future__ import annotations

import sys

from benchmarks.command import Command
from benchmarks.fifth.style import STYLES
from benchmarks.fifth.world import write_world

main = Command("fifth", write_world, STYLES, "mixed", ("ring", "size", "tier", "net", "pay", "schedule", "query")).run

if __name__ == "__main__":
    sys.exit(main())
