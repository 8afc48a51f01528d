"""What `ring` prints: a page for people, a document for programs."""

from __future__ import annotations

import json
from typing import Any

from app.cli.output import emit_table, stdout
from app.cli.ring_tables import by_family, family_of, number, phrase, seen, shorten
from app.model.gap import Gap, gap_from
from app.rings.explanation.standing import standing
from app.rings.store.read import RingDetail


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
    if told.get("gap"):
        print_line(_gap(gap_from(told["gap"])))
    print_evidence(detail.evidence)
    _print_members(detail)
    _print_traffic(detail.traffic)
    for row in detail.judgements:
        gone = f", withdrawn {row['withdrawn_at']:%Y-%m-%d}" if row["withdrawn_at"] else ""
        print_line(f"{row['made_at']:%Y-%m-%d} {row['author']}: {row['verdict']} ({row['reason']}){gone}")


def _gap(gap: Gap) -> str:
    """The line of the replay that was kept last."""
    flag = f"flagged on {gap.flagged_on}" if gap.flagged_on else "never flagged"
    return (
        f"Replayed up to {gap.until}: first exchange {gap.first_exchange or 'never'}, {flag}, "
        f"{number(gap.exchanges_before)} of {number(gap.exchanges)} exchanges captured by then"
    )


def print_evidence(evidence: list[dict[str, Any]]) -> None:
    """Bits by family, then the strongest terms."""
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
                family_of(term),
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
    right = ("score", "bits", "margin", "exchanges")
    emit_table(
        f"Members{f' (next page: --after {detail.after})' if detail.after else ''}",
        ("account", *right, "strongest evidence"),
        [
            (
                row["account_id"],
                f"{row['score']:.3f}",
                f"{row['bits']:.0f}",
                f"{found.margin:.1f}" if (found := standing(row["evidence"], row["bits"])) else "",
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


def ring_document(detail: RingDetail) -> dict[str, Any]:
    """A ring for programs."""
    families = by_family(detail.evidence)
    return {
        "id": detail.ring_id,
        **{key: value for key, value in detail.properties.items() if key not in ("ring_id", "gap")},
        "gap": json.loads(detail.properties["gap"]) if detail.properties.get("gap") else None,
        "evidence": {
            "families": [{"family": name, "bits": round(bits, 2), "terms": count} for name, bits, count in families],
            "terms": detail.evidence,
        },
        "members": [{**row, **standing_document(row["evidence"], row["bits"])} for row in detail.members],
        "members_after": detail.after,
        "traffic": detail.traffic,
        "became": detail.heirs,
        "judgements": detail.judgements,
    }


def standing_document(evidence: list[dict[str, Any]], bits: float) -> dict[str, Any]:
    """How far a member is from the edge; nulls for one that only a person's verdict holds in."""
    found = standing(evidence, bits)
    return {
        "margin_bits": found.margin if found else None,
        "edge": found.rule if found else None,
        "leaves_without": [term["family"] for term in found.leaves_without] if found else [],
    }
