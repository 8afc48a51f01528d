"""Pure functions on e-mail addresses: one canonical text, its domain, and a versioned pattern of the local part."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from email_validator import EmailNotValidError, validate_email

from app.model.public_mail import disposable, free

PATTERN_VERSION: Final = "v1"
_ALIASES: Final = {
    "googlemail.com": "gmail.com",
    "hotmail.co.uk": "hotmail.co.uk",
    "pm.me": "proton.me",
    "ya.ru": "yandex.ru",
}
_DOTLESS: Final = frozenset({"gmail.com"})
_PLUS: Final = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "proton.me", "protonmail.com", "fastmail.com"}
)
_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]+")
_VOWELS: Final = dict.fromkeys(map(ord, "aeiouy"))
_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_PLAIN: Final = re.compile(r"(?=.{1,64}$)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
_LONGEST: Final = 254


class Mail(NamedTuple):
    """A canonical address (never stored), and what may be stored of it."""

    address: str
    domain: str
    pattern: str
    provider: str
    """free (a public provider), disposable or unknown."""


def canonical_mail(text: str) -> Mail | None:
    """Fold an address as mailboxes are folded in practice; None if it is not an address (RFC 5321, 6531; no DNS).

    NFKC and case are folded everywhere; plus-tags and Gmail's dots only where the provider ignores them.
    """
    folded = unicodedata.normalize("NFKC", text.strip()).lower()
    if _CONTROL.search(folded):
        return None
    parts = _plain(folded) or _valid(folded)
    if parts is None:
        return None
    local, domain = parts[0].lower(), parts[1]
    domain = _ALIASES.get(domain, domain)
    pattern = mail_pattern(local)
    if domain in _PLUS:
        local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local = local.replace(".", "") or local
    return Mail(f"{local}@{domain}", domain, pattern, provider_of(domain))


def _valid(folded: str) -> tuple[str, str] | None:
    """(local part, domain), None if the address is none."""
    try:
        parts = validate_email(folded, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    return parts.local_part, parts.ascii_domain or parts.domain


def _plain(folded: str) -> tuple[str, str] | None:
    """The same for what most addresses are, in a tenth of the time: only the domain is looked at, and once."""
    local, _, domain = folded.partition("@")
    if len(folded) > _LONGEST or not folded.isascii() or not _PLAIN.fullmatch(local):
        return None
    known = _domain(domain)
    return (local, known) if known else None


@lru_cache(1 << 16)
def _domain(domain: str) -> str | None:
    parts = _valid(f"a@{domain}")
    return parts[1] if parts else None


def provider_of(domain: str) -> str:
    """Coarse kind of a mail domain; some of the throw-away ones are also listed as free."""
    if domain in disposable():
        return "disposable"
    return "free" if domain in free() else "unknown"


def mail_pattern(local: str) -> str:
    """Shape of a local part: what a script that makes names repeats, and people vary.

    Words become `w` and their length, words that cannot be pronounced (under one vowel in five letters, or five
    consonants in a row) `r` and length, digits `d` and their count, other characters themselves:
    `anna.smith42` -> `v1:w4.w5d2`.
    """
    return f"{PATTERN_VERSION}:" + "".join(_shape(token) for token in _TOKEN.findall(local))


def _shape(token: str) -> str:
    if token[0].isascii() and token[0].isdigit():
        return f"d{len(token)}"
    if not (token[0].isascii() and token[0].isalpha()):
        return token if token.isascii() else f"u{len(token)}"
    return f"{'r' if _random(token) else 'w'}{len(token)}"


def _random(word: str) -> bool:
    vowels = len(word) - len(word.translate(_VOWELS))
    return len(word) >= 5 and (vowels * 5 < len(word) or re.search(r"[^aeiouy]{5}", word) is not None)
