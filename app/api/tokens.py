"""API tokens: 256 random bits with a prefix and a checksum; only their SHA-256 is kept, in a file of mode 600."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import tempfile
import zlib
from base64 import b32encode
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from app.api.principals import ROLE_SCOPES, Principal, Role, Scope
from app.errors import DataError, NotFoundError, Unauthenticated, UsageError

PREFIX: Final = "rlt_"
MAX_DAYS: Final = 366
DEFAULT_DAYS: Final = 90
_FORMAT: Final = 1
_BODY: Final = re.compile(r"rlt_([A-Za-z0-9_-]{43})([a-z2-7]{7})")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What is kept of a token."""

    id: str
    name: str
    role: str
    sha256: str
    created_at: str
    expires_at: str
    revoked_at: str | None = None
    scope: list[str] | None = None
    """None: all that the role has."""

    def state(self, now: datetime) -> str:
        """active, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "active" if now < datetime.fromisoformat(self.expires_at) else "expired"


def new_token() -> str:
    """`rlt_`, 256 bits in base64url, and a checksum by which scanners and we tell a token from noise."""
    body = secrets.token_urlsafe(32)
    return f"{PREFIX}{body}{_checksum(body)}"


def well_formed(token: str) -> bool:
    """Whether prefix, length and checksum are right."""
    match = _BODY.fullmatch(token)
    return match is not None and _checksum(match[1]) == match[2]


def _checksum(body: str) -> str:
    return b32encode(zlib.crc32(body.encode()).to_bytes(4, "big")).decode().rstrip("=").lower()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _checked(scope: Sequence[str] | None) -> list[str] | None:
    return None if scope is None else sorted({Scope.READ.value, *scope})


def scope_of(record: TokenRecord) -> list[str]:
    """What a token may do."""
    return sorted(record.scope if record.scope is not None else ROLE_SCOPES[Role(record.role)])


def _told(scope: Collection[str]) -> str:
    return ", ".join(sorted(scope))


class TokenFile:
    """The tokens of one home. Writers hold a kernel lock and replace the file whole; readers notice its new stamp."""

    def __init__(self, home: Path, now: Callable[[], datetime] = _now) -> None:
        self.path, self.now = home / "tokens.json", now
        self._stamp: tuple[int, int] | None = None
        self._by_digest: dict[str, TokenRecord] = {}
        self._uses = home / "tokens.used"
        self._noted: dict[str, datetime] = {}

    def create(
        self, role: str, name: str, days: int = DEFAULT_DAYS, scope: Sequence[str] | None = None
    ) -> tuple[str, TokenRecord]:
        """A new token, told once, and its record. Raises UsageError for a bad role, name, term or scope."""
        if role not in set(Role):
            raise UsageError(f"no role {role!r}", do=f"Roles: {', '.join(Role)}")
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name for a token", do="1 to 64 letters, digits, spaces and . _ @ -")
        if not 1 <= days <= MAX_DAYS:
            raise UsageError(f"a token lives 1 to {MAX_DAYS} days, not {days}")
        own = ROLE_SCOPES[Role(role)]
        if scope is not None and not set(scope) <= own:
            raise UsageError(f"the role {role} has no scope {min(set(scope) - own)!r}", do=f"It has: {_told(own)}")
        token, now = new_token(), self.now()
        stamp, until = now.isoformat(timespec="seconds"), (now + timedelta(days=days)).isoformat(timespec="seconds")
        record = TokenRecord(secrets.token_hex(4), name, role, _digest(token), stamp, until, None, _checked(scope))
        with self._locked():
            records = self.records()
            if any(old.name == name and old.state(now) == "active" for old in records):
                raise UsageError(f"an active token is named {name!r}", do="Choose another name, or revoke it first")
            self._write([*records, record])
        return token, record

    def revoke(self, name_or_id: str) -> list[TokenRecord]:
        """Revoke the active tokens of that name or id. Raises NotFoundError where there is none."""
        now = self.now()
        with self._locked():
            records = self.records()
            hit = [one for one in records if name_or_id in (one.id, one.name) and one.state(now) == "active"]
            if not hit:
                raise NotFoundError(f"no active token {name_or_id!r}", do="`ringleader token list` shows them")
            stamp = now.isoformat(timespec="seconds")
            self._write([replace(one, revoked_at=stamp) if one in hit else one for one in records])
        return hit

    def records(self) -> list[TokenRecord]:
        """All tokens ever made, oldest first. Raises DataError for a damaged file."""
        try:
            document: Any = json.loads(self.path.read_text(encoding="utf-8"))
            return [TokenRecord(**record) for record in document["tokens"]]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise DataError("the token file is damaged", where=str(self.path), do="Restore it") from error

    def any_active(self) -> bool:
        """Whether anybody could sign in."""
        return any(record.state(self.now()) == "active" for record in self.records())

    def deciders(self) -> set[str]:
        """Names of active tokens whose role may change something."""
        roles = (Role.INVESTIGATOR, Role.ADMIN)
        return {one.name for one in self.records() if one.role in roles and one.state(self.now()) == "active"}

    def principal(self, token: str) -> Principal:
        """Who a token stands for. Raises Unauthenticated, saying what is wrong with it."""
        if not well_formed(token):
            raise Unauthenticated("this is no Ringleader token", do="Tokens begin with rlt_; was it copied whole?")
        record = self._index().get(_digest(token))
        if record is None:
            raise Unauthenticated("this token is unknown", do="`ringleader token create` makes one")
        state = record.state(self.now())
        if state != "active":
            raise Unauthenticated(f"this token is {state}", do="`ringleader token create` makes a new one")
        self._note_use(record.id)
        scope = None if record.scope is None else frozenset(Scope(one) for one in record.scope)
        return Principal(record.name, Role(record.role), scope)

    def last_used(self, record: TokenRecord) -> str | None:
        """When a token last signed a request in, to the minute; None for never."""
        try:
            moment = (self._uses / record.id).stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.fromtimestamp(moment, UTC).isoformat(timespec="minutes")

    def _note_use(self, token_id: str) -> None:
        """A file's time: no request waits for a lock or rewrites the tokens. A full disk locks nobody out."""
        now = self.now()
        noted = self._noted.get(token_id)
        if noted and abs(now - noted) < timedelta(minutes=1) and now.minute == noted.minute:
            return
        self._noted[token_id] = now
        with contextlib.suppress(OSError):
            self._uses.mkdir(mode=0o700, exist_ok=True)
            place = self._uses / token_id
            place.touch(mode=0o600)
            os.utime(place, (now.timestamp(), now.timestamp()))

    def _index(self) -> dict[str, TokenRecord]:
        """Records by digest. Looking up a digest of 256 random bits tells nothing by its timing."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return {}
        stamp = (found.st_mtime_ns, found.st_ino)
        if stamp != self._stamp:
            self._by_digest = {record.sha256: record for record in self.records()}
            self._stamp = stamp
        return self._by_digest

    def _locked(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self.path.with_suffix(".lock"), timeout=10)

    def _write(self, records: list[TokenRecord]) -> None:
        document = {"version": _FORMAT, "tokens": [asdict(record) for record in records]}
        descriptor, part = tempfile.mkstemp(dir=self.path.parent, prefix=".tokens")  # mode 600 from the start
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump(document, handle, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        Path(part).replace(self.path)
