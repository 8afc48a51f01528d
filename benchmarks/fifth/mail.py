"""Mailboxes: as people choose them, as organisations give them, as scripts make them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.fifth.looks import SYLLABLES

Objects = npt.NDArray[np.object_]
_GIVEN = (
    "ana ben chika dev elif femi grace hana ivan joon kofi lena maya "
    "nils omar priya quinn rosa sam tariq uma vera wei xena yuki zoe"
)
_FAMILY = (
    "abebe baker costa dubois eze fischer garcia hoang ito jain kim lopez mensah "
    "novak okafor park quispe rossi silva tran ueda vogel wang xu yilmaz zhou"
)
_FIRST, _LAST = tuple(_GIVEN.split()), tuple(_FAMILY.split())
WEBMAIL = np.array(["gmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.com", "qq.com", "gmx.net"], object)
_WEB_SHARE = np.array([58, 13, 9, 8, 5, 4, 3]) / 100
RELAY = np.array(["proton.me", "duck.com", "relay.firefox.com", "simplelogin.com", "tuta.io"], object)
DISPOSABLE = np.array(["mailinator.com", "tmpbox.net", "dropmail.me", "onesecmail.org", "10minbox.com"], object)


def people_locals(rng: np.random.Generator, count: int) -> list[str]:
    """The part before the @ as people choose it: many shapes."""
    first, last = rng.integers(0, len(_FIRST), count), rng.integers(0, len(_LAST), count)
    number, shape = rng.integers(1, 9999, count), rng.integers(0, 7, count)
    out = []
    for a, b, n, s in zip(first, last, number, shape, strict=True):
        f, g = _FIRST[a], _LAST[b]
        out.append(
            (
                f"{f}.{g}{n % 100}",
                f"{f}{g}{n}",
                f"{f[0]}{g}{n % 1000}",
                f"{f}_{g}{n % 100}",
                f"{g}.{f}{n % 10000}",
                f"{f}{1960 + n % 50}{g[0]}",
                f"{SYLLABLES[n % 20]}{SYLLABLES[n % 19]}{f}{n}",
            )[s]
        )
    return out


def webmail(rng: np.random.Generator, count: int) -> Objects:
    """Ordinary mailboxes."""
    domain = rng.choice(WEBMAIL, count, p=_WEB_SHARE)
    return np.array([f"{who}@{at}" for who, at in zip(people_locals(rng, count), domain, strict=True)], object)


def at_domain(rng: np.random.Generator, count: int, domain: str | Objects) -> Objects:
    """Mailboxes of an organisation (first.last, with a number where two share a name)."""
    domains = np.full(count, domain, object) if isinstance(domain, str) else domain
    return np.array(
        [
            f"{_FIRST[a]}.{_LAST[b]}{n or ''}@{d}"
            for a, b, n, d in zip(
                rng.integers(0, 26, count), rng.integers(0, 26, count), rng.integers(0, 40, count), domains, strict=True
            )
        ],
        object,
    )


def scripted(rng: np.random.Generator, count: int, shape: int, domain: str | Objects) -> Objects:
    """Mailboxes a script names: one shape for all."""
    domains = np.full(count, domain, object) if isinstance(domain, str) else domain
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    out = []
    for a, b, n, d in zip(
        rng.integers(0, 26, count), rng.integers(0, 26, count), rng.integers(1000, 999999, count), domains, strict=True
    ):
        noise = "".join(letters[rng.integers(0, 26, 10)]) if shape in (1, 3) else ""
        out.append(
            (
                f"{_FIRST[a]}{_LAST[b]}{n % 10000:04d}",
                noise,
                f"{_LAST[b]}.{_FIRST[a]}.{n % 1000:03d}",
                f"{noise[:5]}{n % 1000:03d}",
                f"u{n:06d}",
            )[shape]
            + f"@{d}"
        )
    return np.array(out, object)


def tagged(rng: np.random.Generator, batch: npt.NDArray[np.int64]) -> Objects:
    """Plus-tags on one inbox per batch."""
    boxes = people_locals(rng, int(batch.max()) + 1)
    return np.array(
        [f"{boxes[b]}+{n:x}@gmail.com" for b, n in zip(batch, rng.integers(16, 1 << 20, len(batch)), strict=True)],
        object,
    )
