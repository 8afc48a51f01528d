"""OpenID Connect sign-in: authorization code flow with PKCE (RFC 7636); an ID token is believed only when all fits."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.api.principals import Principal, Role
from app.errors import Forbidden, RingleaderError, Unauthenticated, UsageError
from app.settings import Settings

ALGORITHMS: Final = ["RS256", "ES256"]
"""Fixed: what the token says of its own algorithm decides nothing."""
_LEEWAY: Final = 60
_PENDING_SECONDS: Final = 600
_MOST_PENDING: Final = 1_000
_MOST_BYTES: Final = 2**20
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
_RANK: Final = (Role.ADMIN, Role.INVESTIGATOR, Role.EXPORTER, Role.VIEWER)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A sign-in on its way through the provider."""

    nonce: str
    verifier: str
    until: float


class Provider:
    """One OpenID provider, as the settings name it. Blocking: call it in a worker thread."""

    def __init__(self, settings: Settings) -> None:
        self.issuer, self.client_id = str(settings.oidc_issuer), str(settings.oidc_client_id)
        self.public_url = str(settings.public_url).rstrip("/")
        self._settings = settings
        self._pending: OrderedDict[str, _Pending] = OrderedDict()

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by TLS: then cookies are for TLS only."""
        return self.public_url.startswith("https://")

    @property
    def redirect_uri(self) -> str:
        """Told by the settings, never by a request."""
        return f"{self.public_url}/auth/callback"

    def begin(self) -> tuple[str, str]:
        """The provider's page to send a browser to, and the `state` that its cookie must hold when it comes back."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        endpoint = self._metadata()["authorization_endpoint"]
        now = time.monotonic()
        while self._pending and (len(self._pending) >= _MOST_PENDING or self._oldest().until < now):
            self._pending.popitem(last=False)
        self._pending[state] = _Pending(nonce, verifier, now + _PENDING_SECONDS)
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}?{urllib.parse.urlencode(query)}", state

    def finish(self, state: str, code: str) -> Principal:
        """Who signed in. Raises Unauthenticated for what does not fit, Forbidden for somebody without a role."""
        pending = self._pending.pop(state, None)
        if pending is None or pending.until < time.monotonic():
            raise Unauthenticated("this sign-in is not known or took too long", do="Sign in again")
        metadata = self._metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": pending.verifier,
        }
        answer = _fetch(metadata["token_endpoint"], form, self._basic())
        return self.principal(self.claims(str(answer.get("id_token")), _fetch(metadata["jwks_uri"]), pending.nonce))

    def claims(self, token: str, keys: Any, nonce: str) -> dict[str, Any]:
        """The claims of an ID token (OpenID Connect Core 1.0, 3.1.3.7). Raises Unauthenticated where one is wrong."""
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated("the provider's ID token is not signed as it must be") from error
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        now = time.time()
        fits = {
            "iss": claims.get("iss") == self.issuer,
            "aud": self.client_id in audiences,
            "azp": claims.get("azp", self.client_id if len(audiences) == 1 else None) == self.client_id,
            "exp": isinstance(claims.get("exp"), int) and claims["exp"] > now - _LEEWAY,
            "iat": isinstance(claims.get("iat"), int) and claims["iat"] < now + _LEEWAY,
            "nonce": secrets.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()),
        }
        if wrong := [name for name, right in fits.items() if not right]:
            raise Unauthenticated(f"the provider's ID token does not fit: {', '.join(wrong)}", do="Sign in again")
        return dict(claims)

    def principal(self, claims: dict[str, Any]) -> Principal:
        """Name and the highest role that a value of the role claim stands for."""
        told = claims.get(self._settings.oidc_role_claim)
        values = {str(value) for value in (told if isinstance(told, list) else [told])}
        roles = {Role(role) for value, role in self._settings.oidc_roles.items() if value in values}
        if not roles:
            raise Forbidden("you have no role here", do="Ask whoever runs this server")
        email = claims.get("email") if claims.get("email_verified", True) is True else None
        name = str(email or claims.get("sub"))
        if not _NAME.fullmatch(name):
            raise Forbidden("the provider tells no name that can sign a judgement")
        return Principal(name, min(roles, key=_RANK.index))

    def _oldest(self) -> _Pending:
        return next(iter(self._pending.values()))

    def _metadata(self) -> dict[str, Any]:
        found = _fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise RingleaderError("the OpenID provider calls itself otherwise", where="RINGLEADER_OIDC_ISSUER")
        return found

    def _basic(self) -> str:
        path = self._settings.oidc_client_secret_file
        secret = path.read_text(encoding="utf-8").strip() if path else ""
        parts = (urllib.parse.quote(part, safe="") for part in (self.client_id, secret))
        return "Basic " + base64.b64encode(":".join(parts).encode()).decode()


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name, None for none. Raises UsageError for settings that are not whole."""
    if not settings.oidc_issuer:
        return None
    lacks = [
        name
        for name, value in (
            ("RINGLEADER_OIDC_CLIENT_ID", settings.oidc_client_id),
            ("RINGLEADER_PUBLIC_URL", settings.public_url),
            ("RINGLEADER_OIDC_ROLES", settings.oidc_roles),
        )
        if not value
    ]
    if lacks:
        raise UsageError(f"sign-in needs {', '.join(lacks)} too", where="RINGLEADER_OIDC_ISSUER")
    if unknown := sorted(set(settings.oidc_roles.values()) - set(Role)):
        raise UsageError(f"no role {unknown[0]!r}", where="RINGLEADER_OIDC_ROLES", do=f"Roles: {', '.join(Role)}")
    secret: Path | None = settings.oidc_client_secret_file
    if secret and not secret.is_file():
        raise UsageError("there is no such file", where=f"RINGLEADER_OIDC_CLIENT_SECRET_FILE={secret}")
    for url in (settings.oidc_issuer, str(settings.public_url)):
        _check_scheme(url)
    return Provider(settings)


def challenge(verifier: str) -> str:
    """The S256 code challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _check_scheme(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")):
        raise UsageError(f"{url!r} is not https", do="Plain http is for loopback only")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **more: Any) -> None:
        """A provider's endpoints answer themselves."""


_OPENER: Final = urllib.request.build_opener(_NoRedirect)


def _fetch(url: str, form: dict[str, str] | None = None, authorization: str = "") -> dict[str, Any]:
    """A JSON document of the provider. Raises Unauthenticated when it refuses, RingleaderError where there is none."""
    _check_scheme(url)
    body = urllib.parse.urlencode(form).encode() if form else None
    headers = {"Accept": "application/json"} | ({"Authorization": authorization} if authorization else {})
    try:
        with _OPENER.open(urllib.request.Request(url, body, headers), timeout=5) as response:  # noqa: S310 - checked
            document = json.loads(response.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        if form:
            raise Unauthenticated("the provider refused the sign-in", do="Sign in again") from error
        raise RingleaderError("the OpenID provider answered with an error", where=str(error.code)) from error
    except (OSError, ValueError) as error:
        raise RingleaderError("the OpenID provider cannot be reached") from error
    if not isinstance(document, dict):
        raise RingleaderError("the OpenID provider answered with no object")
    return document
