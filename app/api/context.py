"""What resolvers get with each request: who asks, the graph, loaders of this request's own, its id."""

from __future__ import annotations

from dataclasses import dataclass, field

import strawberry

from app.api.loaders import Loaders
from app.api.paging import CursorSigner
from app.api.principals import Principal, is_personal, masked
from app.graph.store import AsyncGraphStore


@dataclass(slots=True)
class Context:
    """One request. `accessed` collects what personal data it read, for the audit log."""

    principal: Principal
    store: AsyncGraphStore
    loaders: Loaders
    cursors: CursorSigner
    key: bytes
    request_id: str
    cost: int = 0
    fields: frozenset[tuple[str, str]] = frozenset()
    accessed: set[str] = field(default_factory=set)

    def shown(self, kind: str, value: str) -> str:
        """An identifier's value as this principal may see it."""
        if not value or not is_personal(kind):
            return value
        if self.principal.sees_personal_data:
            self.accessed.add(kind)
            return value
        return masked(self.key, kind, value)

    def hides(self, kind: str) -> bool:
        """Whether identifiers of this kind are masked for this principal."""
        return is_personal(kind) and not self.principal.sees_personal_data


Info = strawberry.Info[Context, None]
