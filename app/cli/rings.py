"""Verbs about rings: detect, rings, ring, explain, judge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from app.cli.audit import recorded, told_subject
from app.cli.output import emit_json, emit_table, setup_logs, stderr, stdout
from app.cli.ring_tables import number, ring_row, seen, strongest
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

DAY = ["%Y-%m-%d"]
JSON = typer.Option(False, "--json", help="One JSON document on stdout.")


@cli.command("detect")
def detect(
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=DAY, help="Last day to look at; a past day writes nothing.")
    ] = None,
    as_json: bool = JSON,
) -> None:
    """Find rings in what was ingested, and write them to the graph."""
    from app.pipeline import run_detect

    setup_logs()
    with stderr.status("detecting") as status:
        summary = run_detect(load_settings(), as_of.date() if as_of else None, status.update)
    rings = [flagged_ring(ring) for ring in summary.flagged]
    if as_json:
        emit_json({"rings": rings, "seconds": round(summary.seconds, 3)})
        return
    emit_table(
        f"{len(rings)} rings as of {summary.as_of or 'no data'}",
        ("ring", "accounts", "exchanges", "score", "first and last seen", "families"),
        [
            (
                ring["id"],
                number(ring["size"]),
                number(ring["exchanges"]),
                f"{ring['score']:.3f}",
                seen(ring["first_seen"], ring["last_seen"]),
                " ".join(ring["families"]),
            )
            for ring in rings
        ],
        right=("accounts", "exchanges", "score"),
        keep=("ring", "state", "first and last seen"),
    )
    written = f"run {summary.run_id}, {summary.changed} changed" if summary.run_id else "a past day: nothing written"
    others = len(summary.rings) - len(rings)
    stdout.print(f"{others} other groups (`ringleader rings --state all`); {written}; {summary.seconds:.1f} s")
    if summary.lacked:
        stdout.print(f"Evidence that the data lacked: {', '.join(summary.lacked)}")


def flagged_ring(ring: Any) -> dict[str, Any]:
    """One ring as `detect --json` promises it."""
    return {
        "id": ring.ring_id,
        "size": len(ring.group.members),
        "score": round(float(ring.group.score), 9),
        "exchanges": ring.totals.exchanges,
        "first_seen": ring.totals.first_seen,
        "last_seen": ring.totals.last_seen,
        "families": sorted(ring.group.families),
    }


@cli.command("rings")
def rings(
    state: Annotated[
        list[str] | None,
        typer.Option(help="flagged and confirmed unless given; candidate, contained-suspect, benign, reversed, all."),
    ] = None,
    limit: int = typer.Option(50, "--limit", min=1, max=10_000),
    as_json: bool = JSON,
) -> None:
    """List rings, highest score first."""
    from app.graph import open_store
    from app.rings.store.read import list_rings, parse_states

    setup_logs()
    states = parse_states(state or ["flagged", "confirmed"])
    with open_store(load_settings()) as store:
        rows = list_rings(store, states, limit)
    if as_json:
        emit_json({"rings": [ring_row(row) for row in rows]})
        return
    emit_table(
        f"{len(rows)} rings",
        ("ring", "state", "accounts", "exchanges", "score", "first and last seen", "top evidence"),
        [
            (
                row["ring_id"],
                row["state"],
                number(row["size"]),
                number(row["exchanges"]),
                f"{row['score']:.3f}",
                seen(row["first_seen"], row["last_seen"]),
                strongest(row["evidence"]) or row["reason"],
            )
            for row in rows
        ],
        right=("accounts", "exchanges", "score"),
        keep=("ring", "state", "first and last seen"),
    )


@cli.command("ring")
def ring(
    ring_id: str = typer.Argument(metavar="ID", help="A ring's id; an old id resolves to what it became."),
    first: int = typer.Option(25, "--first", min=1, max=10_000, help="Members on this page."),
    after: str = typer.Option("", "--after", help="Account id after which the page starts."),
    as_json: bool = JSON,
) -> None:
    """Show one ring: members, evidence by family in bits, shared identifiers, traffic."""
    from app.cli.ring_pages import print_ring, ring_document
    from app.graph import open_store
    from app.rings.store.read import read_ring

    setup_logs()
    with open_store(load_settings()) as store:
        detail = read_ring(store, ring_id, first=first, after=after)
    if as_json:
        emit_json(ring_document(detail))
    else:
        print_ring(detail)


@cli.command("explain")
def explain(
    subject: Annotated[
        list[str], typer.Argument(metavar="SUBJECT", help="ACCOUNT ACCOUNT, or ACCOUNT, or RING, or RING ACCOUNT.")
    ],
    as_json: bool = JSON,
) -> None:
    """Explain, in bits: why two accounts are linked, why an account is in its ring, or why a ring is one.

    Of a ring also its closest honest look-alike and its weakest cut: the fewest shared identifiers that hold it.
    """
    from app.cli import explain_pages as pages
    from app.graph import open_store
    from app.pipeline.explain import explain as explain_pair
    from app.rings.explanation.explained import explain_account, explain_ring
    from app.rings.review.subjects import is_ring_id

    setup_logs()
    if len(subject) > 2:
        raise UsageError("explain takes two accounts, an account, a ring, or a ring and an account")
    first, last = subject[0], subject[-1]
    with open_store(load_settings()) as store:
        if len(subject) == 2 and not is_ring_id(first):
            page = pages.of_pair(explain_pair(store, first, last))
        elif len(subject) == 1 and is_ring_id(first):
            page = pages.of_ring(explain_ring(store, first))
        else:
            page = pages.of_account(explain_account(store, last, first if len(subject) == 2 else None))
    if as_json:
        emit_json(page.document)
    else:
        page.show()


@cli.command("judge")
def judge(
    subject: Annotated[
        list[str],
        typer.Argument(metavar="SUBJECT", help="A ring id, or account ids, or an identifier as KIND:VALUE."),
    ],
    verdict: str = typer.Option(
        ..., "--verdict", help="benign, confirmed, unsure, same, not-same, allowed-instrument, benign-network."
    ),
    author: str = typer.Option(..., "--author", help="Who says so."),
    reason: str = typer.Option(..., "--reason", help="Why."),
    expires: Annotated[datetime | None, typer.Option(formats=DAY, help="Day from which it no longer holds.")] = None,
    undo: bool = typer.Option(False, "--undo", help="Withdraw this verdict on this subject instead."),
    as_json: bool = JSON,
) -> None:
    """Record what a person decided; later runs obey it until it expires or is withdrawn."""
    from app.graph import lease, open_store
    from app.rings.review.judgement import judge as record
    from app.rings.review.judgement import withdraw
    from app.rings.review.subjects import draft_for

    setup_logs()
    settings = load_settings()
    expiry = expires.replace(tzinfo=UTC) if expires else None
    did = {"objects": [told_subject(one) for one in subject], "reason": reason, "author": author, "verdict": verdict}
    verb = "withdraw judgement" if undo else "judge"
    with open_store(settings) as store, lease(store, settings, "judge"), recorded(settings, verb, **did):
        draft = draft_for(store, subject, verdict, author, reason, expiry)
        ids = withdraw(store, draft) if undo else [record(store, draft).judgement_id]
    if as_json:
        emit_json({"withdrawn" if undo else "judgements": ids, "verdict": draft.verdict, "subject": subject})
        return
    done = "Withdrawn" if undo else "Recorded"
    stdout.print(f"{done}: {', '.join(ids)}. The next `ringleader detect` obeys.", markup=False, highlight=False)
