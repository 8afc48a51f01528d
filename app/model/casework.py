"""How far people are with a ring: triage states. Every change and every note is kept with author and time."""

from __future__ import annotations

from enum import StrEnum


class TriageState(StrEnum):
    """Where work on a ring stands; says nothing about whether it is one."""

    OPEN = "open"
    """Nobody has begun, or it was laid back."""
    INVESTIGATING = "investigating"
    """Somebody works on it."""
    ESCALATED = "escalated"
    """Handed to whoever decides."""
    CLOSED = "closed"
    """Done."""
