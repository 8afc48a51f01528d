"""`python -m benchmarks.seventh OUT --seed S --style STYLE [--accounts N] [--days D]`: write one labelled world."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.command import Command
from benchmarks.seventh.generate import write_world
from benchmarks.seventh.styles import STYLES

TOLD: Final = ("ring", "accounts", "tier", "kind")


def _ring(ring: Mapping[str, Any]) -> str:
    return ":".join(str(ring[name]) for name in TOLD)


main = Command("seventh", write_world, STYLES, "contract", _ring, days=range(10, 366)).run

if __name__ == "__main__":
    sys.exit(main())
