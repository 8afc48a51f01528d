"""The detection gap as a drawing: exchanges by day, the flag, and what would have flagged it when. Readable in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from app.exports.svg import FAINT, INK, WIDTH, grid_step, rect, svg, text
from app.model.gap import Gap

_LEFT, _RIGHT, _PLOT, _HEAD, _LANE = 74.0, 12.0, 96.0, 78.0, 17.0
_DARK, _LIGHT = "#1b4d7a", "#ffffff"
_HATCH: Final = (
    '<defs><pattern id="late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M0 0H5V5H0z" fill="#fff"/><path d="M0 0V5" stroke="{_DARK}" stroke-width="3"/></pattern></defs>'
)
_KEY: Final = (
    ("captured before the flag", _DARK),
    ("of that, at most saved by looking hourly", "url(#late)"),
    ("drawn after the flag", _LIGHT),
)


@dataclass(frozen=True, slots=True)
class GapPanel:
    """One ring of the drawing."""

    name: str
    days: Mapping[date, int]
    """Exchanges by day."""
    flagged_on: date | None
    late: Mapping[date, int]
    """Exchanges by day that looking every hour would have saved at most."""
    sufficient: Sequence[tuple[date, str]]
    """Days from which on one family of evidence would have sufficed."""

    @classmethod
    def of(cls, name: str, gap: Gap) -> GapPanel:
        """From a ring of a replay."""
        return cls(
            name,
            {day.day: day.exchanges for day in gap.days},
            gap.flagged_on,
            {day.day: day.late for day in gap.days if day.late},
            [(each.sufficient_on, each.family) for each in gap.evidence if each.sufficient_on],
        )

    @property
    def before(self) -> int:
        """Exchanges up to the end of the day of the flag; all without one."""
        return sum(count for day, count in self.days.items() if self.flagged_on is None or day <= self.flagged_on)

    @property
    def told(self) -> str:
        """The ring in words."""
        total = sum(self.days.values())
        share = f"{self.before / total:.1%}" if total else "none"
        flag = f"flagged on {self.flagged_on}" if self.flagged_on else "never flagged"
        return f"{self.name}: {flag}; {self.before:,} of {total:,} exchanges ({share}) captured by then"


def gap_chart(panels: Sequence[GapPanel]) -> str:
    """One panel a ring, days in common, each with a scale of its own. An SVG document."""
    known = [day for panel in panels for day in (*panel.days, panel.flagged_on) if day]
    first, last = (min(known), max(known)) if known else (date(1970, 1, 1), date(1970, 1, 1))
    parts = [_HATCH, text(_LEFT, 18, "Exchanges captured by day, and the flag", extra=' font-weight="bold"'), *_key()]
    top = _HEAD
    for panel in panels:
        inside, height = _panel(panel, first, (last - first).days + 1)
        label = escape(panel.told, quote=True)
        parts += [f'<g transform="translate(0 {top:.0f})" role="img" aria-label="{label}">', *inside, "</g>"]
        top += height
    description = ". ".join([panel.told + _evidence(panel) for panel in panels]) or "No ring was found."
    return svg(top, "Detection gap: exchanges by day and the flag", parts, description)


def _evidence(panel: GapPanel) -> str:
    told = ", ".join(f"{family} from {day}" for day, family in panel.sufficient)
    return f"; one family would have sufficed: {told}" if told else ""


def _key() -> list[str]:
    parts, x = [], _LEFT
    for words, fill in _KEY:
        parts += [_bar(x, 28, 11, 11, fill), text(x + 16, 38, words)]
        x += 38 + 5.9 * len(words)
    note = "flag"
    parts += [_flag(_LEFT + 4, 48, 62), text(_LEFT + 16, 59, note)]
    words = "from this day on this family would have sufficed, beside the other sort of evidence"
    return [*parts, _mark(_LEFT + 66, 60), text(_LEFT + 76, 59, words)]


def _bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    return rect(x, y, width, height, fill, f' stroke="{_DARK}" stroke-width="0.8"')


def _flag(x: float, top: float, floor: float) -> str:
    return (
        f'<path d="M{x:.1f} {floor:.1f}V{top:.1f}" stroke="{INK}" stroke-width="1.6" stroke-dasharray="4 2"/>'
        f'<path d="M{x:.1f} {top:.1f}l9 4l-9 4z"/>'
    )


def _mark(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 9:.1f}l5 8h-10z"/>'


def _panel(panel: GapPanel, first: date, count: int) -> tuple[list[str], float]:
    """The drawing of one ring and its height: no more lines for marks than it has."""
    slot = (WIDTH - _LEFT - _RIGHT) / count
    most = max(panel.days.values(), default=0)
    step = grid_step(most)
    top = 26.0
    floor = top + _PLOT
    scale = _PLOT / (-(-most // step) * step) if most else 0.0
    parts = [text(8, 14, panel.told, extra=' font-weight="bold" font-size="11"')]
    parts += _grid(most, step, floor, scale)
    for day, exchanges in panel.days.items():
        x, tall = _LEFT + (day - first).days * slot + slot * 0.1, exchanges * scale
        fill = _DARK if panel.flagged_on is None or day <= panel.flagged_on else _LIGHT
        parts.append(_bar(x, floor - tall, slot * 0.8, tall, fill))
        late = panel.late.get(day, 0) * scale
        if late:
            parts.append(_bar(x, floor - tall, slot * 0.8, late, "url(#late)"))
    parts += _axis(first, count, slot, floor)
    if panel.flagged_on:
        parts.append(_flag(_LEFT + ((panel.flagged_on - first).days + 1) * slot, top - 4, floor + 4))
    marks, lanes = _marks(panel, first, slot, floor)
    return parts + marks, floor + 38 + _LANE * lanes


def _grid(most: int, step: int, floor: float, scale: float) -> list[str]:
    parts = []
    for value in range(0, most + step if most else 1, step):
        y = floor - value * scale
        colour = FAINT if value else INK
        parts.append(f'<path d="M{_LEFT:.1f} {y:.1f}H{WIDTH - _RIGHT:.1f}" stroke="{colour}" stroke-width="0.7"/>')
        parts.append(text(_LEFT - 6, y + 4, f"{value:,}", "end"))
    return parts


def _axis(first: date, count: int, slot: float, floor: float) -> list[str]:
    every = max(1, -(-count // 10))
    days = [(place, date.fromordinal(first.toordinal() + place)) for place in range(0, count, every)]
    size = ' font-size="10"'
    return [text(_LEFT + (place + 0.5) * slot, floor + 14, f"{day:%d %b}", "middle", size) for place, day in days]


def _marks(panel: GapPanel, first: date, slot: float, floor: float) -> tuple[list[str], int]:
    """A triangle a day, families beside it; a line of its own where the words would run into each other. And lines."""
    by_day: dict[date, list[str]] = {}
    for day, family in sorted(panel.sufficient):
        by_day.setdefault(day, []).append(family)
    parts: list[str] = []
    ends = [0.0, 0.0, 0.0]
    for day, families in by_day.items():
        words = ", ".join(families)
        x, width = _LEFT + ((day - first).days + 1) * slot, 6.2 * len(words) + 14
        flip = x + width > WIDTH
        start = x - width if flip else x - 6
        lane = next((n for n, end in enumerate(ends) if start > end), len(ends) - 1)
        ends[lane] = start + width + 8
        y = floor + 32 + _LANE * lane
        parts += [_mark(x, y), text(x - 9 if flip else x + 9, y - 1, words, "end" if flip else "start")]
    return parts, sum(end > 0 for end in ends)
