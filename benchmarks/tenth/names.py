"""Mail names."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World

_FIRST = (
    "maria james wei priya lucas anna ahmed chioma yuki sofia david linh jose fatima paul emma budi grace "
    "ivan laura omar kate tomas aisha john rosa minh eva carlos nina"
)
_LAST = (
    "smith silva kumar garcia nguyen mueller santos okafor tanaka brown kowalski yilmaz martin putri cruz "
    "dubois ali jones hassan sharma costa tran wilson moreau reyes schmidt ito bello khan novak"
)
FIRST, LAST = _FIRST.split(), _LAST.split()
DOMAIN = (
    ["gmail.com"] * 11
    + ["outlook.com"] * 3
    + ["yahoo.com"] * 2
    + ["icloud.com", "hotmail.com", "proton.me", "gmx.de", "mail.ru", "web.de"]
)


def mails(world: World, n: int) -> Array:
    """Mail names as people choose them: most have digits or a dot, few are random."""
    rng = world.rng
    a, b = rng.integers(0, len(FIRST), n), rng.integers(0, len(LAST), n)
    how, num = rng.random(n), rng.integers(1, 9999, n)
    dom = rng.integers(0, len(DOMAIN), n)
    out = [_mail(FIRST[i], LAST[j], h, m) + "@" + DOMAIN[d] for i, j, h, m, d in zip(a, b, how, num, dom, strict=True)]
    return np.array(out, dtype=object)


def _mail(first: str, last: str, how: float, number: int) -> str:
    if how < 0.3:
        return f"{first}.{last}{number % 100:02d}"
    if how < 0.55:
        return f"{first}{last}{1960 + number % 50}"
    if how < 0.8:
        return f"{first[0]}{last}{number}"
    return f"{last}{first[:2]}{number * 7919 % 100003:x}" if how < 0.95 else f"{number * 104729 % 10**8:x}{first[0]}"
