"""People's verdicts: recorded as data with author, reason and time, never deleted, and obeyed by every later run."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from app.errors import NotFoundError, UsageError
from app.graph.store import GraphStore, Row, Step
from app.model.detection import Detection, Group, Member, State
from app.model.judgement import Judgement, Verdict
from app.model.snapshot import Ruling
from app.rings.store import queries as q

SURE: Final = 0.99
"""Score of a confirmed ring that the software alone does not find: a person is sure, nobody is certain."""


def draft_judgement(
    verdict: Verdict,
    author: str,
    reason: str,
    *,
    ring_id: str | None = None,
    members: Sequence[str] = (),
    identifier: tuple[str, str] | None = None,
    expires_at: datetime | None = None,
    made_at: datetime | None = None,
) -> Judgement:
    """Check a verdict and give it an id. Its subject is a ring, accounts, or an identifier as (kind, value).

    Raises UsageError where the verdict does not fit the subject, or without author or reason.
    """
    if not author.strip() or not reason.strip():
        raise UsageError("a judgement needs an author and a reason")
    if sum(map(bool, (ring_id, members, identifier))) != 1:
        raise UsageError("a judgement is about one ring, or accounts, or one identifier")
    if bool(identifier) is not verdict.of_identifier or (verdict.of_pairs and not (ring_id or len(set(members)) > 1)):
        raise UsageError(f"the verdict {verdict} does not fit this subject", do=_FITS[verdict])
    made_at = made_at or datetime.now(UTC)
    if expires_at and expires_at <= made_at:
        raise UsageError("the judgement would expire before it is made")
    subject = ring_id or "\n".join(identifier or sorted(set(members)))
    text = "\n".join([verdict, author, made_at.isoformat(), subject])
    key = "J-" + b32encode(hashlib.sha256(text.encode()).digest()).decode()[:10]
    kind, value = identifier or (None, None)
    accounts = tuple(sorted(set(members)))
    return Judgement(key, verdict, author, reason, made_at, accounts, ring_id, kind, value, expires_at)


_FITS: Final = {
    verdict: "name an identifier as KIND:VALUE, e.g. instrument:pi-1"
    if verdict.of_identifier
    else "name a ring or at least two accounts"
    for verdict in Verdict
}


def judgement_step(draft: Judgement) -> Step:
    """The statement that records a draft; `recorded` reads its answer. For blocking and async stores alike."""
    common = {
        "judgement_id": draft.judgement_id,
        "verdict": str(draft.verdict),
        "author": draft.author,
        "reason": draft.reason,
        "made_at": draft.made_at,
        "expires_at": draft.expires_at,
    }
    if draft.ring_id:
        return q.JUDGE_RING, {**common, "ring_id": draft.ring_id}
    if draft.identifier is not None:
        return q.JUDGE_IDENTIFIER, {**common, "kind": draft.kind, "identifier": draft.identifier}
    return q.JUDGE_ACCOUNTS, {**common, "members": list(draft.members)}


def recorded(draft: Judgement, rows: Sequence[Row]) -> Judgement:
    """The judgement as stored, with the members it is about. Raises NotFoundError where the subject does not exist."""
    if not rows:
        what = f"no ring {draft.ring_id}" if draft.ring_id else "not all of these accounts exist"
        raise NotFoundError(what, do="see `ringleader rings`" if draft.ring_id else "check the account ids")
    return replace(draft, members=tuple(rows[0]["members"]))


def judge(store: GraphStore, draft: Judgement) -> Judgement:
    """Record a draft."""
    return recorded(draft, store.write(judgement_step(draft))[0])


def withdraw(store: GraphStore, draft: Judgement) -> list[str]:
    """Withdraw the judgements in force that say what `draft` says about the same subject. Returns their ids."""
    about = {
        "ring_id": draft.ring_id,
        "members": list(draft.members) or None,
        "kind": draft.kind,
        "identifier": draft.identifier,
    }
    found = store.read(q.READ_JUDGEMENTS, **about, in_force=True, limit=1_000)
    ids = [row["judgement_id"] for row in found if row["verdict"] == draft.verdict]
    if not ids:
        raise NotFoundError(f"no judgement {draft.verdict} in force on this subject")
    common = {"author": draft.author, "reason": draft.reason, "at": draft.made_at}
    store.write(*((q.WITHDRAW_JUDGEMENT, {"judgement_id": key, **common}) for key in ids))
    return ids


def obey(detection: Detection, rulings: Sequence[Ruling], account_ids: Sequence[str]) -> Detection:
    """Put people's verdicts on groups over the software's; the latest one that applies wins.

    A benign verdict holds while the members are substantially the same (at least half of all accounts concerned are in
    both); a confirmation holds while most of the confirmed accounts are in the group, and where the software
    finds no such group any more, they stay a ring of their own.
    """
    verdicts = [
        (ruling, frozenset(str(account_ids[i]) for i in ruling.accounts))
        for ruling in rulings
        if ruling.verdict in (Verdict.BENIGN, Verdict.CONFIRMED) and ruling.accounts
    ]
    groups = [_ruled(group, verdicts) for group in detection.groups]
    for ruling, judged in verdicts:
        if ruling.verdict == Verdict.CONFIRMED and not _superseded(judged, ruling, verdicts):
            groups = _kept(groups, judged, ruling)
    groups.sort(key=lambda group: (-group.score, -len(group.members), group.members[0].account_id))
    return replace(detection, groups=tuple(groups))


def _applies(ruling: Ruling, judged: frozenset[str], members: frozenset[str]) -> bool:
    shared = len(judged & members)
    return 2 * shared >= (len(judged) if ruling.verdict == Verdict.CONFIRMED else len(judged | members))


def _ruled(group: Group, verdicts: Sequence[tuple[Ruling, frozenset[str]]]) -> Group:
    members = frozenset(member.account_id for member in group.members)
    confirmed = False
    for ruling, judged in verdicts:
        if _applies(ruling, judged, members):
            if ruling.verdict == Verdict.CONFIRMED:
                confirmed, state = True, State.CONFIRMED
            else:
                state = State.REVERSED if confirmed else State.BENIGN
            group = replace(group, state=state, reason=ruling.reason)
    return group


def _superseded(judged: frozenset[str], ruling: Ruling, verdicts: Sequence[tuple[Ruling, frozenset[str]]]) -> bool:
    """A later benign verdict on substantially the same accounts ended this confirmation."""
    later = verdicts[[found for found, _ in verdicts].index(ruling) + 1 :]
    return any(other.verdict == Verdict.BENIGN and _applies(other, accounts, judged) for other, accounts in later)


def _kept(groups: list[Group], judged: frozenset[str], ruling: Ruling) -> list[Group]:
    """Keep confirmed accounts together where no group holds most of them; an account stays in at most one group."""
    if any(2 * sum(member.account_id in judged for member in group.members) >= len(judged) for group in groups):
        return groups
    people = tuple(Member(account, SURE, 0.0) for account in sorted(judged))
    rest = [replace(g, members=tuple(m for m in g.members if m.account_id not in judged)) for g in groups]
    own = Group(State.CONFIRMED, SURE, (), people, (), ruling.reason)
    return [own, *(group for group in rest if len(group.members) > 1)]
