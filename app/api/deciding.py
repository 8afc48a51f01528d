"""How every mutation runs: answered if made before, checked on the loaded object, audited, written whole or not."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

import strawberry

from app.api import queries as q
from app.api.context import Change, Info
from app.api.described import attr
from app.api.lookup import checked_text
from app.errors import Forbidden, NotFoundError, UsageError
from app.graph.store import Step

MAX_CLIENT_ID: Final = 64
MAX_SHOWN: Final = 64
"""Characters of an id that a client typed, in the audit log."""
MAX_IDS: Final = 100
MAX_TOLD: Final = 2_000


@strawberry.enum(description="Why a change was not made.")
class ProblemCode(Enum):
    """Outcomes that a client can expect; faults are errors instead."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    ID_REUSED = "ID_REUSED"


@strawberry.type(description="Why a change was not made: nothing was written.")
class Problem:
    """An expected outcome as data."""

    code: ProblemCode = attr("Closed list, to branch on. FORBIDDEN: not yours; CONFLICT: changed meanwhile.")
    message: str = attr("For people: what is wrong and what to change.")


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that may be made: `steps` must each return a row, `answer` names what they make (ids only)."""

    steps: Sequence[Step]
    answer: Mapping[str, str | None]
    objects: Sequence[str]
    """`Ring:R-...`, `Account:...`: what it is about, for the audit log."""
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ids of what a change made, now or the first time that it was asked for; or why it was not made."""

    answer: Mapping[str, str | None] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


class _Conflict(Exception):
    """Somebody else was first."""


async def change(info: Info, name: str, given: Any, plan: Callable[[], Awaitable[Plan]]) -> Outcome:
    """Make a change once. `plan` loads and authorises; what it raises as wrong use becomes a problem.

    Raises UnrecordedError or DataError where it cannot be audited: then nothing is written.
    """
    done = Change(
        name, _asked(given), str(getattr(given, "reason", ""))[:MAX_TOLD], client_mutation_id=given.client_mutation_id
    )
    info.context.changes.append(done)
    try:
        key = _key(info, name, given.client_mutation_id)
        outcome = await _repeated(info, key, given) or await _made(info, done, key, given, await plan())
    except (UsageError, Forbidden, _Conflict) as error:
        outcome = Outcome(problems=[_problem(error)])
    done.result = outcome.problems[0].code.value if outcome.problems else done.result or "ok"
    return outcome


async def _made(info: Info, done: Change, key: str | None, given: Any, plan: Plan) -> Outcome:
    context = info.context
    done.objects, done.reason = list(plan.objects), plan.reason
    who = context.principal
    told = {"objects": done.objects, "reason": done.reason, "client": done.client_mutation_id}
    more = {**told, **context.told_operation, "result": "started"}
    record = functools.partial(context.audit.append, who.name, who.role.value, done.did, context.request_id, **more)
    await asyncio.to_thread(record)
    steps = [*plan.steps, *([_remembering(key, given, plan)] if key else [])]
    rows = await context.store.write_whole(*steps)
    context.loaders.forget()
    if not steps or rows[-1]:
        return Outcome(plan.answer)
    if key and len(rows) == len(steps) and (first := await _repeated(info, key, given)):
        return first
    raise _Conflict


async def _repeated(info: Info, key: str | None, given: Any) -> Outcome | None:
    """What the same change did before; a problem where the id stands for another change."""
    rows = await info.context.store.read(q.READ_CLIENT_MUTATION, key=key) if key else []
    if not rows:
        return None
    if rows[0]["digest"] != _digest(given):
        message = "This clientMutationId was used for another change. Give each change an id of its own"
        return Outcome(problems=[Problem(code=ProblemCode.ID_REUSED, message=message)])
    info.context.changes[-1].result = "repeated"
    return Outcome(json.loads(rows[0]["answer"]))


def _asked(given: Any) -> list[str]:
    """Ids as they were typed: what is told of a change that never got as far as a loaded object."""
    ids = [getattr(given, name, None) for name in ("ring_id", "judgement_id", "claim_id")]
    return [str(one)[:MAX_SHOWN] for one in (*ids, *(getattr(given, "account_ids", None) or ())[:MAX_IDS]) if one]


def _remembering(key: str, given: Any, plan: Plan) -> Step:
    return q.REMEMBER_CLIENT_MUTATION, {
        "key": key,
        "digest": _digest(given),
        "answer": json.dumps(plan.answer),
        "token": secrets.token_hex(8),
        "made_at": datetime.now(UTC),
    }


def _key(info: Info, name: str, client_id: str | None) -> str | None:
    """One client's id for one mutation: nobody meets another's ids."""
    if client_id is None:
        return None
    if len(checked_text(client_id, "clientMutationId")) > MAX_CLIENT_ID:
        raise UsageError(f"`clientMutationId` must have 1 to {MAX_CLIENT_ID} characters")
    return hashlib.sha256("\n".join([info.context.principal.name, name, client_id]).encode()).hexdigest()


def _digest(given: Any) -> str:
    values = {name: value for name, value in asdict(given).items() if value is not strawberry.UNSET}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _problem(error: Exception) -> Problem:
    if isinstance(error, _Conflict):
        return Problem(code=ProblemCode.CONFLICT, message="Somebody changed it meanwhile. Look again, then ask again")
    if isinstance(error, Forbidden):
        return Problem(code=ProblemCode.FORBIDDEN, message=str(error))
    code = ProblemCode.NOT_FOUND if isinstance(error, NotFoundError) else ProblemCode.INVALID
    return Problem(code=code, message=str(error))
