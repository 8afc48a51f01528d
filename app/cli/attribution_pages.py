"""What `attribute` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.output import emit_table
from app.cli.ring_pages import print_line

if TYPE_CHECKING:
    from app.pipeline.attribution import Scored


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
