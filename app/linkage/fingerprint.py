"""One digest over all that a detection looked at: equal digests mean that nothing new was known."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import numpy as np

from app.model.snapshot import Snapshot


def snapshot_digest(snapshot: Snapshot) -> str:
    """SHA-256 over every array and value, in declared order; `notes` and the day itself say nothing new."""
    sha = hashlib.sha256()
    _feed(sha, dataclasses.replace(snapshot, notes={}, as_of_day=0))
    return sha.hexdigest()


def _feed(sha: Any, value: Any) -> None:
    """Hash one value with its type and shape, so that no two different snapshots run together."""
    if isinstance(value, np.ndarray):
        sha.update(f"array {value.shape} {value.dtype};".encode())
        if value.dtype == object:
            sha.update("\x00".join("\x01" if item is None else str(item) for item in value).encode())
        else:
            sha.update(np.ascontiguousarray(value).tobytes())
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            sha.update(f"{field.name}=".encode())
            _feed(sha, getattr(value, field.name))
    elif isinstance(value, dict):
        sha.update(f"map {len(value)};".encode())
        for key in sorted(value):
            sha.update(repr(key).encode())
            _feed(sha, value[key])
    elif isinstance(value, (list, tuple)):
        sha.update(f"list {len(value)};".encode())
        for item in value:
            _feed(sha, item)
    else:
        sha.update(f"{value!r};".encode())
