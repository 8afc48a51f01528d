"""What people decide: verdicts on rings, pairs and identifiers, with author, reason and time. Decisions are data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a person may say. The next run obeys; the latest verdict on the same accounts wins."""

    BENIGN = "benign"
    """The group is explained: not flagged again while its members are substantially the same."""
    CONFIRMED = "confirmed"
    """The group is a ring: stays one until withdrawn. Only this is fit for enforcement."""
    UNSURE = "unsure"
    """Looked at and left open: kept as a note, constrains nothing."""
    SAME = "same"
    """These accounts are run by one actor: must-link."""
    NOT_SAME = "not_same"
    """These accounts are run by different actors: cannot-link."""
    ALLOWED_INSTRUMENT = "allowed_instrument"
    """This payment instrument may be shared: it adds no bits."""
    BENIGN_NETWORK = "benign_network"
    """This network is an honest container: it adds no bits."""

    @property
    def of_identifier(self) -> bool:
        """True for verdicts on an identifier rather than on accounts."""
        return self in (Verdict.ALLOWED_INSTRUMENT, Verdict.BENIGN_NETWORK)

    @property
    def of_pairs(self) -> bool:
        """True for verdicts that relate two or more accounts to each other."""
        return self in (Verdict.SAME, Verdict.NOT_SAME)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. `members` are the account ids it was about when it was made; never deleted, only withdrawn."""

    judgement_id: str
    verdict: Verdict
    author: str
    reason: str
    made_at: datetime
    members: tuple[str, ...] = ()
    ring_id: str | None = None
    kind: str | None = None
    identifier: str | None = None
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
