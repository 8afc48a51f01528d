"""Who asks: roles, and what each may do with personal data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

REDACTION_REASON: Final = "Personal data: needs the role investigator, exporter or admin, and the scope personal"


class Role(StrEnum):
    """Closed list of roles; the policy table says which field each may ask for."""

    VIEWER = "viewer"
    """Rings, evidence and volumes; personal identifiers masked."""
    EXPORTER = "exporter"
    """Reads everything, for reporting jobs; decides nothing."""
    INVESTIGATOR = "investigator"
    """Reads everything and judges."""
    ADMIN = "admin"
    """All of it."""


class Scope(StrEnum):
    """What a token may be narrowed to; a role has all of its own unless told otherwise."""

    READ = "read"
    """Rings, evidence and volumes."""
    PERSONAL = "personal"
    """Personal identifiers and notes unmasked."""
    DECIDE = "decide"
    """Mutations."""


ROLE_SCOPES: Final[dict[Role, frozenset[Scope]]] = {
    Role.VIEWER: frozenset({Scope.READ}),
    Role.EXPORTER: frozenset({Scope.READ, Scope.PERSONAL}),
    Role.INVESTIGATOR: frozenset(Scope),
    Role.ADMIN: frozenset(Scope),
}
"""What each role may be given."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of a token, or whoever sits at an open server's machine. `scope` None: all that the role has."""

    name: str
    role: Role
    scope: frozenset[Scope] | None = None

    def may(self, scope: Scope) -> bool:
        """Whether both role and scope allow it."""
        return scope in ROLE_SCOPES[self.role] and (self.scope is None or scope in self.scope)

    @property
    def sees_personal_data(self) -> bool:
        """Everybody but viewers and tokens without that scope."""
        return self.may(Scope.PERSONAL)
