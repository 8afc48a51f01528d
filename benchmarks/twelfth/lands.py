"""Countries: share of the customers, hours from UTC, days of rest, mail habits, card BINs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Land:
    """One country as its people live in it. `rest` are weekdays (0 = Monday)."""

    code: str
    share: float
    tz: float
    rest: tuple[int, int]
    mail: tuple[str, ...]
    isps: int = 3
    holiday: int = 9


GMAIL, OUTLOOK, YAHOO, ICLOUD = "gmail.com", "outlook.com", "yahoo.com", "icloud.com"
LANDS: tuple[Land, ...] = (
    Land("US", 24, -6, (5, 6), (GMAIL, GMAIL, GMAIL, OUTLOOK, YAHOO, ICLOUD, ICLOUD, "proton.me", "aol.com"), 5, 11),
    Land("GB", 8, 0, (5, 6), (GMAIL, GMAIL, OUTLOOK, ICLOUD, "btinternet.com", "hotmail.co.uk"), 4, 4),
    Land("DE", 8, 1, (5, 6), (GMAIL, "gmx.de", "web.de", "t-online.de", "posteo.de"), 4, 17),
    Land("FR", 5, 1, (5, 6), (GMAIL, "orange.fr", "free.fr", "laposte.net"), 3, 17),
    Land("ES", 3, 1, (5, 6), (GMAIL, GMAIL, OUTLOOK, "hotmail.es"), 3, 9),
    Land("PL", 3, 1, (5, 6), (GMAIL, "wp.pl", "o2.pl", "onet.pl"), 3, 6),
    Land("IN", 11, 5.5, (5, 6), (GMAIL, GMAIL, GMAIL, GMAIL, "rediffmail.com", YAHOO), 4, 14),
    Land("BR", 6, -3, (5, 6), (GMAIL, GMAIL, "hotmail.com", "uol.com.br"), 4, 21),
    Land("JP", 5, 9, (5, 6), (GMAIL, "yahoo.co.jp", "docomo.ne.jp", ICLOUD), 3, 20),
    Land("KR", 3, 9, (5, 6), (GMAIL, "naver.com", "daum.net"), 3, 6),
    Land("PH", 3, 8, (5, 6), (GMAIL, GMAIL, YAHOO), 3, 9),
    Land("ID", 3, 7, (5, 6), (GMAIL, GMAIL, YAHOO), 3, 12),
    Land("NG", 2, 1, (5, 6), (GMAIL, GMAIL, YAHOO), 2, 12),
    Land("KE", 1, 3, (5, 6), (GMAIL, GMAIL), 2, 10),
    Land("AE", 2, 4, (4, 5), (GMAIL, OUTLOOK, "eim.ae"), 2, 8),
    Land("EG", 2, 2, (4, 5), (GMAIL, YAHOO, OUTLOOK), 2, 7),
    Land("TR", 2, 3, (5, 6), (GMAIL, "hotmail.com"), 3, 19),
    Land("UA", 2, 2, (5, 6), (GMAIL, "ukr.net"), 3, 24),
    Land("MX", 3, -6, (5, 6), (GMAIL, "hotmail.com"), 3, 16),
    Land("CA", 3, -5, (5, 6), (GMAIL, OUTLOOK, "rogers.com"), 3, 11),
    Land("AU", 2, 10, (5, 6), (GMAIL, "bigpond.com", OUTLOOK), 3, 26),
    Land("VN", 2, 7, (5, 6), (GMAIL, GMAIL), 2, 2),
    Land("HK", 1.5, 8, (5, 6), (GMAIL, OUTLOOK, "163.com", "qq.com"), 2, 1),
    Land("AR", 1.5, -3, (5, 6), (GMAIL, "hotmail.com"), 2, 25),
)
SHARE = np.array([x.share for x in LANDS])
TZ = np.array([x.tz for x in LANDS])
CODE = np.array([x.code for x in LANDS], dtype=object)
POOR = tuple(i for i, x in enumerate(LANDS) if x.code in ("PH", "KE", "NG", "IN", "ID", "VN", "EG"))
RICH = tuple(i for i, x in enumerate(LANDS) if x.code in ("US", "GB", "DE", "FR", "CA", "AU", "JP"))


def rest_table() -> np.ndarray:
    """[land, weekday] true on that country's days of rest."""
    table = np.zeros((len(LANDS), 7), dtype=bool)
    for i, land in enumerate(LANDS):
        table[i, list(land.rest)] = True
    return table


_FIRST = "an bel cor dan el fa gor hi is jo ka lu mar na o pa ri sa ti va we ya zo mi ne ro"
_NEXT = "na ria ton lia mas cia ven der mir ka sha lo ne ta rin co di le ra mo"
_A, _B = _FIRST.split(), _NEXT.split()


def person(rng: np.random.Generator, n: int) -> tuple[list[str], list[str]]:
    """First and family names of n people; like life, many share one."""

    def word(parts: int) -> list[str]:
        a = rng.integers(0, len(_A), n)
        rest = rng.integers(0, len(_B), (n, parts))
        return [_A[i] + "".join(_B[k] for k in row) for i, row in zip(a, rest, strict=True)]

    return word(1), word(2)
