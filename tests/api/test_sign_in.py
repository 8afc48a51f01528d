"""OpenID Connect sign-in against a provider on loopback, and ID tokens that must not be believed. No database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from oidc_provider_mock import User, run_server_in_thread
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.audit import AuditLog
from app.api.oidc import Provider, challenge, provider_of
from app.api.principals import Principal, Role
from app.api.sessions import SESSION_SECONDS, Sessions
from app.errors import Forbidden, Unauthenticated, UsageError
from app.settings import Settings

HOME = "http://localhost"
ROLES = {"ring-admins": "admin", "ring-people": "investigator", "everybody": "viewer"}
PEOPLE = [
    User(sub="ann", claims={"email": "ann@example.com", "groups": ["everybody", "ring-people"]}),
    User(sub="eve", claims={"email": "eve@example.com", "groups": ["others"]}),
    User(sub="mal", claims={"email": "ann@example.com", "email_verified": False, "groups": ["everybody"]}),
]
ASK = {"json": {"query": "{ viewer { name } }"}}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def settings(issuer: str, tmp_path: Path) -> Settings:
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    return Settings(
        home=tmp_path,
        public_url=HOME,
        oidc_issuer=issuer,
        oidc_client_id="ringleader",
        oidc_client_secret_file=secret,
        oidc_roles=ROLES,
    )


@pytest.fixture
def browser(settings: Settings) -> TestClient:
    """A browser without a graph behind the server: who is let in hears that it is starting."""
    return TestClient(create_app(settings), base_url=HOME, follow_redirects=False, raise_server_exceptions=False)


def at_the_provider(browser: TestClient, sub: str) -> str:
    """The way through the provider's page; the address that it sends the browser back to."""
    login = browser.get("/auth/login")
    assert login.status_code == 303
    return str(httpx2.post(login.headers["location"], data={"sub": sub}).headers["location"])


def sign_in(browser: TestClient, sub: str) -> httpx2.Response:
    return browser.get(at_the_provider(browser, sub))


def test_the_whole_way(browser: TestClient, settings: Settings):
    assert browser.get("/auth/session").json() == {"signIn": True}
    login = browser.get("/auth/login")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(login.headers["location"]).query).items()}
    assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{HOME}/auth/callback" and len(asked["code_challenge"]) == 43
    answer = sign_in(browser, "ann")
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("ringleader="))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    session = browser.get("/auth/session").json()
    assert (session["name"], session["role"]) == ("ann@example.com", "investigator")
    assert browser.post("/graphql", **ASK).status_code == 403
    assert browser.post("/graphql", **ASK, headers={"x-csrf-token": "x"}).status_code == 403
    csrf = {"x-csrf-token": session["csrf"]}
    assert browser.post("/graphql", **ASK, headers=csrf).status_code == 503
    evil = {**csrf, "origin": "https://evil.example"}
    assert browser.post("/graphql", **ASK, headers=evil).status_code == 403
    assert browser.post("/auth/logout").status_code == 403
    assert browser.post("/auth/logout", headers=csrf).status_code == 200
    assert browser.post("/graphql", **ASK, headers=csrf).status_code == 401
    assert [(event["who"], event["result"]) for event in AuditLog(settings).tail(9)] == [("ann@example.com", "ok")]


def test_who_has_no_role_is_not_let_in(browser: TestClient, settings: Settings):
    answer = sign_in(browser, "eve")
    assert answer.status_code == 403 and "no role" in answer.text
    assert browser.get("/auth/session").json() == {"signIn": True}
    assert AuditLog(settings).tail(1)[0]["result"] == "FORBIDDEN"


def test_an_unverified_address_is_nobodys_name(browser: TestClient):
    sign_in(browser, "mal")
    assert browser.get("/auth/session").json()["name"] == "mal"


def test_a_sign_in_belongs_to_its_browser_and_happens_once(browser: TestClient, settings: Settings):
    address = at_the_provider(browser, "ann")
    assert TestClient(browser.app, base_url=HOME).get(address, follow_redirects=False).status_code == 401
    login = browser.cookies.get("ringleader_login")
    assert browser.get(address).status_code == 303
    browser.cookies.set("ringleader_login", str(login))
    assert browser.get(address).status_code == 401
    for query in ("", "?state=x&code=y", f"?state={login}", f"?state={login}&code=forged", "?error=access_denied"):
        assert browser.get(f"/auth/callback{query}").status_code == 401


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one"})


