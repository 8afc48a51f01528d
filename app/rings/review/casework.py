"""Triage and notes on rings: checked drafts and the statements that record them, for every kind of store."""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import UTC, datetime

from app.errors import UsageError
from app.graph.store import Step
from app.model.casework import TriageState
from app.rings.store import queries as q


def triage_step(
    ring_id: str, state: TriageState, assignee: str | None, author: str, reason: str, *, after: str | None
) -> Step:
    """Say who works on a ring. `after`: id of the triage that the author saw; with another one nothing is written."""
    if not author.strip():
        raise UsageError("triage needs an author")
    return q.SET_TRIAGE, {
        "ring_id": ring_id,
        "after": after,
        "triage_id": _new_id("T"),
        "state": str(state),
        "assignee": assignee,
        "author": author,
        "reason": reason,
        "made_at": datetime.now(UTC),
    }


def note_step(ring_id: str, author: str, text: str) -> Step:
    """Add a note to a ring. Raises UsageError without author or text."""
    if not author.strip() or not text.strip():
        raise UsageError("a note needs an author and a text")
    params = {"ring_id": ring_id, "note_id": _new_id("N"), "author": author, "text": text.strip()}
    return q.ADD_NOTE, {**params, "made_at": datetime.now(UTC)}


def _new_id(prefix: str) -> str:
    return f"{prefix}-{b32encode(secrets.token_bytes(10)).decode()[:12]}"
