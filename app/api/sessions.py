"""Signed-in browsers: sessions in memory, named by a cookie; a restart signs everybody out."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.api.principals import Principal, Scope
from app.errors import Unauthenticated

SESSION_SECONDS: Final = 8 * 3600
MOST_SESSIONS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's sign-in. `csrf` goes into a header with each POST, which no other site's page can set."""

    principal: Principal
    csrf: str
    until: float


class Sessions:
    """Bounded; the oldest go first. Only the SHA-256 of a cookie is kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all: OrderedDict[str, Session] = OrderedDict()

    def open(self, principal: Principal) -> str:
        """A new session; the value of its cookie, told once."""
        while len(self._all) >= MOST_SESSIONS:
            self._all.popitem(last=False)
        cookie = secrets.token_urlsafe(32)
        until = self._clock() + SESSION_SECONDS
        self._all[_digest(cookie)] = Session(principal, secrets.token_urlsafe(32), until)
        return cookie

    def find(self, cookie: str) -> Session:
        """The session of a cookie. Raises Unauthenticated for an unknown or expired one."""
        found = self._all.get(_digest(cookie))
        if found is None or found.until < self._clock():
            self._all.pop(_digest(cookie), None)
            raise Unauthenticated("this session has ended", do="Sign in again")
        return found

    def close(self, cookie: str) -> None:
        """Sign out."""
        self._all.pop(_digest(cookie), None)

    def deciders(self) -> set[str]:
        """Names of those signed in who may change something."""
        now = self._clock()
        held = list(self._all.values())
        return {one.principal.name for one in held if one.until >= now and one.principal.may(Scope.DECIDE)}


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
