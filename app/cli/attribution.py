"""Verbs: attribute operator, attribute claim, attribute ring."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stdout
from app.cli.root import cli
from app.errors import UsageError
from app.model.attribution import Claim, ClaimRole, ClaimState, OperatorKind, Tlp
from app.settings import load_settings

if TYPE_CHECKING:
    from app.graph.store import GraphStore

attribute = typer.Typer(help="Who may be behind a ring: operators, claims with evidence, scores.", no_args_is_help=True)
operator = typer.Typer(help="Known parties: actors, proxy services, resellers.", no_args_is_help=True)
claim = typer.Typer(help="Claims that link rings to operators. None is ever deleted.", no_args_is_help=True)
attribute.add_typer(operator, name="operator")
attribute.add_typer(claim, name="claim")
cli.add_typer(attribute, name="attribute")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Author = Annotated[str, typer.Option("--author", help="Who says so.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Id = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, C-...")]
Evidence = Annotated[
    list[str],
    typer.Option(
        "--evidence",
        help="A JSON object, @FILE or - (standard input) with a list of them: kind, text, family, source, reliability "
        "(A-F), credibility (1-6); optional against, bits, signal.",
    ),
]


@operator.command("add")
def operator_add(
    name: Annotated[str, typer.Argument(help="Its name.")],
    kind: Annotated[OperatorKind, typer.Option("--kind", help="What sort of party it is.")],
    author: Author,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name; may be repeated.")] = None,
    trait: Annotated[
        list[str] | None,
        typer.Option("--trait", metavar="KIND=VALUE", help="Part of its fingerprint, e.g. asn=64500 or bin=411111."),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What is known of it.")] = "",
    tlp: Annotated[Tlp, typer.Option("--tlp", help="How far it may be passed on.")] = Tlp.AMBER,
    as_json: Json = False,
) -> None:
    """Record an operator. Its id follows from its name."""
    from app.attribution.claims import add_operator
    from app.attribution.documents import operator_document
    from app.attribution.fingerprint import parse_trait
    from app.attribution.review import draft_operator
    from app.graph import lease, open_store

    setup_logs()
    traits = [parse_trait(text) for text in trait or ()]
    now, settings = datetime.now(UTC), load_settings()
    draft = draft_operator(name, kind, author, now, aliases=alias or (), traits=traits, note=note, tlp=tlp)
    with open_store(settings) as store, lease(store, settings, "attribute"):
        made = add_operator(store, draft)
    if as_json:
        emit_json(operator_document(made))
    else:
        stdout.print(f"{made.operator_id}: {made.name} ({made.kind})", markup=False, highlight=False)


@operator.command("list")
def operator_list(as_json: Json = False) -> None:
    """List operators by name. Internal: names leave only through approved claims."""
    from app.attribution.claims import list_operators
    from app.attribution.documents import operator_document
    from app.graph import open_store

    setup_logs()
    with open_store(load_settings()) as store:
        found = list_operators(store)
    if as_json:
        emit_json({"operators": [operator_document(one, claims) for one, claims in found]})
        return
    rows = [(o.operator_id, o.name, o.kind, ", ".join(o.aliases), len(o.traits), claims) for o, claims in found]
    columns = ("operator", "name", "kind", "aliases", "traits", "claims")
    emit_table(f"{len(rows)} operators", columns, rows, right=("traits", "claims"), keep=("operator",))


@claim.command("add")
def claim_add(
    ring: Annotated[str, typer.Argument(metavar="RING", help="The ring's id.")],
    operator: Annotated[str, typer.Option("--operator", help="The operator: id, name or alias.")],
    role: Annotated[ClaimRole, typer.Option("--role", help="What the operator does for the ring.")],
    author: Author,
    judgement: Annotated[str, typer.Option("--judgement", help="The analyst's written judgement.")],
    evidence: Evidence,
    account: Annotated[
        list[str] | None, typer.Option("--account", help="Only this account of the ring; may be repeated.")
    ] = None,
    expires: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day from which it is void.")] = None,
    tlp: Annotated[Tlp, typer.Option("--tlp", help="How far it may be passed on; red never leaves.")] = Tlp.AMBER,
    as_json: Json = False,
) -> None:
    """Claim that an operator stands behind a ring or part of it. Rival claims live side by side."""
    from app.attribution.claims import add_claim, find_operator
    from app.attribution.review import draft_claim
    from app.graph import lease, open_store
    from app.rings.store.read import resolve

    setup_logs()
    items, settings = _items(evidence), load_settings()
    until = expires.replace(tzinfo=UTC) if expires else None
    with open_store(settings) as store, lease(store, settings, "attribute"):
        who, where = find_operator(store, operator).operator_id, resolve(store, ring)
        now = datetime.now(UTC)
        draft = draft_claim(
            who,
            where,
            role,
            author,
            judgement,
            now,
            evidence=items,
            members=account or (),
            expires_at=until,
            tlp=tlp,
        )
        _emit(store, add_claim(store, draft), as_json)


@claim.command("list")
def claim_list(
    state: Annotated[list[ClaimState] | None, typer.Option(help="Only claims in this state; all unless given.")] = None,
    ring: Annotated[str | None, typer.Option("--ring", help="Only claims about this ring or what became it.")] = None,
    operator: Annotated[str | None, typer.Option("--operator", help="Only claims that name this operator.")] = None,
    as_json: Json = False,
) -> None:
    """List claims, newest first; refuted, withdrawn and expired ones too."""
    from app.attribution.claims import find_operator, list_claims, ring_claims
    from app.attribution.documents import claim_document
    from app.attribution.following import follow
    from app.graph import open_store
    from app.rings.store.read import resolve

    setup_logs()
    states = state or list(ClaimState)
    with open_store(load_settings()) as store:
        who = find_operator(store, operator).operator_id if operator else None
        where = resolve(store, ring) if ring else None
        found = ring_claims(store, [where])[where] if where else list_claims(store, states, who)
        chosen = [one for one in found if one.state in states and who in (None, one.operator_id)]
        held = follow(store, chosen)
    if as_json:
        emit_json({"claims": [claim_document(one, held[one.claim_id]) for one in chosen]})
        return
    emit_table(
        f"{len(chosen)} claims",
        ("claim", "rings", "role", "operator", "confidence", "state", "by", "made"),
        [
            (
                c.claim_id,
                ", ".join(one.ring_id for one in held[c.claim_id]) or f"{c.ring_id} (ended)",
                c.role,
                c.operator_name,
                f"{c.confidence:.2f}",
                _standing(c),
                c.authors[0],
                f"{c.made_at:%Y-%m-%d}",
            )
            for c in chosen
        ],
        right=("confidence",),
        keep=("claim", "rings"),
    )


@claim.command("show")
def claim_show(claim_id: Id, as_json: Json = False) -> None:
    """Show one claim: judgement, evidence with what each item moves, history."""
    from app.attribution.claims import read_claim
    from app.graph import open_store

    setup_logs()
    with open_store(load_settings()) as store:
        _emit(store, read_claim(store, claim_id), as_json)


@claim.command("cite")
def claim_cite(claim_id: Id, evidence: Evidence, author: Author, reason: Reason, as_json: Json = False) -> None:
    """Add evidence, for or against. An approval is void then: it was of other evidence."""
    from app.attribution.review import cited

    items = _items(evidence)
    _revise(claim_id, lambda old: cited(old, items, author, reason, datetime.now(UTC)), as_json)


@claim.command("retract")
def claim_retract(
    claim_id: Id,
    item: Annotated[int, typer.Option("--item", min=0, help="Number of the item, as `show` tells it.")],
    author: Author,
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Take back one item of evidence; it stays readable and counts nothing. An approval is void then."""
    from app.attribution.review import retracted

    _revise(claim_id, lambda old: retracted(old, item, author, reason, datetime.now(UTC)), as_json)


