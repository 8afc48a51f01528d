"""Timeline, ring picture, evidence and doubts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from app.exports.dossier import charts, words
from app.exports.dossier.document import NOTHING, Book, Paragraph, Picture, Section, Table, bits, number, percent
from app.exports.dossier.redact import Redactor
from app.exports.dossier.source import Source
from app.model.detection import PRIOR
from app.rings.explanation.ties import WeakestCut
from app.rings.store.look_alike import LookAlike

RING, MEMBERS, TRAFFIC = "rings/read_ring", "rings/list_members", "rings/list_traffic"
LOOK_ALIKE, TIES = "rings/list_judged_groups", "rings/read_ties"
MOST_BONDS: Final = 10
A_FAMILY: Final = 3
"""Shared identifiers of one family in the picture."""


def family_bits(terms: Sequence[dict[str, Any]]) -> list[tuple[str, float]]:
    """Bits by family, most first; the odds before any evidence count as `prior`."""
    found: dict[str, float] = defaultdict(float)
    for term in terms:
        found[PRIOR if term["kind"] == PRIOR else str(term["family"])] += term["bits"]
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def timeline(source: Source, redactor: Redactor) -> Section:
    """Exchanges by day and capability, by week where days are not told."""
    totals: dict[str, int] = defaultdict(int)
    days: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in source.detail.traffic:
        name = row["capability"] or "unknown"
        totals[name] += row["exchanges"]
        monday = row["day"] - timedelta(days=row["day"].weekday())
        days[monday if redactor.rounds else row["day"]][name] += row["exchanges"]
    if not days:
        return Section("Timeline", (Paragraph("Nothing was exchanged."),))
    names = sorted(totals, key=lambda name: (-totals[name], name))
    if len(names) > len(charts.COLOURS):
        names = [*names[: len(charts.COLOURS) - 1], "other"]
    filled = [
        (one, _folded(days.get(one, {}), names)) for one in _every(min(days), max(days), 7 if redactor.rounds else 1)
    ]
    unit = "week" if redactor.rounds else "day"
    rows = tuple(
        (
            one.isoformat(),
            redactor.volume(sum(parts.values())),
            *(redactor.volume(parts.get(name, 0)) for name in names),
        )
        for one, parts in filled
    )
    table = Table("timeline", f"Exchanges by {unit}", (unit, "all", *names), rows, TRAFFIC, ("all", *names))
    drawn = [(f"{one:%m-%d}", {name: redactor.count(n) for name, n in parts.items()}) for one, parts in filled]
    drawing = charts.timeline(drawn, names)
    return Section("Timeline", (Picture(drawing, f"Exchanges by {unit} and capability", table),))


def _every(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


def _folded(parts: dict[str, int], names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for name, count in parts.items():
        found[name if name in names else "other"] += count
    return found


def picture(source: Source, redactor: Redactor) -> Section:
    """What the members share, as a drawing."""
    size = source.detail.properties["size"]
    chosen = _telling(source.detail.evidence)
    if not chosen:
        return Section("What the accounts share", (Paragraph("No identifier that many members share is on record."),))
    bonds = [
        charts.Bond(
            family=str(term["family"]),
            label=f"{words.kind(term['kind'])} {redactor.identifier(term['kind'], term['identifier'])}",
            members=term["members"],
            degree=_share(term, size, redactor),
        )
        for term in chosen
    ]
    rows = tuple((bond.family, bond.label, bond.degree) for bond in bonds)
    table = Table("shared", "Shared identifiers", ("family", "identifier", "members"), rows, RING)
    drawing = charts.ring_picture(redactor.volume(size).removeprefix("about "), size, bonds)
    caption = "What most members share. The thicker the band, the more of them share it"
    return Section("What the accounts share", (Picture(drawing, caption, table),))


def _telling(terms: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The most widely shared identifiers, a few of each family."""
    named = [term for term in terms if term["identifier"] and term["members"] > 1]
    ordered = sorted(named, key=lambda term: (-term["members"], term["kind"], term["identifier"]))
    taken: dict[str, int] = defaultdict(int)
    chosen = []
    for term in ordered:
        taken[term["family"]] += 1
        if taken[term["family"]] <= A_FAMILY:
            chosen.append(term)
    return chosen[:MOST_BONDS]


def _share(term: dict[str, Any], size: int, redactor: Redactor) -> str:
    if redactor.rounds:
        return f"{percent(term['members'], size)} of the members"
    return f"{number(term['members'])} of {number(size)} members; {number(term['degree'])} accounts in all"


def evidence(source: Source, redactor: Redactor) -> Section:
    """The waterfall of bits, and every test with its words."""
    families = family_bits(source.detail.evidence)
    steps = [step for step in families if step[0] == PRIOR] + [step for step in families if step[0] != PRIOR]
    rows = tuple((name, words.FAMILIES.get(name, ""), bits(value)) for name, value in steps)
    table = Table("families", "Evidence by family", ("family", "it means that", "bits"), rows, RING, ("bits",))
    tests = [term for term in source.detail.evidence if not term["identifier"] and term["kind"] != PRIOR]
    lines = tuple(
        (term["family"], words.kind(term["kind"]), redactor.text(term["note"]), bits(term["bits"])) for term in tests
    )
    told = Table("tests", "Each test", ("family", "test", "what was found", "bits"), lines, RING, ("bits",))
    intro = "One bit more doubles the odds that one actor runs the group. They start low: most groups are innocent."
    return Section(
        "Evidence", (Paragraph(intro), Picture(charts.waterfall(steps), "From the odds before to the sum", table), told)
    )


