"""SVG as text, without scripts, links or fonts of its own: what every drawing here is made of. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

WIDTH: Final = 720
INK, FAINT = "#222b33", "#c9ced4"


def svg(height: float, title: str, parts: Sequence[str], description: str = "") -> str:
    """A drawing of WIDTH by `height`; title and description are what screen readers read."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" font-family="sans-serif" font-size="12" fill="{INK}">'
    )
    told = f"<desc>{escape(description)}</desc>" if description else ""
    return "".join([head, f"<title>{escape(title)}</title>", told, *parts, "</svg>"])


def text(x: float, y: float, words: str, anchor: str = "start", extra: str = "") -> str:
    """Words at a point."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, colour: str, extra: str = "") -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"{extra}/>'


def grid_step(most: int) -> int:
    """Distance of grid lines: 1, 2 or 5 times a power of ten, so that there are at most five."""
    if most <= 5:
        return 1
    power = 10 ** int(math.log10(most / 5))
    return next(int(power * factor) for factor in (1, 2, 5, 10) if most / (power * factor) <= 5)
