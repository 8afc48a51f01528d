"""What `explain` prints, for people and for programs: a pair of accounts, one account in its ring, a ring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.cli.output import emit_table
from app.cli.ring_pages import print_evidence, print_line, standing_document
from app.cli.ring_tables import by_family, family_of, number, phrase, shorten
from app.pipeline.explain import Explanation
from app.rings.explanation.explained import AccountExplanation, RingExplanation
from app.rings.explanation.ties import WeakestCut
from app.rings.store.look_alike import LookAlike


@dataclass(frozen=True, slots=True)
class Page:
    """One explanation: for programs, and how to show it to people."""

    document: dict[str, Any]
    show: Callable[[], None]


def of_pair(found: Explanation) -> Page:
    """Why two accounts are, or are not, linked."""
    return Page(_pair_document(found), partial(_print_pair, found))


def of_account(found: AccountExplanation) -> Page:
    """Why an account is in its ring."""
    return Page(_account_document(found), partial(_print_account, found))


def of_ring(found: RingExplanation) -> Page:
    """Why a ring is one."""
    return Page(_ring_document(found), partial(_print_ring, found))


def _print_pair(found: Explanation) -> None:
    """A pair: the waterfall with its running sum, then the rings of both."""
    fall = found.waterfall
    running, rows = 0.0, []
    for term in fall.terms:
        running += term.counted
        numbers = (number(term.degree), f"{term.rarity:.1f}", f"{term.counted:+.1f}", f"{running:.1f}")
        rows.append((term.family, term.kind, shorten(term.identifier, 34), *numbers))
    first, second = (row["account_id"] for row in found.accounts)
    right = ("accounts", "rarity", "counts", "sum")
    emit_table(
        f"{first} and {second} share",
        ("family", "kind", "identifier", *right),
        rows,
        right=right,
        keep=("family", "kind"),
    )
    verdict = "linked" if fall.linked else "not linked by this alone"
    print_line(f"{fall.bits:.1f} bits; {fall.threshold:.0f} link a pair among {fall.population:,} accounts: {verdict}")
    for cited in found.composites:
        print_line(f"Both cite {phrase(cited, 60)}; {cited['degree']} accounts have both")
    for row in found.accounts:
        ring = f"{row['ring_id']} ({row['state']}), score {row['score']:.3f}" if row["ring_id"] else "in no group"
        print_line(f"{row['account_id']}: {ring}, {row['exchanges']:,} exchanges")


def _pair_document(found: Explanation) -> dict[str, Any]:
    """The same for programs."""
    fall = found.waterfall
    hidden = ("evidence", "population")
    return {
        "accounts": [{key: value for key, value in row.items() if key not in hidden} for row in found.accounts],
        "same_ring": found.same_ring,
        "bits": fall.bits,
        "threshold": fall.threshold,
        "linked": fall.linked,
        "population": fall.population,
        "families": fall.families(),
        "terms": [
            {
                "family": term.family,
                "kind": term.kind,
                "identifier": term.identifier,
                "degree": term.degree,
                "rarity": term.rarity,
                "counted": term.counted,
            }
            for term in fall.terms
        ],
        "composites": list(found.composites),
    }


def _print_account(found: AccountExplanation) -> None:
    """One account: its ring, its waterfall, how far from the edge, what it would leave without."""
    told = found.account
    if told["ring_id"] is None:
        print_line(f"{found.account_id} is in no group, {told['exchanges']:,} exchanges")
        return
    if found.asked and found.asked != told["ring_id"]:
        print_line(f"{found.account_id} is not in {found.asked}")
    print_line(
        f"{found.account_id} is in {told['ring_id']} ({told['state']}, {told['size']:,} accounts), "
        f"score {told['score']:.3f}, {told['exchanges']:,} exchanges"
    )
    running, rows = 0.0, []
    for term in found.evidence:
        running += term["bits"]
        what = shorten(term["identifier"], 34) if term["identifier"] else term["note"]
        numbers = (term["members"] or "", term["degree"] or "", f"{term['bits']:+.1f}", f"{running:.1f}")
        rows.append((family_of(term), term["kind"], what, *numbers))
    right = ("members", "degree", "bits", "sum")
    emit_table("Why it is in", ("family", "kind", "identifier", *right), rows, right=right, keep=("family", "kind"))
    edge = found.standing
    if edge is None:
        print_line("A person's verdict holds it in, no evidence of its own")
        return
    print_line(
        f"{edge.margin:.1f} bits from the edge (rule: {edge.rule}; {found.threshold} bits and two families belong)"
    )
    print_line(
        f"It would leave without: {', '.join(phrase(term, 40) for term in edge.leaves_without) or 'anything more'}"
    )


def _account_document(found: AccountExplanation) -> dict[str, Any]:
    """The same for programs."""
    told = {key: value for key, value in found.account.items() if key != "evidence"}
    evidence = list(found.evidence)
    return {
        **told,
        "asked": found.asked,
        "in_asked": found.asked is None or found.asked == told["ring_id"],
        **standing_document(evidence, told["bits"] or 0.0),
        "terms": evidence,
    }


def _print_ring(found: RingExplanation) -> None:
    """A ring: its evidence, its closest honest look-alike, its weakest cut."""
    told = found.properties
    print_line(f"{found.ring_id}: {told['state']}, score {told['score']:.3f}, {number(told['size'])} accounts")
    print_evidence(list(found.evidence))
    _print_look_alike(found.look_alike)
    _print_cut(found.cut)


def _print_look_alike(near: LookAlike | None) -> None:
    if near is None:
        print_line("No honest look-alike: no group was judged benign, contained or a mere candidate")
        return
    group = near.group
    right = ("ring", "look-alike", "everybody", "bits", "its bits")
    emit_table(
        f"Closest honest look-alike: {group.ring_id}, {group.state}, {number(group.size)} accounts",
        ("family", "test", *right),
        [
            (
                row.family,
                f"{row.test} {row.figure}".replace("_", " ").strip(),
                *(_figure(value) for value in (row.ring, row.look_alike, row.population)),
                f"{row.ring_bits:+.1f}",
                f"{row.look_alike_bits:+.1f}",
            )
            for row in near.tests
        ],
        right=right,
        keep=("family", "test"),
    )
    print_line(f"{near.distance:.1f} bits apart{f'; {group.reason}' if group.reason else ''}")


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _print_cut(cut: WeakestCut) -> None:
    if not cut.sizes:
        print_line(f"Weakest cut: too few of the {number(cut.members)} members share identifiers to speak of parts")
        return
    parts = " and ".join(number(size) for size in cut.sizes)
    if not cut.ties:
        print_line(f"Weakest cut: none needed. Nothing shared holds parts of {parts} together, only what they do")
        return
    emit_table(
        f"Weakest cut: {len(cut.ties)} of {number(cut.considered)}",
        ("kind", "identifier", "members", "degree"),
        [(t.kind, shorten(t.identifier, 50), number(len(t.holders)), number(t.degree)) for t in cut.ties[:15]],
        right=("members", "degree"),
        keep=("kind",),
    )
    more = f"{len(cut.ties) - 15} more. " if len(cut.ties) > 15 else ""
    loose = f"; {number(cut.loose)} members share nothing" if cut.loose else ""
    sure = "a smaller cut may exist" if cut.approximated else "no smaller cut exists"
    print_line(f"{more}Without these identifiers the ring falls into parts of {parts} members; {sure}{loose}")


def _ring_document(found: RingExplanation) -> dict[str, Any]:
    """The same for programs."""
    families = by_family(found.evidence)
    return {
        "id": found.ring_id,
        **{
            name: found.properties[name]
            for name in ("state", "score", "size", "bits", "reason")
            if name in found.properties
        },
        "families": [{"family": name, "bits": round(bits, 2), "terms": count} for name, bits, count in families],
        "terms": list(found.evidence),
        "look_alike": _look_alike_document(found.look_alike) if found.look_alike else None,
        "weakest_cut": _cut_document(found.cut),
    }


def _look_alike_document(near: LookAlike) -> dict[str, Any]:
    group = near.group
    return {
        "ring": {"id": group.ring_id, "state": group.state, "size": group.size, "reason": group.reason},
        "distance": near.distance,
        "tests": [
            {
                "family": row.family,
                "test": row.test,
                "figure": row.figure,
                "ring": row.ring,
                "look_alike": row.look_alike,
                "population": row.population,
                "ring_bits": row.ring_bits,
                "look_alike_bits": row.look_alike_bits,
                "note": row.note,
                "look_alike_note": row.look_alike_note,
            }
            for row in near.tests
        ],
    }


def _cut_document(cut: WeakestCut) -> dict[str, Any]:
    ties = [
        {"kind": tie.kind, "identifier": tie.identifier, "members": len(tie.holders), "degree": tie.degree}
        for tie in cut.ties
    ]
    return {
        "identifiers": ties,
        "part_sizes": list(cut.sizes),
        "considered": cut.considered,
        "loose": cut.loose,
        "approximated": cut.approximated,
    }
