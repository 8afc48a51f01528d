"""`python -m benchmarks.fifth OUT --seed S --style STYLE [--accounts N]`: write one labelled world."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.command import Command
from benchmarks.fifth.style import STYLES
from benchmarks.fifth.world import write_world

TOLD: Final = ("ring", "size", "tier", "net", "pay", "schedule", "query")


def _ring(ring: Mapping[str, Any]) -> str:
    return ":".join(str(ring[name]) for name in TOLD)


main = Command("fifth", write_world, STYLES, "mixed", _ring).run

if __name__ == "__main__":
    sys.exit(main())