def certainty(source: Source, book: Book, redactor: Redactor) -> Section:
    """How sure it is of the ring and of each member."""
    members = source.members
    bands = (("0.99 and more", 0.99, 1.01), ("0.9 to 0.99", 0.9, 0.99), ("below 0.9", -0.01, 0.9))
    rows = tuple((name, redactor.volume(sum(low <= one.score < high for one in members))) for name, low, high in bands)
    margins = sorted(one.standing.margin for one in members if one.standing)
    near = sum(margin < 3 for margin in margins)
    middle = margins[len(margins) // 2] if margins else None
    median = book.say(
        "margin.median", "median margin of a member, bits", NOTHING if middle is None else f"{middle:.1f}", MEMBERS
    )
    close = book.say("margin.near", "members less than 3 bits from the edge", redactor.volume(near), MEMBERS)
    held = book.say(
        "margin.none",
        "members held in by a person's verdict alone",
        redactor.volume(len(members) - len(margins)),
        MEMBERS,
    )
    blocks: list[Any] = [
        Table("certainty", "Members by probability", ("probability", "members"), rows, MEMBERS, ("members",)),
        Paragraph(
            f"Half of the members could lose {median} bits of evidence and still belong; {close} are closer than 3 "
            f"bits to the edge; {held} are in by a person's verdict alone."
        ),
    ]
    if source.lacked:
        blocks.append(Paragraph(f"Evidence that the data lacked: {', '.join(source.lacked)}."))
    return Section("How sure, and why", tuple(blocks))


def against(source: Source, redactor: Redactor) -> Section:
    """The closest honest look-alike, the weakest cut, and what people said."""
    blocks = [*_look_alike(source.explanation.look_alike, redactor), *_cut(source.explanation.cut, redactor)]
    said = tuple(
        (
            row["made_at"].date().isoformat(),
            row["author"] if redactor.internal else "an investigator",
            row["verdict"] + (" (withdrawn)" if row["withdrawn_at"] else ""),
            row["reason"] if redactor.internal else NOTHING,
        )
        for row in sorted(source.detail.judgements, key=lambda row: (row["made_at"], row["judgement_id"]))
    )
    if said:
        blocks.append(Table("judgements", "What people decided", ("day", "who", "verdict", "why"), said, RING))
    else:
        blocks.append(Paragraph("No person has judged this ring yet."))
    return Section("What speaks against it", tuple(blocks))


def _look_alike(near: LookAlike | None, redactor: Redactor) -> list[Any]:
    if near is None:
        return [Paragraph("No honest group was tested to compare with.")]
    group = near.group
    name = redactor.other_ring(group.ring_id)
    best = {(row.family, row.test): row for row in reversed(near.tests)}
    rows = tuple(
        (
            row.family,
            words.kind(row.test),
            bits(row.ring_bits),
            bits(row.look_alike_bits),
            redactor.text(row.look_alike_note) or NOTHING,
        )
        for row in sorted(
            best.values(), key=lambda row: (-abs(row.ring_bits - row.look_alike_bits), row.family, row.test)
        )
    )
    why = f": {redactor.text(group.reason)}" if group.reason and redactor.internal else ""
    columns = ("family", "test", "ring", "look-alike", "of the look-alike")
    return [
        Paragraph(
            f"The closest honest look-alike is {name}, {group.state}, with {redactor.volume(group.size)} accounts{why}"
            ". Where the two differ most comes first."
        ),
        Table(
            "look_alike",
            "The ring and its closest honest look-alike, bits",
            columns,
            rows,
            LOOK_ALIKE,
            ("ring", "look-alike"),
        ),
    ]


def _cut(cut: WeakestCut, redactor: Redactor) -> list[Any]:
    if not cut.sizes:
        return [Paragraph("Too few members share identifiers to say what holds the ring together.")]
    parts = " and ".join(redactor.volume(size) for size in cut.sizes)
    if not cut.ties:
        return [Paragraph(f"Nothing shared holds parts of {parts} members together, only what they do.")]
    rows = tuple(
        (
            words.kind(tie.kind),
            redactor.identifier(tie.kind, tie.identifier),
            redactor.volume(len(tie.holders)),
            redactor.volume(tie.degree),
        )
        for tie in cut.ties[:12]
    )
    sure = "A smaller set may exist" if cut.approximated else "No smaller set does that"
    more = f"; the first {len(rows)} of them" if len(cut.ties) > len(rows) else ""
    without = f"Without {len(cut.ties):,} of {cut.considered:,} shared identifiers"
    text = f"{without} it would fall into parts of {parts} members. {sure}."
    columns = ("kind", "identifier", "members", "accounts in all")
    return [Paragraph(text), Table("cut", f"The weakest cut{more}", columns, rows, TIES, columns[2:])]
