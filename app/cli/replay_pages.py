"""What `replay` prints: the gap of each ring, when each family of evidence came in, two detectors side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from app.cli.output import emit_table, stdout
from app.cli.ring_tables import number

if TYPE_CHECKING:
    from app.pipeline.gap import Hourly, ReplayedRing
    from app.pipeline.replay import Compared, Replayed

MOST_DRAWN: Final = 8


def document(done: Replayed) -> dict[str, Any]:
    """The JSON document; other programs rely on the first six keys of a ring."""
    told: dict[str, Any] = {
        "rings": [_ring(ring) for ring in done.rings],
        "closings": list(done.closings),
        "ingest_seconds": round(done.ingest_seconds, 3),
        "detect_seconds": round(sum(done.detect_seconds), 3),
    }
    if done.compared:
        told["compared"] = [
            {"product": _side(pair.one), "detector": _side(pair.other), "gap_change": _change(pair)}
            for pair in done.compared
        ]
    return told


def _ring(ring: ReplayedRing) -> dict[str, Any]:
    return {
        **_side_of(ring),
        "share_before_flag": _share(ring),
        "input_tokens_before_flag": ring.before.input_tokens,
        "output_tokens_before_flag": ring.before.output_tokens,
        "input_tokens_total": ring.total.input_tokens,
        "output_tokens_total": ring.total.output_tokens,
        "evidence": [
            {
                "family": each.family,
                "present_on": each.present_on,
                "sufficient_on": each.sufficient_on,
                "exchanges_by_then": ring.captured_by(each.sufficient_on),
            }
            for each in ring.evidence
        ],
        "hourly": _hourly(ring.hourly),
        "days": [{"day": day, "exchanges": exchanges} for day, exchanges in ring.days],
    }


def _side_of(ring: ReplayedRing) -> dict[str, Any]:
    return {
        "id": ring.ring_id,
        "first_exchange": ring.first_exchange,
        "flagged_on": ring.flagged_on,
        "exchanges_before_flag": ring.before.exchanges,
        "exchanges_total": ring.total.exchanges,
        "accounts": len(ring.accounts),
    }


def _side(ring: ReplayedRing | None) -> dict[str, Any] | None:
    return None if ring is None else _side_of(ring)


def _hourly(found: Hourly | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "not_before": found.not_before,
        "exchanges_saved_at_most": found.saved.exchanges,
        "input_tokens_saved_at_most": found.saved.input_tokens,
        "output_tokens_saved_at_most": found.saved.output_tokens,
    }


def _share(ring: ReplayedRing) -> float | None:
    return round(ring.before.exchanges / ring.total.exchanges, 6) if ring.total.exchanges else None


def _change(pair: Compared) -> int | None:
    """Exchanges that the other detector let pass more (or, below 0, fewer) before its flag; same accounts."""
    if pair.one is None or pair.other is None:
        return None
    return pair.other.before.exchanges - pair.one.before.exchanges


def print_replay(done: Replayed) -> None:
    """Tables for people."""
    _print_gap(done.rings)
    _print_evidence(done.rings)
    if done.compared:
        _print_compared(done.compared)
    spent = sum(done.detect_seconds)
    stdout.print(
        f"{len(done.closings)} closings: {spent:.1f} s; ingestion {done.ingest_seconds:.1f} s.", highlight=False
    )


def _print_gap(rings: Sequence[ReplayedRing]) -> None:
    right = ("accounts", "before flag", "tokens", "in all", "share", "hourly saves <=")
    emit_table(
        f"{len(rings)} rings, day by day: what they had captured when they were flagged",
        ("ring", "first exchange", "flagged on", *right),
        [
            (
                ring.ring_id,
                ring.first_exchange,
                ring.flagged_on or "never",
                number(len(ring.accounts)),
                number(ring.before.exchanges),
                number(ring.before.input_tokens + ring.before.output_tokens),
                number(ring.total.exchanges),
                "" if (share := _share(ring)) is None else f"{share:.1%}",
                number(ring.hourly.saved.exchanges) if ring.hourly else "",
            )
            for ring in rings
        ],
        right=right,
        keep=("ring", "first exchange", "flagged on"),
    )


def _print_evidence(rings: Sequence[ReplayedRing]) -> None:
    rows = [
        (ring.ring_id, each.family, each.present_on, each.sufficient_on or "not by itself", _number(ring, each))
        for ring in rings
        if ring.flagged_on
        for each in ring.evidence
    ]
    if rows:
        columns = ("ring", "evidence", "present on", "would have sufficed on", "exchanges by then")
        emit_table("When evidence came in", columns, rows, right=columns[-1:], keep=columns[:4])


def _number(ring: ReplayedRing, each: Any) -> str:
    by_then = ring.captured_by(each.sufficient_on)
    return "" if by_then is None else number(by_then)


def _print_compared(pairs: Sequence[Compared]) -> None:
    right = ("before flag ", "before flag", "change")
    emit_table(
        "The product's detector and the other one, on the same accounts",
        ("ring", "flagged on", right[0], "other flagged on", right[1], right[2]),
        [
            (
                (pair.one or pair.other).ring_id,  # type: ignore[union-attr]
                *_cells(pair.one),
                *_cells(pair.other),
                "" if (change := _change(pair)) is None else f"{change:+,}",
            )
            for pair in pairs
        ],
        right=right,
        keep=("ring", "flagged on", "other flagged on"),
    )


def _cells(ring: ReplayedRing | None) -> tuple[str, str]:
    if ring is None:
        return "not listed", ""
    return str(ring.flagged_on or "never"), number(ring.before.exchanges)


def drawn(done: Replayed) -> str:
    """The flagged rings with most exchanges as SVG."""
    from app.exports.gap_chart import GapPanel, gap_chart
    from app.pipeline.gap import gap_of

    flagged = sorted((r for r in done.rings if r.flagged_on), key=lambda r: (-r.total.exchanges, r.ring_id))
    return gap_chart([GapPanel.of(ring.ring_id, gap_of(ring, done.closings)) for ring in flagged[:MOST_DRAWN]])
