"""Countries: weight, hours from UTC, share of homes with IPv6, and the region whose names and mailboxes are used."""

from __future__ import annotations

import numpy as np

_TABLE = """
US 22 -6 .45 w, IN 13 5.5 .60 i, BR 6 -3 .42 l, GB 5 0 .38 w, DE 5 1 .55 d, FR 4 1 .60 w, JP 5 9 .45 j, ID 4 7 .15 s,
PH 4 8 .12 s, CA 3 -5 .35 w, KR 3 9 .15 k, VN 3 7 .45 s, MX 3 -6 .35 l, ES 2.5 1 .08 l, IT 2.5 1 .10 w, NG 2 1 .02 s,
PL 2 1 .15 w, TR 2 3 .05 s, AU 2 10 .25 w, PK 2 5 .10 i, NL 1.5 1 .30 w, SG 1.2 8 .25 s, EG 1.2 2 .04 s, UA 1.2 2 .10 r,
TW 1.2 8 .40 j, AR 1.2 -3 .15 l
"""
_ROWS = [row.split() for row in _TABLE.split(",")]
CODES = [row[0] for row in _ROWS]
_COUNTS = np.array([float(row[1]) for row in _ROWS])
WEIGHT = _COUNTS / _COUNTS.sum()
HOURS = np.array([float(row[2]) for row in _ROWS])
SIX = np.array([float(row[3]) for row in _ROWS])
REGION = [row[4] for row in _ROWS]


def anywhere(rng: np.random.Generator) -> int:
    """A country, likelier a large one."""
    return int(rng.choice(len(CODES), p=WEIGHT))


def one_of(rng: np.random.Generator, codes: str) -> int:
    """One of these countries."""
    return CODES.index(rng.choice(codes.split()))
