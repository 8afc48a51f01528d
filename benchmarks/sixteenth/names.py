"""Mailboxes: what people and firms call themselves."""

from __future__ import annotations

import random

FIRST = ["anna", "ben", "carlos", "diana", "emeka", "fatima", "george", "hana", "ivan", "julia", "kenji", "lena",
         "maria", "nguyen", "olga", "pedro", "quinn", "rosa", "sam", "tara", "umar", "vera", "wei", "xin", "yusuf",
         "zoe", "amit", "lucas", "noah", "emma", "liam", "mia", "ali", "sara", "omar", "lea", "jan", "eva", "tom",
         "nina", "raj", "priya", "minh", "thao", "jun", "soo", "ade", "chi", "kofi", "ama"]  # fmt: skip
LAST = ["smith", "garcia", "mueller", "rossi", "silva", "kumar", "singh", "khan", "chen", "wang", "kim", "park",
        "tanaka", "sato", "nguyen", "tran", "ivanov", "kowalski", "okafor", "mensah", "mwangi", "haddad", "cohen",
        "yilmaz", "novak", "jansen", "berg", "dubois", "martin", "lopez", "perez", "costa", "santos", "reyes", "cruz",
        "patel", "shah", "das", "roy", "ahmed", "hassan", "brown", "jones", "lee", "clark", "walker", "young", "hill",
        "wood"]  # fmt: skip
WORD = ["north", "bright", "cedar", "delta", "ember", "falcon", "grove", "harbor", "iris", "juno", "kestrel", "lumen",
        "maple", "nova", "orchid", "pine", "quartz", "ridge", "solar", "tidal", "umber", "vista", "willow", "zephyr",
        "atlas", "birch", "coral", "dune", "echo", "fjord"]  # fmt: skip
FREE = [*["gmail.com"] * 11, "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "icloud.com", "proton.me",
        "gmx.de", "web.de", "naver.com", "qq.com", "163.com", "mail.ru", "orange.fr", "yahoo.co.jp", "uol.com.br",
        "rediffmail.com", "wp.pl", "libero.it"]  # fmt: skip
ENDS = ("com", "com", "net", "org", "io", "co", "eu", "de", "in", "com.br")
STYLES = ("f.l", "fl9", "fl9", "f9", "f_l", "nick", "l.f9", "fi.l")
"""Of the local parts that people choose."""


def domain(r: random.Random) -> str:
    """A firm's."""
    first, dash, second = r.choice(WORD), r.choice(("-", "")), r.choice(WORD)
    number = r.randrange(9) if r.random() < 0.2 else ""
    return f"{first}{dash}{second}{number}.{r.choice(ENDS)}"


def token(r: random.Random, prefix: str, n: int = 14) -> str:
    """A random identifier of n hexadecimal digits."""
    return f"{prefix}{r.getrandbits(4 * n):0{n}x}"


def mailbox(r: random.Random, taken: set[str], domain: str | None = None, style: str | None = None) -> str:
    """An address nobody has yet; of these, at a free provider where no domain is told. Adds it to those taken."""
    for attempt in range(50):
        local = _local(r, style)
        address = f"{local}@{domain or r.choice(FREE)}"
        if address not in taken:
            break
        if attempt > 20:
            address = f"{local}{r.randrange(9999)}@{domain or 'gmail.com'}"
    taken.add(address)
    return address


def _local(r: random.Random, style: str | None) -> str:
    """A local part of the style. All are drawn and one is taken, so that each takes as many draws."""
    f, last = r.choice(FIRST), r.choice(LAST)
    style = style or r.choice(STYLES)
    y = r.choice((r.randrange(70, 100), r.randrange(1, 100), r.randrange(1960, 2012)))
    return {
        "f.l": f"{f}.{last}",
        "fl9": f"{f}{last}{y}",
        "f9": f"{f}{r.randrange(10, 9999)}",
        "f_l": f"{f}_{last}",
        "l.f9": f"{last}.{f}{y}",
        "nick": f"{r.choice(WORD)}{r.choice(WORD)}{r.choice(('', y))}",
        "fi.l": f"{f[0]}.{last}",
        "rand": token(r, "", 10),
        "seat": f"seat{r.randrange(1, 500):03d}",
        "student": f"s{r.randrange(100000, 999999)}",
        "w9": f"{r.choice(WORD)}{r.randrange(1000, 9999)}",
        "fl99": f"{f}{last}{r.randrange(10, 99)}",
        "ff9": f"{f}{r.choice(FIRST)}{r.randrange(100, 999)}",
    }[style]
