"""Mail domains open to everybody: sharing one is no house's doing."""

from __future__ import annotations

import functools
from typing import Final

_FREE_TEXT: Final = """
gmail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com icloud.com me.com proton.me
protonmail.com gmx.com gmx.de gmx.net web.de mail.ru yandex.ru yandex.com qq.com 163.com 126.com sina.com
foxmail.com naver.com hanmail.net daum.net zoho.com fastmail.com tutanota.com mail.com t-online.de orange.fr
free.fr laposte.net libero.it virgilio.it seznam.cz wp.pl o2.pl rediffmail.com uol.com.br bol.com.br
comcast.net verizon.net att.net
"""
FREE: Final = frozenset(_FREE_TEXT.split())


@functools.cache
def disposable() -> frozenset[str]:
    """Throw-away mail domains of the public list disposable-email-domains (CC0)."""
    from disposable_email_domains import blocklist

    return frozenset(blocklist)


def is_public(domain: str) -> bool:
    """Whether anybody can get an address there."""
    return domain in FREE or domain in disposable()
