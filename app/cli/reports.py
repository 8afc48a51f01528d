"""Verbs: report, report verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, setup_logs, stderr, stdout
from app.cli.root import cli
from app.errors import UsageError
from app.exports.dossier.redact import Redaction
from app.exports.dossier.render import ReportFormat
from app.settings import load_settings


@cli.command("report")
def report(
    subject: Annotated[
        list[str], typer.Argument(metavar="RING | verify FILE", help="A ring's id, or `verify` and a report.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; its directory must exist.")] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="Format of the file.")] = ReportFormat.HTML,
    redaction: Annotated[
        Redaction,
        typer.Option(
            help="For whom: internal shows all; partner masks personal identifiers; government shows networks and mail "
            "domains only; public shows no identifier, volumes rounded, by week."
        ),
    ] = Redaction.INTERNAL,
    key: Annotated[
        str | None, typer.Option("--key", help="For verify: the signer's public key, 64 hex digits.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Write a report on a ring, with a signed manifest beside it; or verify one.

    ringleader report R-XXXXXXXXXX --format pdf --out report.pdf
    ringleader report verify report.pdf      (exit 1 if one byte or figure was changed)
    """
    setup_logs()
    if subject[0] == "verify":
        if len(subject) != 2:
            raise UsageError("`report verify` takes one FILE")
        _verify(Path(subject[1]), key, as_json)
        return
    if len(subject) != 1 or out is None:
        raise UsageError(
            "a report needs one ring and --out FILE", do="ringleader report R-XXXXXXXXXX --out report.html"
        )
    _report(subject[0], out, form, redaction, as_json)


def _report(ring_id: str, out: Path, form: ReportFormat, redaction: Redaction, as_json: bool) -> None:
    from app.exports.dossier.build import build
    from app.exports.dossier.manifest import manifest_path, sign
    from app.exports.dossier.redact import Redactor
    from app.exports.dossier.render import render
    from app.exports.dossier.source import read_source
    from app.exports.files import check_place, write_whole
    from app.graph import load_key, open_store
    from app.graph.signing import public_hex, report_key

    settings = load_settings()
    check_place(out)
    told = {"objects": [f"Ring:{ring_id}"], "redaction": redaction.value, "format": form.value}
    with open_store(settings) as store, recorded(settings, "report", **told):
        source = read_source(store, ring_id)
        dossier = build(source, Redactor(redaction, load_key(settings)))
    content, key = render(dossier, form), report_key(settings)
    write_whole(out, content)
    write_whole(manifest_path(out), sign(dossier, out.name, content, key))
    if source.merged:
        stderr.print(
            f"{ring_id} became {dossier.ring_id}: the report is about that ring", markup=False, highlight=False
        )
    done = {
        "ring": dossier.ring_id,
        "asked": ring_id,
        "file": str(out),
        "manifest": str(manifest_path(out)),
        "bytes": len(content),
        "figures": len(dossier.figures),
        "snapshot": dossier.snapshot,
        "key": public_hex(key),
    }
    if as_json:
        emit_json(done)
        return
    line = f"{out}: {len(dossier.figures)} figures, {len(content):,} bytes, snapshot {dossier.snapshot[:16]}"
    stdout.print(f"{line}; signed by {done['key']}", markup=False, highlight=False, soft_wrap=True)


def _verify(path: Path, key: str | None, as_json: bool) -> None:
    from app.exports.dossier.manifest import verify
    from app.graph.signing import public_hex, report_key, report_key_path

    settings = load_settings()
    if key is None and not report_key_path(settings).exists():
        raise UsageError("this home has signed nothing, so no key is trusted", do="Give the signer's key with --key")
    found = verify(path, key if key is not None else public_hex(report_key(settings)))
    if as_json:
        emit_json(
            {
                "verified": True,
                "ring": found.ring_id,
                "figures": found.figures,
                "snapshot": found.snapshot,
                "key": found.key,
            }
        )
        return
    line = f"{path}: as signed. Ring {found.ring_id}, {found.figures} figures, snapshot {found.snapshot[:16]}"
    stdout.print(line, markup=False, highlight=False, soft_wrap=True)
