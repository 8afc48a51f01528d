"""Delivers one signed message to an address, as Standard Webhooks (standardwebhooks.com) has it; bounded retries."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ipaddress
import random
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

from app import __version__
from app.errors import RingleaderError, UsageError

ATTEMPTS: Final = 6
TIMEOUT: Final = 15.0
"""Seconds that one attempt may take to connect, and to answer."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0
PREFIX: Final = "whsec_"
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that was taken."""

    message_id: str
    status: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock, chance and rest, which tests replace."""

    now: Callable[[], float] = time.time
    rest: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = field(default=random.random)


def secrets_of(text: str) -> tuple[bytes, ...]:
    """The keys in `whsec_BASE64 [whsec_BASE64]`: 24 to 64 bytes each, several while one is replaced.

    Raises UsageError without telling any of it.
    """
    keys = []
    for word in text.split():
        try:
            key = base64.b64decode(word.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            key = b""
        if not word.startswith(PREFIX) or not 24 <= len(key) <= 64:
            raise UsageError(
                "a webhook's secret is whsec_ and 24 to 64 bytes in base64",
                where="RINGLEADER_WEBHOOK_SECRET",
                do=f'Make one with: echo "{PREFIX}$(head -c 32 /dev/urandom | base64)"',
            )
        keys.append(key)
    if not keys:
        raise UsageError("there is no secret", where="RINGLEADER_WEBHOOK_SECRET", do="Set it to whsec_...")
    return tuple(keys)


def signature(keys: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: v1 and HMAC-SHA-256 of `id.timestamp.body`, one for each key."""
    told = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key, told, hashlib.sha256).digest() for key in keys)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def check_url(url: str) -> SplitResult:
    """Raise UsageError for all but https, and http to this machine."""
    parts = urlsplit(url)
    try:
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"no address of a webhook ({error})") from error
    if not host or parts.scheme not in ("https", "http"):
        raise UsageError("a webhook's address is https://HOST/...")
    if parts.username is not None or parts.password is not None:
        raise UsageError("a webhook's address has no name and password in it", do="The signature tells who sent it")
    if any(ord(letter) <= 32 or ord(letter) > 126 for letter in url):
        raise UsageError("a webhook's address has only visible ASCII characters")
    if parts.scheme == "http" and not _loopback(host):
        raise UsageError("http is for this machine only", where=f"{parts.scheme}://{parts.netloc}", do="Use https")
    return parts


def deliver(
    url: str, message_id: str, body: bytes, keys: Sequence[bytes], around: Surroundings = Surroundings()
) -> Delivered:
    """POST the body until it is taken: 6 attempts at most, waiting longer each time by chance (full jitter).

    The id is the same in every attempt, the timestamp is the attempt's. Raises UsageError for a bad address,
    RingleaderError where it was refused, redirected, or not taken in the end, and at once where the certificate is not
    one that this machine trusts: nothing is sent then, and waiting mends nothing.
    """
    parts = check_url(url)
    where, last = f"{parts.scheme}://{parts.netloc}", ""
    for attempt in range(1, ATTEMPTS + 1):
        wait = 0.0
        try:
            status, wait = _post(parts, message_id, body, keys, int(around.now()))
        except ssl.SSLCertVerificationError as error:
            raise RingleaderError(
                f"its certificate is not trusted: {error.verify_message}",
                where=where,
                do="Of an authority of your own: name its certificate in SSL_CERT_FILE",
            ) from error
        except (OSError, http.client.HTTPException) as error:
            last = f"no answer ({type(error).__name__}: {error})"
        else:
            if 200 <= status < 300:
                return Delivered(message_id, status, attempt)
            last = f"status {status}"
            if 300 <= status < 400:
                raise RingleaderError(f"{last}: redirects are not followed", where=where, do="Give the final address")
            if status not in _AGAIN:
                raise RingleaderError(f"the message was refused: {last}", where=where)
        if attempt < ATTEMPTS:
            span = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))
            around.rest(max(min(wait, LONGEST_WAIT), span * around.chance()))
    raise RingleaderError(
        f"not delivered in {ATTEMPTS} attempts; the last: {last}", where=where, do="Run it again later"
    )


def _post(parts: SplitResult, message_id: str, body: bytes, keys: Sequence[bytes], now: int) -> tuple[int, float]:
    """Status, and the seconds that the receiver wants us to wait."""
    host = str(parts.hostname)
    if parts.scheme == "https":
        opened: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        opened = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"ringleader/{__version__}",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(keys, message_id, now, body),
    }
    try:
        opened.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = opened.getresponse()
        text = answer.getheader("Retry-After", "")
        return answer.status, float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0.0
    finally:
        opened.close()


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
