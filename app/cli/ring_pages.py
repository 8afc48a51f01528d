"""What `ring` and `explain` print for people: one page each."""

from __future__ import annotations

from typing import Any

from app.cli.output import emit_table, stdout
from app.cli.ring_tables import by_family, number, phrase, seen, shorten
from app.pipeline.explain import Explanation
from app.rings.read import RingDetail


def print_line(text: str) -> None:
    """One line for people; ids and reasons are never markup."""
    stdout.print(text, markup=False, highlight=False, soft_wrap=True)


def print_ring(detail: RingDetail) -> None:
    """A ring: head, evidence, members, traffic, judgements."""
    told = detail.properties
    if detail.asked != detail.ring_id:
        print_line(f"{detail.asked} became {detail.ring_id}")
    print_line(
        f"{detail.ring_id}: {told['state']}, score {told['score']:.3f}, {number(told['size'])} accounts, "
        f"{number(told['exchanges'])} exchanges, {seen(told.get('first_seen'), told.get('last_seen'))}"
    )
    if told.get("reason"):
        print_line(told["reason"])
    _print_evidence(detail.evidence)
    _print_members(detail)
    _print_traffic(detail.traffic)
    for row in detail.judgements:
        gone = f", withdrawn {row['withdrawn_at']:%Y-%m-%d}" if row["withdrawn_at"] else ""
        print_line(f"{row['made_at']:%Y-%m-%d} {row['author']}: {row['verdict']} ({row['reason']}){gone}")


def _print_evidence(evidence: list[dict[str, Any]]) -> None:
    emit_table(
        "Evidence by family",
        ("family", "bits", "terms"),
        [(family, f"{bits:.1f}", count) for family, bits, count in by_family(evidence)],
        right=("bits", "terms"),
    )
    right = ("members", "degree", "bits")
    emit_table(
        "Strongest terms",
        ("family", "kind", "identifier or measure", *right),
        [
            (
                term["family"],
                term["kind"],
                shorten(term["identifier"], 40) if term["identifier"] else term["note"],
                term["members"] or "",
                term["degree"] or "",
                f"{term['bits']:.1f}",
            )
            for term in evidence[:15]
        ],
        right=right,
        keep=("family", "kind"),
    )


def _print_members(detail: RingDetail) -> None:
    right = ("score", "bits", "exchanges")
    emit_table(
        f"Members{f' (next page: --after {detail.after})' if detail.after else ''}",
        ("account", *right, "strongest evidence"),
        [
            (
                row["account_id"],
                f"{row['score']:.3f}",
                f"{row['bits']:.0f}",
                number(row["exchanges"]),
                phrase(row["evidence"][0]) if row["evidence"] else "",
            )
            for row in detail.members
        ],
        right=right,
        keep=("account",),
    )


def _print_traffic(rows: list[dict[str, Any]]) -> None:
    days: dict[Any, dict[str, int]] = {}
    for row in rows:
        counts = days.setdefault(row["day"], {})
        name = row["capability"] or "unknown"
        counts[name] = counts.get(name, 0) + row["exchanges"]
    capabilities = sorted({name for counts in days.values() for name in counts})
    emit_table(
        "Exchanges by day and capability",
        ("day", "all", *capabilities),
        [
            (day, number(sum(counts.values())), *(number(counts.get(name)) for name in capabilities))
            for day, counts in sorted(days.items())
        ],
        right=("all", *capabilities),
    )


def print_explanation(found: Explanation) -> None:
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


def explanation_document(found: Explanation) -> dict[str, Any]:
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


def ring_document(detail: RingDetail) -> dict[str, Any]:
    """A ring for programs."""
    families = by_family(detail.evidence)
    return {
        "id": detail.ring_id,
        **{key: value for key, value in detail.properties.items() if key != "ring_id"},
        "evidence": {
            "families": [{"family": name, "bits": round(bits, 2), "terms": count} for name, bits, count in families],
            "terms": detail.evidence,
        },
        "members": detail.members,
        "members_after": detail.after,
        "traffic": detail.traffic,
        "became": detail.heirs,
        "judgements": detail.judgements,
    }
