"""A dossier as HTML, Markdown, Word or PDF. The same dossier gives the same HTML and Markdown, byte for byte."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NoReturn

import jinja2
from markupsafe import Markup

from app.errors import RingleaderError
from app.exports.dossier.document import Block, Bullets, Dossier, Paragraph, Picture, Tiles
from app.exports.dossier.word import word


class ReportFormat(StrEnum):
    """Formats of a dossier."""

    HTML = "html"
    PDF = "pdf"
    MD = "md"
    DOCX = "docx"


def render(dossier: Dossier, form: ReportFormat) -> bytes:
    """The bytes of a file. Raises RingleaderError where PDF is asked for and its libraries are missing."""
    return _RENDERERS[form](dossier)


def html(dossier: Dossier) -> bytes:
    """One self-contained page: styles and pictures inside, no script, nothing to fetch."""
    loader = jinja2.PackageLoader("app.exports.dossier", "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    # The only markup that is not escaped is that of our own drawings, which escape what they are given.
    svg: Callable[[Picture], Markup] = lambda picture: Markup(picture.svg)  # noqa: E731, S704
    return environment.get_template("dossier.html.j2").render(d=dossier, svg=svg).encode()


def pdf(dossier: Dossier) -> bytes:
    """HTML through WeasyPrint, which may fetch nothing at all."""
    try:
        weasyprint: Any = importlib.import_module("weasyprint")
    except ImportError as error:
        raise RingleaderError(
            "PDF needs WeasyPrint, which is not installed",
            do=f"{sys.executable} -m pip install 'weasyprint>=66' (the extra `pdf`), or choose --format html",
        ) from error
    except OSError as error:
        raise RingleaderError(
            "PDF needs the system library Pango, which is not installed",
            do="Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango; or --format html",
        ) from error
    made: bytes = weasyprint.HTML(string=html(dossier).decode(), url_fetcher=refuse).write_pdf()
    return made


def refuse(url: str, *args: Any, **options: Any) -> NoReturn:
    """The URL fetcher: a dossier carries all it needs."""
    raise ValueError(f"a dossier fetches nothing, not even {url}")


def markdown(dossier: Dossier) -> bytes:
    """CommonMark with tables; pictures are told as their tables."""
    parts = [f"# {_md(dossier.title)}", _md(dossier.subtitle), _md(dossier.notice)]
    for section in dossier.sections:
        parts.append(f"## {_md(section.title)}")
        parts += [_md_block(block) for block in section.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _md_block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"> **{_md(block.text)}**" if block.strong else _md(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {_md(item)}" for item in block.items)
    if isinstance(block, Tiles):
        return "\n".join(f"- **{_md(one.value)}** {_md(one.label)}" for one in block.figures)
    table = block.table if isinstance(block, Picture) else block
    head = [
        " | ".join(map(_md, table.columns)),
        " | ".join("--:" if name in table.right else "---" for name in table.columns),
    ]
    lines = [*head, *(" | ".join(map(_md, row)) for row in table.rows)]
    source = f" ({_md(table.query)})" if table.query else ""
    return f"**{_md(table.caption)}**{source}\n\n" + "\n".join(f"| {line} |" for line in lines)


_MD_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#!~&])")


def _md(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no link, on one line."""
    return _MD_SPECIAL.sub(r"\\\1", " ".join(text.split()))


_RENDERERS: Final[dict[ReportFormat, Callable[[Dossier], bytes]]] = {
    ReportFormat.HTML: html,
    ReportFormat.PDF: pdf,
    ReportFormat.MD: markdown,
    ReportFormat.DOCX: word,
}
