"""The dossier's content, free of any format: sections of paragraphs, figures, tables and pictures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or table) of the dossier: what it says, and the stored query that it was read with."""

    key: str
    label: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` is a sentence that must not be overlooked."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """The few figures that come first."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a caption that names their query; `right` are the numeric columns."""

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    query: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing, and the table that stands for it where pictures cannot be shown."""

    svg: str
    caption: str
    table: Table


Block = Paragraph | Bullets | Tiles | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole report. `figures` are all that it tells, in order."""

    ring_id: str
    title: str
    subtitle: str
    notice: str
    """The line on every page: redaction level and snapshot."""
    redaction: str
    snapshot: str
    run: str
    configuration: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class Book:
    """Collects figures while the text that tells them is written."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def figure(self, key: str, label: str, value: str, query: str) -> Figure:
        """Record a figure. Two figures of one key must be the same figure."""
        made = Figure(key, label, value, query)
        if self.figures.setdefault(key, made) != made:
            raise ValueError(f"two figures are named {key}")
        return made

    def say(self, key: str, label: str, value: str, query: str) -> str:
        """Record a figure and return its text."""
        return self.figure(key, label, value, query).value


def number(value: Any) -> str:
    """A count with separators."""
    return NOTHING if value is None else f"{value:,}"


def day(value: date | None) -> str:
    """A day as people write it, without a locale."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return NOTHING if value is None else f"{value.day} {months[value.month - 1]} {value.year}"


def percent(part: float, whole: float) -> str:
    """A share; of nothing, nothing."""
    return NOTHING if not whole else f"{100 * part / whole:.0f} %"


def bits(value: float) -> str:
    """Evidence with its sign; minus is a minus."""
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