@claim.command("approve")
def claim_approve(claim_id: Id, author: Author, reason: Reason, as_json: Json = False) -> None:
    """Agree to a claim as a second person: only then may the operator's name leave in exports and reports."""
    from app.attribution.review import approved

    _revise(claim_id, lambda old: approved(old, author, reason, datetime.now(UTC)), as_json)


@claim.command("refute")
def claim_refute(claim_id: Id, author: Author, reason: Reason, as_json: Json = False) -> None:
    """Find a claim wrong; it stays readable with the reason."""
    from app.attribution.review import refuted

    _revise(claim_id, lambda old: refuted(old, author, reason, datetime.now(UTC)), as_json)


@claim.command("withdraw")
def claim_withdraw(claim_id: Id, author: Author, reason: Reason, as_json: Json = False) -> None:
    """Take back a claim of one's own; it stays readable."""
    from app.attribution.review import withdrawn

    _revise(claim_id, lambda old: withdrawn(old, author, reason, datetime.now(UTC)), as_json)


@attribute.command("ring")
def ring(
    ring_id: Annotated[str, typer.Argument(metavar="RING", help="The ring's id.")],
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="By what was known of its members when that day ended."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Score a ring against each operator's fingerprint and against none of them. Hypotheses, never names to export."""
    from app.cli.attribution_pages import print_scores
    from app.pipeline.attribution import score_ring

    setup_logs()
    with_scores = score_ring(load_settings(), ring_id, as_of.date() if as_of else None)
    if as_json:
        emit_json(with_scores.document())
    else:
        print_scores(with_scores)


@attribute.command("shifts")
def shifts(
    ring_id: Annotated[str, typer.Argument(metavar="RING", help="The ring's id.")],
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Exchanges until that day ended (UTC)."),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(
            "--release", metavar="MODEL=DATE", help="Day of a model's release; else the first day that anybody used it."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Days on which a ring's mix of capabilities or models changed beyond everybody's, and moves to new models."""
    from app.cli.attribution_pages import print_shifts
    from app.pipeline.shifts import run_shifts

    setup_logs()
    told = dict(_release(text) for text in release or ())
    found = run_shifts(load_settings(), ring_id, as_of.date() if as_of else None, told)
    if as_json:
        emit_json(found.document())
    else:
        print_shifts(found)


def _release(text: str) -> tuple[str, date]:
    model, _, day = text.partition("=")
    try:
        return model.strip(), date.fromisoformat(day.strip())
    except ValueError:
        raise UsageError(f"--release {text!r} is no MODEL=YYYY-MM-DD") from None


def _revise(claim_id: str, change: Callable[[Claim], Claim], as_json: bool) -> None:
    from app.attribution.claims import revise
    from app.graph import lease, open_store

    setup_logs()
    settings = load_settings()
    with open_store(settings) as store, lease(store, settings, "attribute"):
        _emit(store, revise(store, claim_id, change), as_json)


def _emit(store: GraphStore, claim: Claim, as_json: bool) -> None:
    from app.attribution.documents import claim_document
    from app.attribution.following import follow
    from app.cli.attribution_pages import print_claim

    document: dict[str, Any] = claim_document(claim, follow(store, [claim])[claim.claim_id])
    if as_json:
        emit_json(document)
    else:
        print_claim(document)


def _items(texts: list[str]) -> list[Any]:
    from app.attribution.documents import parse_items

    return [item for text in texts for item in parse_items(_content(text))]


def _content(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the evidence cannot be read ({error.strerror})", where=text[1:]) from None


def _standing(claim: Claim) -> str:
    expired = claim.expires_at is not None and claim.expires_at <= datetime.now(UTC)
    return f"{claim.state}, expired" if expired else str(claim.state)
