"""Verbs: share export, import, match, revoke, list, key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.cli.audit import recorded
from app.cli.key_option import read_key
from app.cli.output import emit_json, emit_table, setup_logs, stderr, stdout
from app.cli.root import cli
from app.cli.share_pages import matches_page, told_package
from app.errors import UsageError
from app.model.attribution import Tlp
from app.settings import load_settings

if TYPE_CHECKING:
    from app.exports.sharing.hashing import Hasher

SECRET: Final = "RINGLEADER_SHARE_SECRET"  # noqa: S105 (the name of a variable)
_HELP: Final = "Exchange indicators with other labs as keyed hashes: they match without telling whom they are of."
share = typer.Typer(help=_HELP, no_args_is_help=True)
cli.add_typer(share, name="share")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
SecretFile = Annotated[
    Path | None,
    typer.Option(
        "--secret-file",
        envvar=f"{SECRET}_FILE",
        help=f"The secret that both labs hold: 32 bytes, mode 600. Or {SECRET}: 64 hex digits.",
    ),
]


@share.callback()
def _share() -> None:
    """Exchange indicators with other labs as keyed hashes: they match without telling whom they are of.

    Both labs hold one secret (head -c 32 /dev/urandom > FILE; chmod 600 FILE) and know each other's public key
    (`share key`), both had by another way than the packages.
    """


@share.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write; its directory must exist.")],
    secret_file: SecretFile = None,
    ring: Annotated[
        list[str] | None, typer.Option("--ring", help="Only this flagged or confirmed ring; may be repeated.")
    ] = None,
    tlp: Annotated[Tlp, typer.Option("--tlp", help="Traffic Light Protocol 2.0.")] = Tlp.AMBER_STRICT,
    days: Annotated[int, typer.Option(min=1, max=366, help="Days after which nothing of it matches any more.")] = 90,
    audience: Annotated[
        list[str] | None,
        typer.Option("--for", help="Public key of a lab that may import it (its `share key`); may be repeated."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a signed package of what members of rings share: hashes, bands, pseudonyms, no identifier and no account.

    Left out: what one member alone has, networks that any account outside of rings uses, what more than a tenth of
    its holders outside of rings have, public mail domains. Mail addresses are in no graph and so in no package.
    """
    from datetime import UTC, datetime

    from app.exports.files import check_place, write_whole
    from app.exports.sharing.box import Box
    from app.exports.sharing.hashing import Hasher
    from app.exports.sharing.source import Terms, package_of, read_shared_rings
    from app.exports.signed import canonical
    from app.graph import load_key, open_store
    from app.graph.signing import report_key

    setup_logs()
    settings, shared = load_settings(), Hasher(read_key(secret_file, SECRET, "--secret-file"))
    check_place(out)
    terms = Terms(tlp, days, tuple(_public_key(one) for one in audience or ()))
    told = {"objects": [f"Ring:{one}" for one in ring or ()] or ["Table:share"], "tlp": tlp.value, "days": days}
    with open_store(settings) as store, recorded(settings, "share export", **told):
        rings, source = read_shared_rings(store, ring or [])
        made = package_of(
            rings,
            source,
            terms,
            shared=shared,
            own=Hasher(load_key(settings)),
            key=report_key(settings),
            now=datetime.now(UTC),
        )
        name = Box(settings.home).send(made.document, made.rings)
        write_whole(out, canonical(made.document))
    done = told_package(name, out, made)
    if as_json:
        emit_json(done)
        return
    line = f"{name}: {done['indicators']:,} indicators of {done['rings']:,} rings in {out}, TLP:{tlp.value.upper()}"
    stdout.print(f"{line}, until {done['expires'][:10]}", markup=False, highlight=False, soft_wrap=True)
    for why, count in sorted(made.kept.items()):
        stderr.print(f"{count:,} identifiers stay here: {why}", markup=False, highlight=False)


@share.command("import")
def take(
    file: Annotated[Path, typer.Argument(help="A package or a revocation, at most 32 MB.")],
    key: Annotated[str, typer.Option("--key", help="The sender's public key: 64 hex digits, had by another way.")],
    as_json: Json = False,
) -> None:
    """Check a package or revocation and keep it, whole or not at all. Doing it again changes nothing.

    Exit 1: changed since it was signed, another signer, malformed, expired, revoked, for others. No graph is needed.
    """
    from app.exports.sharing.box import Box
    from app.exports.sharing.package import Revocation
    from app.graph.signing import public_hex, report_key

    setup_logs()
    settings = load_settings()
    with recorded(settings, "share import", objects=[f"File:{file.name}"]):
        found, fresh = Box(settings.home).receive(file, _public_key(key), public_hex(report_key(settings)))
    if isinstance(found, Revocation):
        count = len(found.packages) + len(found.indicators)
        done: dict[str, object] = {
            "revocation": True,
            "packages": len(found.packages),
            "indicators": len(found.indicators),
            "new": fresh,
        }
        line = f"{count} packages and indicators of {key[:16]}… are revoked"
    else:
        done = {"package": found.package, "rings": len(found.rings), "indicators": len(found.indicators), "new": fresh}
        line = f"{found.package}: {len(found.indicators):,} indicators of {len(found.rings):,} rings"
    if as_json:
        emit_json(done)
        return
    stdout.print(line if fresh else f"{line}; was here already", markup=False, highlight=False)


