"""FILE.manifest.json: what a report's file and figures are, signed with Ed25519 (RFC 8032), and the check of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import DataError, UsageError
from app.exports.documents import parse_json
from app.exports.dossier.build import query_hash
from app.exports.dossier.document import Dossier
from app.exports.signed import check_signature, signed

VERSION: Final = 1
_RENDER_AGAIN: Final = "Ask its sender for the file again, or make it anew with `ringleader report`"


@dataclass(frozen=True, slots=True)
class Verified:
    """A report that is what its signer made."""

    ring_id: str
    figures: int
    snapshot: str
    key: str


def manifest_path(path: Path) -> Path:
    """Where a report's manifest is."""
    return path.with_name(f"{path.name}.manifest.json")


def sign(dossier: Dossier, name: str, content: bytes, key: Ed25519PrivateKey) -> bytes:
    """The manifest of a report of this file name and content."""
    told: dict[str, Any] = {
        "version": VERSION,
        "ring": dossier.ring_id,
        "redaction": dossier.redaction,
        "run": dossier.run,
        "configuration": dossier.configuration,
        "snapshot": dossier.snapshot,
        "files": [{"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}],
        "figures": [
            {
                "key": one.key,
                "label": one.label,
                "value": one.value,
                "query": one.query,
                "query_sha256": query_hash(one.query),
            }
            for one in dossier.figures
        ],
    }
    return _text(signed(told, key))


def _text(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()


def verify(path: Path, trusted: str) -> Verified:
    """Check a report against its manifest and a trusted public key.

    Raises UsageError for a missing file, DataError for anything that is not as it was signed.
    """
    where = str(manifest_path(path))
    told = check_signature(_read(path), trusted, where=where, what="manifest", do=_RENDER_AGAIN)
    try:
        files = {one["name"]: one for one in told["files"]}
        found = Verified(told["ring"], len(told["figures"]), told["snapshot"], told["key"])
    except (KeyError, TypeError) as error:
        raise DataError("this is no manifest of a report", where=where, do=_RENDER_AGAIN) from error
    _check_file(path, files)
    return found


def _read(path: Path) -> dict[str, Any]:
    place = manifest_path(path)
    for one in (path, place):
        if not one.is_file():
            raise UsageError("no such file", where=str(one), do="A report and its FILE.manifest.json belong together")
    content = place.read_bytes()
    told = parse_json(content, str(place))
    if not isinstance(told, dict):
        raise DataError("this is no manifest of a report", where=str(place), do=_RENDER_AGAIN)
    if told.get("version") != VERSION:
        raise DataError(
            f"version {told.get('version')!r} of the manifest is unknown", where=str(place), do="Update Ringleader"
        )
    # The signature is over the content, however it is spaced. A name told twice has two contents: readers differ.
    if _text(told) != content:
        raise DataError("the manifest's text was changed after it was signed", where=str(place), do=_RENDER_AGAIN)
    return told


def _check_file(path: Path, files: dict[str, Any]) -> None:
    """A copy may have another name: then the only file that the manifest names is meant."""
    signed = files.get(path.name) or (next(iter(files.values())) if len(files) == 1 else None)
    content = path.read_bytes()
    if (
        signed is None
        or hashlib.sha256(content).hexdigest() != signed.get("sha256")
        or len(content) != signed.get("bytes")
    ):
        raise DataError("the file is not the one that was signed", where=str(path), do=_RENDER_AGAIN)
