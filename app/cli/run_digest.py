"""Verb: digest."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, setup_logs, stderr
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

SECRET: Final = "RINGLEADER_WEBHOOK_SECRET"  # noqa: S105 (the name of a variable)


@cli.command("digest")
def digest(
    since: Annotated[
        str | None,
        typer.Option("--since", help="A detection run, such as D-000007.", show_default="the one before the last"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the text here instead of stdout.")] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text also with --webhook or --out; without them it is printed.")
    ] = False,
    webhook: Annotated[
        str | None,
        typer.Option(
            "--webhook",
            metavar="URL",
            help=f"POST it there, signed (Standard Webhooks) with the secret in {SECRET}: whsec_ and base64. https, "
            "or http to this machine; no redirects; up to 6 attempts.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell what changed among the rings: new, grown, split, merged and gone ones. The text is ready to be mailed.

    ringleader digest | sendmail team@example.com
    ringleader digest --webhook https://hooks.example.com/rings
    """
    from app.exports.files import check_place, write_whole
    from app.exports.run_digest import mail, message, read_digest
    from app.exports.webhook import check_url, deliver, secrets_of
    from app.graph import load_key, open_store
    from app.model.secrets import fingerprint

    setup_logs()
    if text and as_json:
        raise UsageError("--text and --json exclude each other")
    if out:
        check_place(out)
    settings = load_settings()
    keys = secrets_of(os.environ.get(SECRET, "")) if webhook else ()
    place = check_url(webhook).netloc if webhook else ""
    with open_store(settings) as store:
        told = read_digest(store, since)
    if out:
        write_whole(out, mail(told).encode())
    if webhook:
        name, body = message(told, fingerprint(load_key(settings)))
        with recorded(settings, "digest webhook", objects=[f"Run:{told.until}"], host=place):
            done = deliver(webhook, name, body, keys)
        stderr.print(f"{done.message_id} taken by {place} in attempt {done.attempts}", markup=False, highlight=False)
    if as_json:
        emit_json(told.document())
    elif text or not (out or webhook):
        sys.stdout.write(mail(told))
