"""Verb: demo."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr, stdout
from app.cli.ring_tables import number, seen, strongest
from app.cli.root import cli
from app.settings import load_settings

JSON = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@cli.command("demo")
def demo(as_json: JSON = False) -> None:
    """Ingest the seed world, find its rings, and hold them against its truth."""
    from app.ingest.progress import bar
    from app.pipeline.demo import run_demo

    setup_logs()

    def tell(text: str) -> None:
        stderr.print(text, style="dim", highlight=False)

    with bar(stderr) as report:
        done = run_demo(load_settings(), tell, report)
    if as_json:
        emit_json(
            {
                "ingest": done.ingested.document,
                "run": done.detected.run_id,
                "evaluation": done.evaluation,
                "seconds": round(done.seconds, 3),
            }
        )
        return
    _print_found(done)
    _print_truth(done.evaluation)
    new = f"{done.ingested.exchanges:,} exchanges read now" if done.ingested.files else "nothing new to read"
    stdout.print(f"\n{new}; {done.detected.changed} rings changed; {done.seconds:.0f} s in all.", highlight=False)
    stdout.print(
        "Ask about them: `ringleader serve --open --port 8400`, then http://127.0.0.1:8400/graphql", highlight=False
    )


def _print_found(done: Any) -> None:
    right = ("accounts", "exchanges", "score")
    emit_table(
        f"Rings found as of {done.detected.as_of}",
        ("ring", *right, "first and last seen", "top evidence", "truth"),
        [
            (
                found.ring.ring_id,
                number(len(found.ring.accounts)),
                number(found.ring.totals.exchanges),
                f"{found.ring.group.score:.3f}",
                seen(found.ring.totals.first_seen, found.ring.totals.last_seen),
                strongest(found.ring.group.terms),
                _truth(found),
            )
            for found in done.matches
        ],
        right=right,
        keep=("ring", "first and last seen"),
    )


def _truth(found: Any) -> str:
    if found.false:
        return f"FALSE RING: {found.strangers} of {len(found.ring.accounts)} honest"
    return f"{found.truth_ring}" + (f", {found.strangers} honest" if found.strangers else "")


def _print_truth(evaluation: dict[str, Any]) -> None:
    right = ("accounts", "precision", "recall")
    emit_table(
        "The truth of the seed world",
        ("true ring", "operator", *right, "found as"),
        [
            (
                row["truth_ring"],
                row["operator"],
                number(row["size"]),
                _ratio(row["precision"]),
                _ratio(row["recall"]),
                row["found_as"] or "MISSED",
            )
            for row in evaluation["rings"]
        ],
        right=right,
        keep=("true ring", "found as"),
    )
    accounts = evaluation["accounts"]
    stdout.print(
        f"Accounts: precision {_ratio(accounts['precision'])}, recall {_ratio(accounts['recall'])}; "
        f"false rings: {evaluation['false_rings']}; rings that mix operators: {evaluation['mixed_rings']}; "
        f"innocents flagged per 100,000: {_ratio(evaluation['innocents_per_100k'])}",
        highlight=False,
    )


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
