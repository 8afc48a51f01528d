"""A dossier as a Word document: A4, pictures told as their tables, tables that break between rows only."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from app.exports.dossier.document import Block, Bullets, Dossier, Paragraph, Picture, Table, Tiles

PAGE: Final = (210.0, 297.0)
MARGIN: Final = 20.0
"""Millimetres."""
_LINE: Final = 88
"""Letters of 9 points that a line of a table holds."""
_LONGEST_WORD: Final = 24
_PADDING: Final = 3
"""Letters that the margins of a cell take; a word of wide or bold letters takes a quarter more than its length."""
_BREAK: Final = re.compile(r"\s+|(?<=[a-z]-)(?=[a-z])")
"""Where a text may go on in the next line; a day stays whole."""
_MM: Final = 36_000
"""English metric units of a millimetre."""
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word(dossier: Dossier) -> bytes:
    """The bytes of a .docx file."""
    document: Any = importlib.import_module("docx").Document()
    document.core_properties.title = clean(dossier.title)
    document.core_properties.author = "Ringleader"
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    _page(document, dossier.notice)
    document.add_heading(clean(dossier.title), 0)
    document.add_paragraph(clean(dossier.subtitle))
    for section in dossier.sections:
        document.add_heading(clean(section.title), 1)
        for block in section.blocks:
            _block(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    """Text with U+FFFD for what no XML document may hold (XML 1.0, 2.2): people's words may have any character."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of a line, in sum 1: no word is cut while there is room, and what is left goes to the long texts."""
    cells = [[name, *(row[place] for row in rows)] for place, name in enumerate(columns)]
    words = [max(len(part) for text in texts for part in _BREAK.split(text)) for texts in cells]
    need = [1.25 * min(longest, _LONGEST_WORD) + _PADDING for longest in words]
    want = [max(least, min(max(map(len, texts)), _LINE) + _PADDING) for texts, least in zip(cells, need, strict=True)]
    left = max(_LINE - sum(need), 0.0)
    share = min(1.0, left / ((sum(want) - sum(need)) or 1.0))
    given = [least + share * (most - least) for most, least in zip(want, need, strict=True)]
    rest = max(_LINE - sum(given), 0.0) / len(given)
    return [(one + rest) / (sum(given) + rest * len(given)) for one in given]


def _page(document: Any, notice: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (round(side * _MM) for side in PAGE)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", round(MARGIN * _MM))
    section.footer.paragraphs[0].text = clean(notice)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        document.add_paragraph().add_run(clean(block.text)).bold = block.strong
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(clean(item), style="List Bullet")
    elif isinstance(block, Tiles):
        for one in block.figures:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(clean(one.value)).bold = True
            line.add_run(clean(f" {one.label}"))
    else:
        _table(document, block.table if isinstance(block, Picture) else block)


def _table(document: Any, table: Table) -> None:
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(clean(table.caption)).bold = True
    caption.add_run(f"  {table.query}").italic = True
    grid = document.add_table(rows=0, cols=len(table.columns), style="Light List Accent 1")
    grid.autofit = False
    line = round((PAGE[0] - 2 * MARGIN) * _MM)
    sizes = [round(share * line) for share in widths(table.columns, table.rows)]
    for column, size in zip(grid.columns, sizes, strict=True):
        column.width = size
    right = [name in table.right for name in table.columns]
    for place, texts in enumerate((table.columns, *table.rows)):
        _row(grid.add_row(), texts, sizes, right, head=place == 0)
    document.add_paragraph().paragraph_format.space_after = 0


def _row(row: Any, texts: Sequence[str], sizes: Sequence[int], right: Sequence[bool], *, head: bool) -> None:
    """One row, whole on one page; the first is at the top of every page, and not without the second."""
    oxml = importlib.import_module("docx.oxml")
    properties = row._tr.get_or_add_trPr()
    for name in ("cantSplit", *(("tblHeader",) if head else ())):
        properties.append(oxml.OxmlElement(f"w:{name}"))
    for cell, text, size, aligned in zip(row.cells, texts, sizes, right, strict=True):
        cell.width = size
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.keep_with_next = head
        if aligned:
            paragraph.alignment = _RIGHT
        paragraph.add_run(clean(text)).font.size = 9 * 12_700


_RIGHT: Final = 2
"""docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT."""
