"""Secrets for a verb: from a file or the environment, never an argument, which every process list shows."""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import UsageError
from app.model.secrets import KEY_BYTES, read_key_file


def read_key(path: Path | None, variable: str, option: str) -> bytes:
    """32 bytes from a file, or from `variable` as 64 hex digits. Raises UsageError where neither has them."""
    if path is not None:
        return read_key_file(path)
    try:
        key = bytes.fromhex(os.environ.get(variable, ""))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise UsageError(
            f"the key is missing, or is not {2 * KEY_BYTES} hex digits",
            where=variable,
            do=f"Give {option}: head -c {KEY_BYTES} /dev/urandom > FILE; chmod 600 FILE",
        )
    return key
