"""`python -m benchmarks.sixth OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.command import Command
from benchmarks.sixth.style import STYLES
from benchmarks.sixth.world import write_world

TOLD: Final = ("ring", "accounts", "tier", "story")


def _ring(ring: Mapping[str, Any]) -> str:
    return ":".join(str(ring[name]) for name in TOLD)


main = Command("sixth", write_world, STYLES, "contract", _ring, days=range(10, 366)).run

if __name__ == "__main__":
    sys.exit(main())
