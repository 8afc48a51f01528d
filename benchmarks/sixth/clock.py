"""Hours of a day in local time: at which of them somebody asks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

DAY = 86400


def _shape(*spans: tuple[int, int, float], floor: float = 0.05) -> npt.NDArray[np.float64]:
    hours = np.full(24, floor)
    for begin, end, weight in spans:
        for hour in range(begin, end):
            hours[hour % 24] += weight
    return hours / hours.sum()


_SHAPES = {
    "home": _shape((7, 9, 0.5), (9, 17, 0.55), (17, 23, 1.0), (23, 25, 0.4), floor=0.06),
    "office": _shape((8, 9, 0.5), (9, 12, 1.2), (12, 13, 0.5), (13, 18, 1.1), (18, 21, 0.25), floor=0.02),
    "student": _shape((10, 13, 0.6), (13, 18, 0.8), (18, 26, 1.1), floor=0.04),
    "night": _shape((21, 30, 1.0), (19, 21, 0.4)),
    "flat": _shape((0, 24, 1.0)),
    "early": _shape((5, 14, 1.0), floor=0.03),
    "late": _shape((13, 22, 1.0), floor=0.03),
    "desk": _shape((9, 12, 1.1), (13, 18, 1.1), floor=0.0),
    "996": _shape((9, 12, 1.0), (13, 18, 1.0), (19, 22, 0.9), floor=0.01),
    "slot": _shape((9, 10, 1.0), (10, 11, 0.4), floor=0.0),
    "cron": _shape((1, 4, 1.0), (13, 14, 0.7), floor=0.15),
    "jobs": _shape((0, 24, 1.0), (2, 8, 0.6)),
}
_NAMES = list(_SHAPES)
CUMULATIVE = np.cumsum(np.array(list(_SHAPES.values())), 1)


def clock(name: str) -> int:
    """Index of a day's shape."""
    return _NAMES.index(name)


def clocks(*names: str) -> list[int]:
    """Indices of several."""
    return [clock(name) for name in names]


def hours_of(shapes: Any, draws: Any) -> Any:
    """The hour that each draw of 0-1 falls on in its shape."""
    return (CUMULATIVE[shapes] < draws[:, None]).sum(1)