@share.command("match")
def find(
    secret_file: Annotated[
        list[Path] | None,
        typer.Option("--secret-file", help=f"A secret; may be repeated, one for each partner. Or {SECRET}(_FILE)."),
    ] = None,
    likely: Annotated[bool, typer.Option("--likely", help="Only what shares something in two families.")] = False,
    as_json: Json = False,
) -> None:
    """Tell which local rings and accounts have what others shared, how much of it, and how rare it is.

    A likely match shares something in two families of evidence; anything less may be chance (docs/exports.md has
    measured rates). A match is a lead for two investigators, never a verdict.
    """
    from app.exports.sharing.box import Box
    from app.exports.sharing.local import find as found_in
    from app.graph import load_key, open_store

    setup_logs()
    settings = load_settings()
    state, secrets = Box(settings.home).received(), _secrets(secret_file)
    with open_store(settings) as store, recorded(settings, "share match"):
        answer = found_in(store, state, secrets, load_key(settings))
    shown = [one for one in answer.matches if one.likely or not likely]
    if as_json:
        emit_json(
            {
                "matches": [one.document() for one in shown],
                "indicators": answer.live,
                "lost": dict(answer.lost),
                "other_secrets": dict(answer.locked),
                "too_common": [{"kind": kind, "value": value} for kind, value in answer.common],
            }
        )
        return
    matches_page(shown, answer)


@share.command("revoke")
def revoke(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Packages (P-...), sets (S-...) or hashes.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Of what you sent: write the signed revocation here, and send it on.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take back packages or single indicators that you sent, or drop packages and sets that you imported.

    With --out, ID is what you sent: whoever imports the revocation matches it no more. Without, it was imported.
    """
    from datetime import UTC, datetime

    from app.exports.files import check_place, write_whole
    from app.exports.sharing.box import Box
    from app.exports.sharing.package import make_revocation
    from app.exports.signed import canonical
    from app.graph.signing import report_key

    setup_logs()
    settings = load_settings()
    box = Box(settings.home)
    with recorded(settings, "share revoke", objects=[f"Share:{one}" for one in ids]):
        if out:
            check_place(out)
            document = make_revocation(*box.was_sent(ids), report_key(settings), datetime.now(UTC))
            box.send(document)
            write_whole(out, canonical(document))
        else:
            for one in ids:
                box.drop(one)
    if as_json:
        emit_json({"revoked": ids, "file": str(out) if out else None})
        return
    told = f"revoked; send {out} to whoever has them" if out else "dropped here"
    stdout.print(f"{', '.join(ids)}: {told}", markup=False, highlight=False, soft_wrap=True)


@share.command("list")
def listing(as_json: Json = False) -> None:
    """Tell what was received and sent, and what of it still counts."""
    from dataclasses import asdict

    from app.exports.sharing.box import Box

    setup_logs()
    box = Box(load_settings().home)
    rows = [("in", one) for one in box.received().listed()] + [("out", one) for one in box.sent().listed()]
    if as_json:
        emit_json({"packages": [{"direction": way, **asdict(one)} for way, one in rows]})
        return
    columns = ("id", "", "state", "live", "of", "TLP", "until", "sender or name")
    table = [
        (
            one.id,
            way,
            one.state,
            one.live,
            one.indicators,
            one.tlp,
            one.expires.date(),
            one.name or f"{one.sender[:16]}…",
        )
        for way, one in rows
    ]
    emit_table("Packages and sets", columns, table, right=("live", "of"), keep=("id", "until"))


@share.command("key")
def own_key(as_json: Json = False) -> None:
    """Tell the public key that signs what you share: partners need it, by another way than the packages."""
    from app.graph.signing import public_hex, report_key

    setup_logs()
    key = public_hex(report_key(load_settings()))
    if as_json:
        emit_json({"key": key})
    else:
        stdout.print(key, markup=False, highlight=False)


def _secrets(files: list[Path] | None) -> list[Hasher]:
    """The secrets that are there; none is fine for what STIX and MISP told."""
    import os

    from app.exports.sharing.hashing import Hasher

    if files:
        return [Hasher(read_key(one, SECRET, "--secret-file")) for one in files]
    named = os.environ.get(f"{SECRET}_FILE")
    if not named and not os.environ.get(SECRET):
        return []
    return [Hasher(read_key(Path(named) if named else None, SECRET, "--secret-file"))]


def _public_key(text: str) -> str:
    key = text.strip().lower()
    if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
        raise UsageError(f"{text[:20]!r} is no public key", do="A key has 64 hex digits: `ringleader share key`")
    return key
