"""What `attribute` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.output import emit_table
from app.cli.ring_pages import print_line

if TYPE_CHECKING:
    from app.attribution.shifts import Moved
    from app.pipeline.attribution import Scored
    from app.pipeline.shifts import Shifts


def print_claim(claim: dict[str, Any]) -> None:
    """A claim: head, judgement, evidence, history."""
    part = "the ring" if claim["whole"] else f"{len(claim['members'])} accounts of the ring"
    print_line(
        f"{claim['id']}: {claim['operator_name']} {claim['role']} {part} {claim['ring_id']}; {claim['state']}"
        f"{'' if claim['in_force'] else ', not in force'}; TLP:{claim['tlp'].upper()}"
    )
    for one in claim["holds"]:
        if not one["own"]:
            part = f"all {one['size']}" if one["whole"] else f"{one['accounts']} of {one['size']}"
            print_line(f"Its ring became {one['ring_id']}: the claim holds for {part} accounts of it")
    print_line(f"Confidence {claim['confidence']:.2f} ({claim['words']}), {claim['bits']:+.1f} bits")
    print_line(f"Judgement of {claim['authors'][0]}: {claim['judgement']}")
    emit_table(
        "Evidence",
        ("item", "side", "family", "what", "source", "rated", "moves", "without"),
        [
            (
                item["item"],
                "retracted" if item["retracted_by"] else "against" if item["against"] else "for",
                item["family"],
                f"{item['kind']}: {item['text']}",
                item["source"],
                f"{item['reliability']}{item['credibility']}",
                f"{item['moves_bits']:+.2f}",
                f"{item['confidence_without']:.2f}",
            )
            for item in claim["evidence"]
        ],
        right=("moves", "without"),
    )
    for event in claim["history"]:
        print_line(f"{event['at']:%Y-%m-%d %H:%M} {event['by']} {event['what']}: {event['reason']}")


def print_shifts(shifts: Shifts) -> None:
    """Alerts, then change points and releases as tables."""
    alerts = shifts.alerts()
    print_line(f"{shifts.ring_id}: {shifts.accounts} accounts, {len(alerts)} alerts")
    for alert in alerts:
        print_line(f"{alert['kind'].replace('_', ' ')}: {alert['text']}")
    rows = [
        (c.day, c.dimension, f"{c.effect:.2f}", m.value or "unknown", *_shares(m))
        for c in shifts.changes
        for m in c.moved[:3]
    ]
    emit_table(
        "Change points",
        ("from", "mix", "effect", "value", "ring", "everybody"),
        rows,
        right=("effect", "ring", "everybody"),
    )
    emit_table(
        "New models",
        ("released", "model", "verdict", "ring", "everybody", "accounts moved", "of everybody's", "chance"),
        [
            (
                r.released,
                r.model,
                r.verdict,
                f"{r.ring_share:.0%}",
                f"{r.everybody_share:.0%}",
                f"{r.movers} of {r.accounts}",
                f"{r.everybody_movers} of {r.everybody_accounts}",
                f"{r.chance:.1g}",
            )
            for r in shifts.releases
        ],
        right=("ring", "everybody", "chance"),
    )


def _shares(moved: Moved) -> tuple[str, str]:
    everybody = f"{moved.everybody_before:.0%} -> {moved.everybody_after:.0%}"
    return f"{moved.before:.0%} -> {moved.after:.0%}", everybody


def print_scores(scored: Scored) -> None:
    """A ring against operators: the table of hypotheses, then the waterfall of the best."""
    print_line(f"{scored.ring_id}: {scored.accounts} accounts, run {scored.run_id}. Hypotheses, not attributions.")
    rows = [(s.name, f"{s.probability:.2f}", f"{s.bits:+.1f}", s.support) for s in scored.scores]
    emit_table(
        "Scores", ("operator", "share of belief", "bits", "learned from"), rows, right=("share of belief", "bits")
    )
    for score in scored.scores:
        if score.terms:
            emit_table(
                score.name,
                ("family", "kind", "what they have in common", "bits", "counted"),
                [(t.family, t.kind, t.note, f"{t.bits:+.2f}", f"{t.counted:+.2f}") for t in score.terms],
                right=("bits", "counted"),
            )
    for note in scored.weak:
        print_line(f"Weak, no bits: {note}")
