"""The key file: made once for the embedded graph, given by the operator for any other."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.errors import GraphRefused, UsageError
from app.model.secrets import KEY_BYTES, read_key_file
from app.settings import Settings


def key_path(settings: Settings) -> Path:
    """Where the key is or will be."""
    return settings.key_file or settings.home / "key"


def load_key(settings: Settings) -> bytes:
    """The 32 secret bytes. Made on the first embedded start; with NEO4J_URI it has to be given.

    Raises UsageError for a missing, short or readable-by-others key file.
    """
    path = key_path(settings)
    if not path.exists():
        if settings.key_file or not settings.embedded:
            raise UsageError(
                "there is no key file",
                where=str(path),
                do="Give RINGLEADER_KEY_FILE: 32 random bytes, mode 600, the same for every job on this graph",
            )
        write_secret(path, secrets.token_bytes(KEY_BYTES), keep=True)
    return read_key_file(path)


def write_secret(path: Path, content: bytes | str, *, keep: bool = False) -> None:
    """Write a file that only its owner may read, atomically; with `keep` never over one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content.encode() if isinstance(content, str) else content)
        handle.flush()
        os.fsync(handle.fileno())
    if not keep:
        part.replace(path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def check_fingerprint(stored: str | None, own: str) -> None:
    """Raise GraphRefused when the graph was made with another key."""
    if stored and stored != own:
        raise GraphRefused(
            f"the graph was made with another key (fingerprint {stored}, this one {own})",
            do="Point RINGLEADER_KEY_FILE at the key of this graph",
        )
