"""Puts a dossier together: every section, and the appendix that says where each figure comes from. Pure."""

from __future__ import annotations

import hashlib
import json

from app.exports.dossier import evidence, front, words
from app.exports.dossier.document import Block, Book, Bullets, Dossier, Paragraph, Picture, Section, Table
from app.exports.dossier.operators import operators
from app.exports.dossier.redact import Redactor
from app.exports.dossier.source import Source
from app.graph.catalogue import Query

MOST_MEMBERS = 50
"""Members listed in an internal dossier; `export memberships` has them all."""


def build(source: Source, redactor: Redactor) -> Dossier:
    """The dossier at one level of redaction."""
    book = Book()
    sections = [
        front.summary(source, book, redactor),
        front.figures(source, book, redactor),
        evidence.timeline(source, redactor),
        evidence.picture(source, redactor),
        evidence.evidence(source, redactor),
        evidence.certainty(source, book, redactor),
        evidence.against(source, redactor),
        *operators(source, redactor),
        Section("Method", tuple(Paragraph(text) for text in words.METHOD)),
        Section("What the software cannot tell", (Bullets(words.CANNOT),)),
    ]
    if redactor.internal:
        sections.append(_members(source))
    for table in _tables(sections):
        book.figure(
            f"table.{table.key}", f"table: {table.caption}", f"{len(table.rows)} rows, {_hash(table)[:16]}", table.query
        )
    sections.append(_appendix(book, source, redactor))
    told = source.detail.properties
    as_of = source.provenance.as_of or "no data"
    return Dossier(
        ring_id=source.detail.ring_id,
        title=f"Ring {source.detail.ring_id}",
        subtitle=f"Report on {told['state']} accounts as of {as_of}, detection run {source.provenance.run or 'none'}",
        notice=f"Redaction: {redactor.level.value} · snapshot {source.snapshot[:16]}",
        redaction=redactor.level.value,
        snapshot=source.snapshot,
        run=source.provenance.run or "",
        configuration=source.provenance.configuration or "",
        sections=tuple(sections),
        figures=tuple(book.figures.values()),
    )


def query_hash(name: str) -> str:
    """SHA-256 of a stored query's text: the same name could mean another query in another version."""
    return hashlib.sha256(Query(name).statement.text.encode()).hexdigest()


def _tables(sections: list[Section]) -> list[Table]:
    blocks: list[Block] = [block for section in sections for block in section.blocks]
    return [
        block.table if isinstance(block, Picture) else block for block in blocks if isinstance(block, Table | Picture)
    ]


def _hash(table: Table) -> str:
    content = json.dumps([table.columns, table.rows], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _members(source: Source) -> Section:
    rows = tuple(
        (one.account_id, f"{one.score:.3f}", f"{one.standing.margin:.1f}" if one.standing else "", f"{one.exchanges:,}")
        for one in sorted(source.members, key=lambda one: (-one.exchanges, one.account_id))[:MOST_MEMBERS]
    )
    columns = ("account", "probability", "bits from the edge", "exchanges")
    caption = f"The {len(rows)} members with most exchanges; `ringleader export memberships` lists all"
    return Section("Members", (Table("members", caption, columns, rows, "rings/list_members", columns[1:]),))


def _appendix(book: Book, source: Source, redactor: Redactor) -> Section:
    rows = tuple((one.label, one.value, one.query) for one in book.figures.values())
    names = sorted({one.query for one in book.figures.values()})
    queries = tuple((name, Query(name).statement.purpose, query_hash(name)[:16]) for name in names)
    first = source.detail.properties.get("first_seen")
    return Section(
        "Appendix: where every figure comes from",
        (
            Paragraph(
                f"All figures are of one snapshot, SHA-256 {source.snapshot}: the ring with its evidence, members, "
                f"traffic, judgements and comparison, as detection run {source.provenance.run or 'none'} left them "
                f"(first exchange {redactor.day(first)}; configuration {source.provenance.configuration or 'none'}; "
                f"input {source.provenance.input_digest or 'none'}). `ringleader report verify FILE` checks this file "
                "and each figure against the signed manifest beside it."
            ),
            Table("figures", "Figures", ("figure", "value", "stored query"), rows, ""),
            Table(
                "queries",
                "Stored queries (`ringleader query NAME`)",
                ("name", "it reads", "text, SHA-256"),
                queries,
                "",
            ),
        ),
    )
