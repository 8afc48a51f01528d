"""The first page and the figures: what a committee needs before it decides anything. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from app.exports.dossier import words
from app.exports.dossier.document import (
    Block,
    Book,
    Bullets,
    Paragraph,
    Section,
    Table,
    Tiles,
    bits,
    day,
    listed,
    percent,
)
from app.exports.dossier.evidence import family_bits
from app.exports.dossier.redact import Redactor
from app.exports.dossier.source import Source

RING: Final = "rings/read_ring"
MEMBERS: Final = "rings/list_members"
TRAFFIC: Final = "rings/list_traffic"


def summary(source: Source, book: Book, redactor: Redactor) -> Section:
    """The page that stands alone."""
    told = source.detail.properties
    accounts = book.figure("accounts", "accounts", redactor.volume(told["size"]), RING)
    exchanges = book.figure("exchanges", "exchanges", redactor.volume(told["exchanges"]), RING)
    score = book.figure("probability", "probability that one actor runs them", f"{told['score']:.3f}", RING)
    span = book.figure("span", "first and last exchange", _span(source, redactor), RING)
    blocks: list[Block] = [
        *_successor(source),
        Paragraph(
            f"The software finds that {accounts.value} accounts, each unsuspicious alone, were run together by one "
            f"actor, with a probability of {score.value}. Between them they made {exchanges.value} exchanges "
            f"({span.value}){_aim(source, book)}.",
        ),
        Tiles((accounts, exchanges, score, span)),
        Paragraph(f"State: {told['state']}. {words.state(told['state'])}", strong=True),
        Paragraph("Why the software thinks so, the strongest first:"),
        Bullets(tuple(_reasons(source, book))),
        Paragraph("What speaks against it:"),
        Bullets(tuple(_doubts(source, book, redactor))),
        Paragraph("What to decide: whether these accounts are looked into further. This report bans nobody."),
    ]
    return Section("Summary", tuple(blocks))


def _successor(source: Source) -> list[Paragraph]:
    if not source.merged:
        return []
    now = source.detail.ring_id
    text = f"{source.detail.asked}, which was asked for, is no ring of its own now: it became {now}. This is {now}."
    return [Paragraph(text, strong=True)]


def _span(source: Source, redactor: Redactor) -> str:
    told = source.detail.properties
    first, last = told.get("first_seen"), told.get("last_seen")
    if redactor.rounds:
        months = dict.fromkeys((redactor.day(first), redactor.day(last)))
        return " to ".join(months)
    if first and last and (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def _aim(source: Source, book: Book) -> str:
    shares = _shares(source, "capability")
    if not shares or not shares[0][0]:
        return ""
    share = book.say("aim", f"share of {shares[0][0]}", percent(shares[0][1], sum(n for _, n in shares)), TRAFFIC)
    return f", {share} of them for {shares[0][0]}"


def _reasons(source: Source, book: Book) -> list[str]:
    found = [
        (family, value) for family, value in family_bits(source.detail.evidence) if value > 0 and family != "prior"
    ]
    return [
        f"{words.FAMILIES[family]} ({book.say(f'bits.{family}', f'evidence of {family}', bits(value), RING)} bits)"
        for family, value in found[:4]
    ]


def _doubts(source: Source, book: Book, redactor: Redactor) -> list[str]:
    near, cut = source.explanation.look_alike, source.explanation.cut
    doubts = []
    if near is not None:
        apart = book.say(
            "look_alike.distance",
            "distance of the closest look-alike, bits",
            f"{near.distance:.1f}",
            "rings/list_judged_groups",
        )
        name = redactor.other_ring(near.group.ring_id)
        doubts.append(f"{name} ({near.group.state}) resembles it most; the two are {apart} bits apart")
    if cut.sizes:
        count = book.say("cut.identifiers", "identifiers in the weakest cut", f"{len(cut.ties):,}", "rings/read_ties")
        doubts.append(f"without {count} of the shared identifiers it would fall into two parts")
    against = [term for term in source.detail.evidence if term["bits"] < 0 and term["kind"] != "prior"]
    doubts += [
        f"{words.kind(term['kind'])}: {redactor.text(term['note'])} ({bits(term['bits'])} bits)" for term in against[:3]
    ]
    return doubts or ["nothing that the software tested"]


def figures(source: Source, book: Book, redactor: Redactor) -> Section:
    """Volumes and shares."""
    told, members = source.detail.properties, source.members
    sure = sum(one.score >= 0.9 for one in members)
    days = len({row["day"] for row in source.detail.traffic})
    mean = told["exchanges"] / max(told["size"], 1) / max(days, 1)
    rows = [
        (
            "Tokens sent to the model",
            book.figure("input_tokens", "tokens sent", redactor.volume(told.get("input_tokens")), RING),
        ),
        (
            "Tokens answered",
            book.figure("output_tokens", "tokens answered", redactor.volume(told.get("output_tokens")), RING),
        ),
        ("Days with exchanges", book.figure("days", "days with exchanges", f"{days:,}", TRAFFIC)),
        (
            "Exchanges an account and day, on average",
            book.figure(
                "mean",
                "exchanges an account and day",
                redactor.volume(round(mean)) if redactor.rounds else f"{mean:.1f}",
                TRAFFIC,
            ),
        ),
        (
            "Members with a probability of 0.9 or more",
            book.figure("sure", "members at 0.9 or more", percent(sure, len(members)), MEMBERS),
        ),
    ]
    table = Table(
        "volumes", "Volumes", ("figure", "value"), tuple((name, one.value) for name, one in rows), RING, ("value",)
    )
    return Section("Figures", (table, *_share_tables(source, redactor)))


def _share_tables(source: Source, redactor: Redactor) -> list[Table]:
    tables = []
    for name, title in (("capability", "What was asked for"), ("model", "Which model answered")):
        shares = _shares(source, name)
        whole = sum(count for _, count in shares)
        rows = tuple((key or "unknown", redactor.volume(count), percent(count, whole)) for key, count in shares[:10])
        if rows:
            tables.append(Table(name, title, (name, "exchanges", "share"), rows, TRAFFIC, ("exchanges", "share")))
    return tables


def _shares(source: Source, column: str) -> list[tuple[str, int]]:
    """Exchanges by a column of the traffic, most first."""
    counts: dict[str, int] = defaultdict(int)
    row: dict[str, Any]
    for row in source.detail.traffic:
        counts[row[column]] += row["exchanges"]
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def families_told(source: Source) -> str:
    """The families that count, for a sentence."""
    return listed(sorted(source.detail.properties.get("families") or []))
