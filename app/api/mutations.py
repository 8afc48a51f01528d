"""Mutations: one input and one payload each; `problems` says why nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import strawberry

from app.api import attribution_changes as claims
from app.api import exporting
from app.api.context import Info
from app.api.deciding import Outcome, Plan, change
from app.api.described import attr, resolved
from app.api.enums import Kind, TriageState, Verdict
from app.api.lookup import checked_text, read_identifier
from app.api.payload import Payload, changed_ring, checked_length, checked_reason, client_id, common, optional
from app.api.policy import authorise_object
from app.api.subjects import ring_of, triage_of
from app.api.types import Ring
from app.api.values import Judgement, Note, Triage
from app.errors import NotFoundError, UsageError
from app.model import judgement as model
from app.rings.review.casework import note_step, triage_step
from app.rings.review.judgement import draft_judgement, judgement_step
from app.rings.store.queries import READ_CURRENT_RINGS, READ_TRIAGE_BY_ID, WITHDRAW_JUDGEMENT

MAX_NOTE: Final = 8_000
MAX_ACCOUNTS: Final = 100


@strawberry.input(description="Who works on a ring, and how far they are.")
class SetRingTriageInput:
    """What is left out stays as it is."""

    ring_id: strawberry.ID = attr("The ring; an old id means what it became.")
    state: TriageState | None = optional("The new state; left out, it stays.")
    assignee: str | None = optional("Name of the token of who works on it; null for nobody.", strawberry.UNSET)
    reason: str = optional("Why; at most 2000 characters.", "")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="A note on a ring.")
class AddRingNoteInput:
    """Notes are never changed."""

    ring_id: strawberry.ID = attr("The ring; an old id means what it became.")
    text: str = attr("The note; at most 8000 characters. Masked for viewers.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="A verdict on a ring.")
class JudgeRingInput:
    """The author is whoever the token names."""

    ring_id: strawberry.ID = attr("The ring; an old id means what it became.")
    verdict: Verdict = attr("BENIGN, CONFIRMED or UNSURE.")
    reason: str = attr("Why; at most 2000 characters. The next reader will want to know.")
    expires_at: datetime | None = optional("From when on it no longer counts.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="A verdict on accounts, to one another or as a group.")
class JudgeAccountsInput:
    """All accounts must exist."""

    account_ids: list[strawberry.ID] = attr("The accounts, at most 100.")
    verdict: Verdict = attr("SAME or NOT_SAME for two or more; BENIGN, CONFIRMED or UNSURE.")
    reason: str = attr("Why; at most 2000 characters.")
    expires_at: datetime | None = optional("From when on it no longer counts.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="A verdict on an identifier: an entry of the allowlist.")
class JudgeIdentifierInput:
    """`judgements(verdicts: [ALLOWED_INSTRUMENT, BENIGN_NETWORK])` lists them, `withdrawJudgement` removes one."""

    kind: Kind = attr("What sort of identifier it is.")
    value: str = attr("Its value, however it is written.")
    verdict: Verdict = attr("ALLOWED_INSTRUMENT or BENIGN_NETWORK.")
    reason: str = attr("Why; at most 2000 characters.")
    expires_at: datetime | None = optional("From when on it no longer counts.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="Which judgement to withdraw, and why.")
class WithdrawJudgementInput:
    """Judgements are never deleted."""

    judgement_id: strawberry.ID = attr("Id of the judgement.")
    reason: str = attr("Why; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.type(description="Answer of `setRingTriage`.")
class SetRingTriagePayload(Payload):
    """The ring with its new triage."""

    triage: Triage | None = attr("The triage as recorded.")
    ring: Ring | None = attr("The ring.")


@strawberry.type(description="Answer of `addRingNote`.")
class AddRingNotePayload(Payload):
    """The note."""

    note: Note | None = attr("The note as recorded.")
    ring: Ring | None = attr("The ring that it is on.")


@strawberry.type(description="Answer of `judgeRing`.")
class JudgeRingPayload(Payload):
    """The verdict and the ring in its new state."""

    judgement: Judgement | None = attr("The judgement as recorded.")
    ring: Ring | None = attr("The ring, in its new state.")


@strawberry.type(description="Answer of `judgeAccounts`.")
class JudgeAccountsPayload(Payload):
    """The verdict."""

    judgement: Judgement | None = attr("The judgement as recorded.")


@strawberry.type(description="Answer of `judgeIdentifier`.")
class JudgeIdentifierPayload(Payload):
    """The verdict."""

    judgement: Judgement | None = attr("The judgement as recorded.")


@strawberry.type(description="Answer of `withdrawJudgement`.")
class WithdrawJudgementPayload(Payload):
    """The withdrawn verdict and its ring."""

    judgement: Judgement | None = attr("The judgement, which stays readable.")
    ring: Ring | None = attr("The ring that it was about, showing again what software found.")


@strawberry.type(description="Everything that can be changed. Each change is in the audit log.")
class Mutation:
    """Root of mutations: one input, one payload each."""

    @resolved("Say who works on a ring and how far they are. Only its assignee or an admin takes it over.", cost=100)
    async def set_ring_triage(self, info: Info, input: SetRingTriageInput) -> SetRingTriagePayload:
        """Kept as a history; survives detections and merges."""

        async def plan() -> Plan:
            ring_id = await ring_of(info, input.ring_id)
            now = await triage_of(info, ring_id)
            authorise_object("setRingTriage", info.context.principal, [now["assignee"] if now else None])
            assignee = now["assignee"] if now else None
            if input.assignee is not strawberry.UNSET:
                assignee = _assignee(info, input.assignee)
            state = input.state or TriageState(now["state"] if now else TriageState.OPEN)
            reason = checked_reason(input.reason) if input.reason else ""
            after = now["triage_id"] if now else None
            step = triage_step(ring_id, state, assignee, info.context.principal.name, reason, after=after)
            return Plan([step], {"ring": ring_id, "triage": step[1]["triage_id"]}, [f"Ring:{ring_id}"], reason)

        told = await change(info, "setRingTriage", input, plan)
        rows = await info.context.store.read(READ_TRIAGE_BY_ID, triage_id=told.answer["triage"]) if told.answer else []
        triage = Triage.of(rows[0]["triage"]) if rows else None
        return SetRingTriagePayload(**common(input, told), triage=triage, ring=await changed_ring(info, told))

    @resolved("Add a note to a ring.", cost=100)
    async def add_ring_note(self, info: Info, input: AddRingNoteInput) -> AddRingNotePayload:
        """Survives detections and merges."""

        async def plan() -> Plan:
            ring_id = await ring_of(info, input.ring_id)
            authorise_object("addRingNote", info.context.principal, [])
            step = note_step(ring_id, info.context.principal.name, checked_length(input.text, "text", MAX_NOTE))
            return Plan([step], {"ring": ring_id, "note": step[1]["note_id"]}, [f"Ring:{ring_id}"], "")

        told = await change(info, "addRingNote", input, plan)
        notes = await info.context.loaders.notes.load(told.answer["ring"] or "") if told.answer else []
        note = next((Note.of(row) for row in notes if row["note_id"] == told.answer["note"]), None)
        return AddRingNotePayload(**common(input, told), note=note, ring=await changed_ring(info, told))

    @resolved("Record a verdict on a ring. It shows at once, and the next detection obeys it.", cost=100)
    async def judge_ring(self, info: Info, input: JudgeRingInput) -> JudgeRingPayload:
        """Of an assigned ring its assignee or an admin judges."""

        async def plan() -> Plan:
            ring_id = await ring_of(info, input.ring_id)
            now = await triage_of(info, ring_id)
            authorise_object("judgeRing", info.context.principal, [now["assignee"] if now else None])
            return _judging(_draft(info, input, ring_id=ring_id), [f"Ring:{ring_id}"])

        told = await change(info, "judgeRing", input, plan)
        return JudgeRingPayload(
            **common(input, told), judgement=await _judgement(info, told), ring=await changed_ring(info, told)
        )

    @resolved("Record a verdict on accounts. The next detection obeys it.", cost=100)
    async def judge_accounts(self, info: Info, input: JudgeAccountsInput) -> JudgeAccountsPayload:
        """Of accounts in an assigned ring its assignee or an admin judges."""

        async def plan() -> Plan:
            ids = await _accounts(info, input.account_ids)
            return _judging(_draft(info, input, members=ids), [f"Account:{one}" for one in ids])

        told = await change(info, "judgeAccounts", input, plan)
        return JudgeAccountsPayload(**common(input, told), judgement=await _judgement(info, told))

    @resolved("Put an identifier on the allowlist: it adds no bits from the next detection on.", cost=100)
    async def judge_identifier(self, info: Info, input: JudgeIdentifierInput) -> JudgeIdentifierPayload:
        """The identifier must be known."""

        async def plan() -> Plan:
            raw = read_identifier(info.context.key, input.kind, input.value)
            if not await info.context.loaders.identifiers.load((input.kind.value, raw)):
                raise NotFoundError("no account has this identifier", do="`search` finds one")
            authorise_object("judgeIdentifier", info.context.principal, [])
            draft = _draft(info, input, identifier=(input.kind.value, raw))
            return _judging(draft, [f"Identifier:{info.context.stand_in(input.kind.value, raw)}"])

        told = await change(info, "judgeIdentifier", input, plan)
        return JudgeIdentifierPayload(**common(input, told), judgement=await _judgement(info, told))

    @resolved("Withdraw a judgement: its author or an admin does. It stays readable.", cost=100)
    async def withdraw_judgement(self, info: Info, input: WithdrawJudgementInput) -> WithdrawJudgementPayload:
        """Its ring shows again what software found."""

        async def plan() -> Plan:
            row = await info.context.loaders.judgement.load(input.judgement_id)
            if row is None:
                raise NotFoundError("no judgement has this id", do="`judgements` lists them")
            authorise_object("withdrawJudgement", info.context.principal, [row["author"]])
            if row["withdrawn_at"]:
                raise UsageError(f"it was withdrawn by {row['withdrawn_by']}")
            reason = checked_reason(input.reason)
            params = {"author": info.context.principal.name, "reason": reason, "at": datetime.now(UTC)}
            answer = {"judgement": row["judgement_id"], "ring": row["ring_id"]}
            objects = [f"Judgement:{row['judgement_id']}", *([f"Ring:{row['ring_id']}"] if row["ring_id"] else [])]
            return Plan(
                [(WITHDRAW_JUDGEMENT, {"judgement_id": row["judgement_id"], **params})], answer, objects, reason
            )

        told = await change(info, "withdrawJudgement", input, plan)
        return WithdrawJudgementPayload(
            **common(input, told), judgement=await _judgement(info, told), ring=await changed_ring(info, told)
        )

    create_claim = claims.create_claim
    cite_claim = claims.cite_claim
    retract_claim_evidence = claims.retract_claim_evidence
    approve_claim = claims.approve_claim
    refute_claim = claims.refute_claim
    withdraw_claim = claims.withdraw_claim
    start_export = exporting.start_export


async def _judgement(info: Info, told: Outcome) -> Judgement | None:
    row = await info.context.loaders.judgement.load(told.answer["judgement"] or "") if told.answer else None
    return Judgement.of(row) if row else None


def _judging(draft: model.Judgement, objects: Sequence[str]) -> Plan:
    answer = {"judgement": draft.judgement_id, "ring": draft.ring_id}
    return Plan([judgement_step(draft)], answer, objects, draft.reason)


def _draft(info: Info, given: Any, **subject: Any) -> model.Judgement:
    """A checked draft by whoever asks."""
    author, reason = info.context.principal.name, checked_reason(given.reason)
    return draft_judgement(given.verdict, author, reason, expires_at=given.expires_at, **subject)


async def _accounts(info: Info, given: Sequence[str]) -> list[str]:
    """Accounts that exist and are in nobody else's ring."""
    ids = sorted({checked_text(account_id, "accountIds") for account_id in given})
    if not 1 <= len(ids) <= MAX_ACCOUNTS:
        raise UsageError(f"`accountIds` lists {len(ids)}, allowed are 1 to {MAX_ACCOUNTS}")
    rows = await info.context.store.read(READ_CURRENT_RINGS, account_ids=ids)
    if missing := sorted(set(ids) - {row["account_id"] for row in rows}):
        raise NotFoundError(f"no account has the id {missing[0]}", do="`search` finds accounts by the start of the id")
    rings = sorted({row["ring_id"] for row in rows if row["ring_id"]})
    triages = [await triage_of(info, ring_id) for ring_id in rings]
    authorise_object("judgeAccounts", info.context.principal, [now["assignee"] for now in triages if now])
    return ids


def _assignee(info: Info, name: str | None) -> str | None:
    if name is None or name == info.context.principal.name or name in info.context.assignable():
        return name
    raise UsageError("`assignee` is nobody who may decide", do="Give the name of an investigator's or admin's token")
