"""What resolvers get with each request: who asks, the graph, loaders of this request's own, its id."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

import strawberry

from app.api.audit import AuditLog
from app.api.budget import Budgets, Standing
from app.api.changes import Changes
from app.api.jobs import Jobs
from app.api.loaders import Loaders
from app.api.paging import CursorSigner
from app.api.principals import Principal
from app.graph.store import AsyncGraphStore
from app.model.personal import PERSONAL_KINDS, is_personal, masked
from app.settings import Settings

_NAMED: Final = re.compile(rf"(?<=[:,] )({'|'.join(sorted(PERSONAL_KINDS))}) ([^\s,]+)")
"""An identifier in a sentence of ours: `one house explains the links: instrument pi-1, subnet ...`."""


@dataclass(slots=True)
class Change:
    """One mutation of a request, for the audit log; `result` is empty until it ended."""

    did: str
    objects: list[str] = field(default_factory=list)
    reason: str = ""
    result: str = ""
    client_mutation_id: str | None = None


@dataclass(slots=True)
class Context:
    """One request. `accessed` collects what personal data it read, for the audit log."""

    principal: Principal
    store: AsyncGraphStore
    loaders: Loaders
    cursors: CursorSigner
    key: bytes
    request_id: str
    audit: AuditLog
    assignable: Callable[[], Collection[str]]
    """Names of who may decide."""
    budgets: Budgets
    watch: Changes
    jobs: Jobs
    walks: asyncio.Semaphore
    """Wide steps of neighbourhoods and paths that the database takes at once."""
    budget: Standing | None = None
    """What is left to the principal; None until the query is found to be one."""
    cost: int = 0
    fields: frozenset[tuple[str, str]] = frozenset()
    accessed: set[str] = field(default_factory=set)
    settings: Settings | None = None
    """Where the facts are."""

    changes: list[Change] = field(default_factory=list)
    operation: str | None = None
    """Name of the persisted operation that runs."""

    @property
    def told_operation(self) -> dict[str, str]:
        """What the audit log tells of it: nothing of a query of one's own."""
        return {"operation": self.operation} if self.operation else {}

    def charge(self, points: int) -> None:
        """Take more than the query was measured at: for arguments that make a field dearer. Raises BudgetError."""
        self.budget = self.budgets.spend(self.principal.name, points)
        self.cost += points

    def charge_again(self) -> None:
        """Another answer of a subscription. Raises BudgetError."""
        self.budget = self.budgets.spend(self.principal.name, self.cost)

    def renew(self) -> None:
        """Before another answer of a subscription: read everything anew, and record anew what was read."""
        self.loaders, self.accessed = self.loaders.fresh(), set()

    def stand_in(self, kind: str, value: str) -> str:
        """An identifier for the audit log, which holds no personal data: equal values look equal."""
        return masked(self.key, kind, value) if is_personal(kind) else f"{kind}:{value}"

    def shown_note(self, text: str) -> str:
        """Free text as this principal may see it."""
        if not self.principal.sees_personal_data:
            return ""
        self.accessed.add("note")
        return text

    def shown(self, kind: str, value: str) -> str:
        """An identifier's value as this principal may see it."""
        if not value or not is_personal(kind):
            return value
        if self.principal.sees_personal_data:
            self.accessed.add(kind)
            return value
        return masked(self.key, kind, value)

    def shown_text(self, text: str) -> str:
        """A note or reason as this principal may see it: named identifiers are shown or masked like any other."""
        return _NAMED.sub(lambda found: f"{found[1]} {self.shown(found[1], found[2])}", text)

    def hides(self, kind: str) -> bool:
        """Whether identifiers of this kind are masked for this principal."""
        return is_personal(kind) and not self.principal.sees_personal_data


Info = strawberry.Info[Context, None]
