"""What a judgement is about, as people type it: a ring id, account ids, or KIND:VALUE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from app.errors import UsageError
from app.graph.store import GraphStore
from app.model.identifiers import KINDS
from app.model.judgement import Judgement, Verdict
from app.rings.review.judgement import draft_judgement
from app.rings.store.read import resolve

_RING: Final = re.compile(r"R-[A-Z2-7]{10}")


def is_ring_id(text: str) -> bool:
    """True for what looks like a ring's id."""
    return _RING.fullmatch(text) is not None


def parse_verdict(name: str) -> Verdict:
    """A verdict by name, with hyphens or underscores. Raises UsageError."""
    try:
        return Verdict(name.replace("-", "_"))
    except ValueError:
        known = ", ".join(verdict.replace("_", "-") for verdict in Verdict)
        raise UsageError(f"no verdict {name!r}", do=f"known: {known}") from None


def draft_for(
    store: GraphStore,
    subject: Sequence[str],
    verdict: str,
    author: str,
    reason: str,
    expires_at: datetime | None = None,
) -> Judgement:
    """A checked draft for a subject as typed; an old ring id means what the ring became."""
    said = parse_verdict(verdict)
    if said.of_identifier:
        kind, _, value = subject[0].partition(":")
        if len(subject) != 1 or kind not in KINDS or not value:
            raise UsageError(f"{subject[0]!r} is not KIND:VALUE", do=f"kinds: {', '.join(KINDS)}; e.g. instrument:pi-1")
        return draft_judgement(said, author, reason, identifier=(kind, value), expires_at=expires_at)
    if len(subject) == 1 and is_ring_id(subject[0]):
        return draft_judgement(said, author, reason, ring_id=resolve(store, subject[0]), expires_at=expires_at)
    return draft_judgement(said, author, reason, members=subject, expires_at=expires_at)
