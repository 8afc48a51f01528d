"""Drawings as SVG text without scripts, links or fonts of their own: traffic by day, bits, what members share. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.exports.svg import FAINT, INK, WIDTH, grid_step, rect, svg, text

COLOURS: Final = ("#1b4d7a", "#c8792b", "#4f8a5b", "#8c4a74", "#8a8f98")
FAMILY_COLOURS: Final = {
    "payment": "#8c4a74",
    "network": "#1b4d7a",
    "email": "#4f8a5b",
    "device": "#c8792b",
    "content": "#6a5fa8",
    "timing": "#5f6b76",
    "prior": "#9aa0a6",
}


@dataclass(frozen=True, slots=True)
class Bond:
    """Something that members share, for the ring's picture."""

    family: str
    label: str
    members: int
    degree: str


def timeline(columns: Sequence[tuple[str, Mapping[str, int]]], names: Sequence[str]) -> str:
    """Stacked columns: (label, exchanges by name) in order; at most five names, the first at the bottom."""
    left, top, plot = 62.0, 34.0, 190.0
    most = max((sum(parts.values()) for _, parts in columns), default=0)
    step = grid_step(most)
    scale = plot / (math.ceil(most / step) * step) if most else 0.0
    slot = (WIDTH - left - 10) / max(len(columns), 1)
    parts = _legend(left, names) + _grid(left, top + plot, most, step, scale)
    every = max(1, math.ceil(len(columns) / 12))
    for place, (label, counts) in enumerate(columns):
        x, y = left + place * slot, top + plot
        for colour, name in zip(COLOURS, names, strict=False):
            tall = counts.get(name, 0) * scale
            y -= tall
            if tall:
                parts.append(rect(x + slot * 0.1, y, slot * 0.8, tall, colour))
        if place % every == 0:
            parts.append(text(x + slot / 2, top + plot + 17, label, "middle"))
    return svg(top + plot + 28, "Exchanges by day", parts)


def _grid(left: float, floor: float, most: int, step: int, scale: float) -> list[str]:
    parts = []
    for value in range(0, (math.ceil(most / step) + 1) * step, step):
        y = floor - value * scale
        colour = INK if value == 0 else FAINT
        parts.append(f'<path d="M{left:.1f} {y:.1f}H{WIDTH - 10}" stroke="{colour}" stroke-width="0.7"/>')
        parts.append(text(left - 6, y + 4, f"{value:,}", "end"))
        if not most:
            break
    return parts


def _legend(left: float, names: Sequence[str]) -> list[str]:
    parts, x = [], left
    for colour, name in zip(COLOURS, names, strict=False):
        parts += [rect(x, 8, 11, 11, colour), text(x + 16, 18, name)]
        x += 34 + 6.6 * len(name)
    return parts


def waterfall(steps: Sequence[tuple[str, float]]) -> str:
    """Bits by name, each starting where the one before ended; the last line is their sum."""
    left, right, line = 128.0, 74.0, 26.0
    sums = [0.0]
    for _, value in steps:
        sums.append(sums[-1] + value)
    low, high = min(sums), max(sums)
    scale = (WIDTH - left - right) / ((high - low) or 1.0)
    parts = [_axis(left + (0 - low) * scale, line * (len(steps) + 1) + 6)]
    for place, (name, value) in enumerate(steps):
        start, end = sorted((sums[place], sums[place + 1]))
        x, y = left + (start - low) * scale, 6 + place * line
        parts.append(rect(x, y + 4, max((end - start) * scale, 1.0), line - 9, FAMILY_COLOURS.get(name, "#5f6b76")))
        parts += [
            text(left - 10, y + 18, "before evidence" if name == "prior" else name, "end"),
            text(left + (end - low) * scale + 6, y + 18, _signed(value)),
        ]
    y = 6 + len(steps) * line
    start, end = sorted((0.0, sums[-1]))
    parts.append(rect(left + (start - low) * scale, y + 4, max((end - start) * scale, 1.0), line - 9, INK))
    bold = ' font-weight="bold"'
    parts += [
        text(left - 10, y + 18, "sum", "end", bold),
        text(left + (end - low) * scale + 6, y + 18, _signed(sums[-1]), "start", bold),
    ]
    return svg(y + line + 8, "Evidence in bits", parts)


def _axis(x: float, height: float) -> str:
    return f'<path d="M{x:.1f} 2V{height:.1f}" stroke="{INK}" stroke-width="0.8" stroke-dasharray="3 3"/>'


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def ring_picture(accounts: str, size: int, bonds: Sequence[Bond]) -> str:
    """The ring at the left, what its members share at the right; the thicker the band, the more members share it."""
    line = 34.0
    height = max(line * len(bonds), 150.0) + 16
    centre, x = height / 2, 372.0
    parts = []
    for place, bond in enumerate(bonds):
        y = 8 + (place + 0.5) * (height - 16) / len(bonds)
        colour = FAMILY_COLOURS.get(bond.family, "#5f6b76")
        thick = 1.2 + 11 * bond.members / max(size, 1)
        parts.append(
            f'<path d="M92 {centre:.1f}C230 {centre:.1f} 230 {y:.1f} {x - 12:.0f} {y:.1f}" fill="none" '
            f'stroke="{colour}" stroke-opacity="0.55" stroke-width="{thick:.1f}"/>'
            f'<circle cx="{x - 10:.0f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
        )
        parts.append(text(x + 4, y - 2, bond.label, extra=' font-weight="bold"'))
        parts.append(text(x + 4, y + 12, f"{bond.family}: {bond.degree}", extra=' fill="#5a636b" font-size="11"'))
    parts.append(f'<circle cx="76" cy="{centre:.1f}" r="58" fill="#222b33"/>')
    white = ' fill="#ffffff" font-weight="bold" font-size="16"'
    parts += [
        text(76, centre, accounts, "middle", white),
        text(76, centre + 18, "accounts", "middle", ' fill="#ffffff"'),
    ]
    return svg(height, "What the members share", parts)
