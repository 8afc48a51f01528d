"""The routes of a browser's sign-in, and how its cookie is read."""

from __future__ import annotations

import asyncio
import secrets
from typing import Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.api.audit import AuditLog
from app.api.oidc import Provider
from app.api.principals import Principal
from app.api.sessions import SESSION_SECONDS, Session, Sessions
from app.errors import Forbidden, RingleaderError, Unauthenticated

_LOGIN: Final = "ringleader_login"


class SignIn:
    """Cookies: HttpOnly, SameSite, for TLS only where browsers reach us by TLS."""

    def __init__(self, provider: Provider, sessions: Sessions, audit: AuditLog) -> None:
        self.provider, self.sessions, self.audit = provider, sessions, audit
        self._cookie = "__Host-ringleader" if provider.secure else "ringleader"

    async def login(self, request: Request) -> Response:
        """Send the browser to the provider; a cookie binds the way back to this browser."""
        address, state = await asyncio.to_thread(self.provider.begin)
        response = RedirectResponse(address, 303)
        # Lax: it has to come back with the provider's redirect.
        response.set_cookie(
            _LOGIN, state, max_age=600, path="/auth", httponly=True, samesite="lax", secure=self.provider.secure
        )
        return response

    async def callback(self, request: Request) -> Response:
        """The way back. Raises Unauthenticated for an unknown or another's sign-in, Forbidden without a role."""
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        held = request.cookies.get(_LOGIN, "")
        if not state or not code or not secrets.compare_digest(state.encode(), held.encode()):
            raise Unauthenticated("this sign-in was not begun by this browser", do="Sign in again")
        request_id: str = request.state.request_id
        try:
            principal = await asyncio.to_thread(self.provider.finish, state, code)
        except RingleaderError as error:
            await self._record("unknown", "none", request_id, error.code)
            raise
        await self._record(principal.name, principal.role.value, request_id, "ok")
        response = RedirectResponse("/", 303)
        response.delete_cookie(_LOGIN, path="/auth")
        response.set_cookie(
            self._cookie,
            self.sessions.open(principal),
            max_age=SESSION_SECONDS,
            path="/",
            httponly=True,
            samesite="strict",
            secure=self.provider.secure,
        )
        return response

    async def session(self, request: Request) -> Response:
        """Who is signed in, and the token that each POST must carry. No other site can read this answer."""
        try:
            found = self.find(request)
        except Unauthenticated:
            found = None
        if found is None:
            return JSONResponse({"signIn": True})
        who = found.principal
        return JSONResponse({"signIn": True, "name": who.name, "role": who.role.value, "csrf": found.csrf})

    async def logout(self, request: Request) -> Response:
        """Sign out."""
        self.principal(request)
        self.sessions.close(request.cookies.get(self._cookie, ""))
        response = JSONResponse({"signedOut": True})
        response.delete_cookie(self._cookie, path="/")
        return response

    def principal(self, request: Request) -> Principal | None:
        """Who a cookie stands for, None without one. Raises Forbidden for a POST without its CSRF token."""
        found = self.find(request)
        if found is None:
            return None
        sent = request.headers.get("x-csrf-token", "")
        if request.method != "GET" and not secrets.compare_digest(sent.encode(), found.csrf.encode()):
            raise Forbidden("a signed-in browser must send X-CSRF-Token", do="`GET /auth/session` tells it")
        return found.principal

    def find(self, request: HTTPConnection) -> Session | None:
        """The session of a request's cookie. Raises Unauthenticated for one that has ended."""
        cookie = request.cookies.get(self._cookie)
        return self.sessions.find(cookie) if cookie else None

    async def _record(self, who: str, role: str, request_id: str, result: str) -> None:
        await asyncio.to_thread(self.audit.append, who, role, "sign in", request_id, result=result)
