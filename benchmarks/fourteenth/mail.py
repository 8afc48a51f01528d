"""Mail addresses as people, firms, schools and farms make them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.fourteenth.words import FIRST, LAST, WORDS
from benchmarks.fourteenth.world import Group, World

_FREE = (
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "hotmail.com",
    "proton.me",
    "gmx.de",
    "mail.ru",
    "qq.com",
    "163.com",
)
_FREE_P = np.array([50, 14, 9, 8, 6, 3, 3, 2, 3, 2]) / 100
_THROW = ("mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "temp-mail.org")
_RELAY = ("privaterelay.appleid.com", "simplelogin.com", "duck.com", "mozmail.com")


def domain(world: World, tail: str = "") -> str:
    """A fresh domain of its own."""
    rng = world.rng
    a, b = rng.choice(WORDS, 2)
    ends = ("com", "io", "co", "net", "ai", "org", "xyz", "site", "store", "top")
    return f"{a}{b}{int(rng.integers(10, 999))}.{tail or rng.choice(ends)}"


def _names(rng: np.random.Generator, n: int) -> tuple[list[str], list[str], np.ndarray]:
    return list(rng.choice(FIRST, n)), list(rng.choice(LAST, n)), rng.integers(0, 10000, n)


def _personal(world: World, group: Group, n: int) -> list[str]:
    first, last, num = _names(world.rng, n)
    way = world.rng.integers(0, 6, n)
    free = world.rng.choice(_FREE, n, p=_FREE_P)
    forms = ("{f}.{l}{d}", "{f}{l}{d}", "{f}_{l}{y}", "{l}{f[0]}{d}", "{f}{d}", "{f[0]}{l}{y}")
    rows = zip(first, last, num, way, free, strict=True)
    return [forms[w].format(f=f, l=s, d=int(d) % 1000, y=1960 + int(d) % 50) + "@" + m for f, s, d, w, m in rows]


def _named(world: World, group: Group, n: int) -> list[str]:
    """One pattern at one provider, as a script or one clerk fills forms."""
    first, last, num = _names(world.rng, n)
    free = group.once("free", lambda: str(world.rng.choice(_FREE, p=_FREE_P)))
    width = group.once("width", lambda: int(world.rng.integers(2, 5)))
    return [f"{f}{s}{int(d) % 10**width:0{width}d}@{free}" for f, s, d in zip(first, last, num, strict=True)]


def _at(world: World, group: Group, n: int, tail: str = "") -> list[str]:
    home = group.once("domain", lambda: domain(world, tail))
    first, last, num = _names(world.rng, n)
    return [f"{f}.{s}{int(d) % 90 or ''}@{home}" for f, s, d in zip(first, last, num, strict=True)]


def _school(world: World, group: Group, n: int) -> list[str]:
    return _at(world, group, n, "edu")


def _numbered(world: World, group: Group, n: int) -> list[str]:
    home = group.once("domain", lambda: domain(world))
    word = group.once("word", lambda: str(world.rng.choice(("seat", "svc", "agent", "student", "bot", "user", "ops"))))
    start = group.once("seats", lambda: [int(world.rng.integers(1, 40))])
    start[0] += n
    return [f"{word}{i:03d}@{home}" for i in range(start[0] - n, start[0])]


def _catchall(world: World, group: Group, n: int) -> list[str]:
    homes = group.once("homes", lambda: [domain(world) for _ in range(int(world.rng.integers(1, 6)))])
    first, last, num = _names(world.rng, n)
    picks = world.rng.integers(0, len(homes), n)
    return [f"{f}{s[:3]}{int(d) % 100}@{homes[p]}" for f, s, d, p in zip(first, last, num, picks, strict=True)]


def _random(world: World, group: Group, n: int) -> list[str]:
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz0123456789"))
    size = group.once("letters", lambda: int(world.rng.integers(8, 13)))
    free = group.once("free", lambda: str(world.rng.choice(_FREE, p=_FREE_P)))
    return ["".join(row) + "@" + free for row in letters[world.rng.integers(0, 36, (n, size))]]


def _alias(world: World, group: Group, n: int) -> list[str]:
    """Plus signs on a few mailboxes."""
    base = group.once("base", lambda: [p.split("@")[0] for p in _personal(world, group, max(1, n // 8))])
    tags = world.rng.integers(1, 10**6, n)
    return [f"{base[int(t) % len(base)]}+{t}@gmail.com" for t in tags]


def _relay(world: World, group: Group, n: int) -> list[str]:
    keys = world.rng.integers(36**6, 36**8, n)
    return [f"{np.base_repr(int(k), 36).lower()}@{m}" for k, m in zip(keys, world.rng.choice(_RELAY, n), strict=True)]


def _disposable(world: World, group: Group, n: int) -> list[str]:
    keys = world.rng.integers(36**5, 36**7, n)
    return [f"{np.base_repr(int(k), 36).lower()}@{m}" for k, m in zip(keys, world.rng.choice(_THROW, n), strict=True)]


def _vendor(world: World, group: Group, n: int) -> list[str]:
    """Bulk mailboxes of one shop."""
    home = group.once("shop", lambda: str(world.rng.choice([*world.market.boxes, "outlook.com", "hotmail.com"])))
    first, last, num = _names(world.rng, n)
    return [f"{f}{s}{d}@{home}" for f, s, d in zip(first, last, num, strict=True)]


def _clients(world: World, group: Group, n: int) -> list[str]:
    """Each its own small domain."""
    first, _, _ = _names(world.rng, n)
    return [f"{f}@{domain(world)}" for f in first]


def _mixed(world: World, group: Group, n: int) -> list[str]:
    pairs = zip(_personal(world, group, n), _at(world, group, n), world.rng.random(n), strict=True)
    return [b if u < 0.5 else a for a, b, u in pairs]


def _family(world: World, group: Group, n: int) -> list[str]:
    last = group.once("family", lambda: str(world.rng.choice(LAST)))
    first, _, num = _names(world.rng, n)
    return [f"{f}.{last}{int(d) % 100}@gmail.com" for f, d in zip(first, num, strict=True)]


_WAYS: dict[str, Callable[[World, Group, int], list[str]]] = {
    "personal": _personal, "named": _named, "org": _at, "school": _school, "numbered": _numbered,
    "catchall": _catchall, "random": _random,
    "alias": _alias, "relay": _relay, "disposable": _disposable, "vendor": _vendor, "clients": _clients,
    "mixed": _mixed, "family": _family,
    "aged": _personal,
}  # fmt: skip


def mails(world: World, group: Group, knobs: dict[str, Any], n: int) -> np.ndarray:
    """Addresses of n members: the group's way for a share of them, a person's for the rest."""
    ours = np.array(_WAYS[knobs["mail"]](world, group, n), dtype=object)
    plain = np.array(_personal(world, group, n), dtype=object)
    return np.where(world.rng.random(n) < knobs["mail_share"], ours, plain)
