"""Verb: attach."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

Many = list[str] | None


@cli.command("attach")
def attach(
    account: Annotated[str, typer.Option("--account", help="An account; alone: by the identifiers it has now.")] = "",
    ip: Annotated[Many, typer.Option("--ip", help="An IP address; each option may be repeated.")] = None,
    instrument: Annotated[Many, typer.Option("--instrument", help="A payment instrument's fingerprint.")] = None,
    email: Annotated[Many, typer.Option("--email", help="An e-mail address, or its keyed hash.")] = None,
    device: Annotated[Many, typer.Option("--device", help="A device id.")] = None,
    client: Annotated[Many, typer.Option("--client", help="A client or TLS fingerprint.")] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help='Read {"account": .., "ip": [..], "email": [..], ..} from standard input.')
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Say which ring a new account would join, and why, without writing anything."""
    from app.attribution.attach_document import attach_document
    from app.graph import load_key, open_store
    from app.pipeline.attach import Asked, attach_account

    setup_logs()
    given: dict[str, Many] = {"ip": ip, "instrument": instrument, "email": email, "device": device, "client": client}
    asked = Asked(account, {kind: values for kind, values in given.items() if values})
    if stdin:
        asked = _read(sys.stdin.read())
    settings = load_settings()
    with open_store(settings) as store:
        found = attach_account(store, load_key(settings), asked)
    document = attach_document(found)
    if as_json:
        emit_json(document)
    else:
        _show(document)


def _read(text: str) -> Any:
    from app.pipeline.attach import Asked

    try:
        document = json.loads(text)
        account = document.pop("account", None) or ""
        listed = {kind: [values] if isinstance(values, str) else values for kind, values in document.items()}
        if not all(isinstance(value, str) for values in listed.values() for value in [*values, account]):
            raise TypeError
    except (ValueError, TypeError, AttributeError):
        raise UsageError(
            "standard input is no such JSON object", do='for example {"ip": ["203.0.113.7"], "email": ["a@b.example"]}'
        ) from None
    return Asked(account, listed)


def _show(document: dict[str, Any]) -> None:
    from app.cli.ring_pages import print_line

    best = document["joins"]
    print_line(f"It would join {best}." if best else "It would join no ring.")
    for ring in document["rings"]:
        rows = [("", "prior", f"{ring['size']} of {document['population']} accounts", "", "", f"{ring['prior']:+.1f}")]
        rows += [
            (
                t["family"],
                t["kind"],
                t["value"],
                f"{t['members']} of {t['degree']}",
                f"{t['bits']:.1f}",
                f"{t['counted']:+.1f}",
            )
            for t in ring["terms"]
        ]
        emit_table(
            f"{ring['ring_id']} ({ring['state']}): {ring['bits']:+.1f} bits, "
            f"{'joins' if ring['joins'] else 'does not join'}",
            ("family", "kind", "identifier", "members of holders", "bits", "counted"),
            rows,
            right=("bits", "counted"),
        )
    for one in document["silent"]:
        print_line(f"{one['kind']} {one['value']}: {one['reason']}")