def claims(provider: Provider, **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    right = {"iss": provider.issuer, "aud": "ringleader", "exp": now + 300, "iat": now, "nonce": "n", "sub": "ann"}
    return {name: value for name, value in {**right, **changed}.items() if value is not None}


def test_a_right_token_is_believed(settings: Settings, key: RSAKey):
    provider = Provider(settings)
    keys = KeySet([key]).as_dict(private=False)
    for changed in ({}, {"aud": ["other", "ringleader"], "azp": "ringleader"}, {"aud": ["ringleader"]}):
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims(provider, **changed), key)
        assert provider.claims(token, keys, "n")["sub"] == "ann"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["ringleader", "another"]},
        {"aud": ["ringleader", "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 2**40},
        {"iat": None},
        {"nonce": "m"},
        {"nonce": None},
    ],
)
def test_a_token_with_a_wrong_claim_is_not_believed(settings: Settings, key: RSAKey, changed: dict[str, Any]):
    provider = Provider(settings)
    token = jwt.encode({"alg": "RS256", "kid": "one"}, claims(provider, **changed), key)
    with pytest.raises(Unauthenticated, match="does not fit"):
        provider.claims(token, KeySet([key]).as_dict(private=False), "n")


def _text(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def test_a_token_that_is_signed_otherwise_is_not_believed(settings: Settings, key: RSAKey):
    """No signature, another key, the public key as an HMAC secret, a weaker algorithm than allowed."""
    provider = Provider(settings)
    right, public = claims(provider), KeySet([key]).as_dict(private=False)
    other = jwt.encode({"alg": "RS256", "kid": "one"}, right, RSAKey.generate_key(2048))
    pem = key.as_pem(private=False)
    unsigned = ".".join(_text(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, right))
    confused = f"{unsigned}.{_text(hmac.new(pem, unsigned.encode(), hashlib.sha256).digest())}"
    weak = jwt.encode({"alg": "PS256", "kid": "one"}, right, key, algorithms=["PS256"])
    good = jwt.encode({"alg": "RS256", "kid": "one"}, right, key)
    none = "eyJhbGciOiJub25lIn0." + good.split(".")[1] + "."
    cut = ".".join(good.split(".")[:2]) + "."
    for token in (other, confused, weak, none, cut, "", "a.b.c", "None"):
        with pytest.raises(Unauthenticated, match="signed"):
            provider.claims(token, public, "n")


def test_the_highest_of_the_roles_counts(settings: Settings):
    provider = Provider(settings)
    assert provider.principal({"sub": "a", "groups": ["everybody", "ring-admins"]}) == Principal("a", Role.ADMIN)
    assert provider.principal({"sub": "a", "groups": "everybody"}).role is Role.VIEWER
    nameless = {"groups": ["everybody"], "sub": "<b>"}
    for told in ({"sub": "a"}, {"sub": "a", "groups": []}, {"sub": "a", "groups": "admin"}, nameless):
        with pytest.raises(Forbidden):
            provider.principal(told)


@pytest.mark.parametrize(
    "changed",
    [
        {"oidc_client_id": None},
        {"public_url": None},
        {"oidc_roles": {}},
        {"oidc_roles": {"x": "owner"}},
        {"oidc_issuer": "http://idp.example"},
        {"public_url": "http://rings.example"},
        {"oidc_client_secret_file": Path("/nowhere")},
    ],
)
def test_settings_that_are_not_whole_are_refused(settings: Settings, changed: dict[str, Any]):
    with pytest.raises(UsageError):
        provider_of(settings.model_copy(update=changed))


def test_without_a_provider_there_are_no_routes(tmp_path: Path):
    app = create_app(Settings(home=tmp_path))
    client = TestClient(app, base_url=HOME)
    assert client.get("/auth/login").status_code == 404 and client.get("/auth/callback").status_code == 404
    assert client.get("/auth/session").json() == {"signIn": False}


def test_sessions_end():
    clock = [0.0]
    sessions = Sessions(lambda: clock[0])
    cookie = sessions.open(Principal("ann", Role.ADMIN))
    assert sessions.find(cookie).principal.name == "ann" and sessions.deciders() == {"ann"}
    clock[0] = SESSION_SECONDS + 1.0
    assert sessions.deciders() == set()
    with pytest.raises(Unauthenticated):
        sessions.find(cookie)


def test_the_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
