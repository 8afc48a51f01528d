"""Mail addresses in the styles people, firms, schools, relays and account farms have."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Rng = np.random.Generator
_FIRST = """
anna ben carla david elif farah george hana ivan julia karim lena maria nina omar paula quentin rosa sam tara uma
viktor wei xenia yuki zara arjun bruno chloe diego emma felix grace hugo isla jack kofi luis mei noah olga priya
rafael sofia thanh ulrich
"""
_LAST = """
smith garcia mueller silva kumar nguyen tanaka kim santos rossi ivanov okafor hassan yilmaz kowalski jansen dubois
lopez chen patel brown wilson costa ferrari popescu andersson novak haddad mwangi reyes cruz park sato singh khan
ali horvat moreau becker diaz
"""
FIRST, LAST = _FIRST.split(), _LAST.split()
_FREE = {
    "gmail.com": 60,
    "outlook.com": 10,
    "hotmail.com": 9,
    "yahoo.com": 8,
    "icloud.com": 8,
    "proton.me": 2,
    "gmx.de": 2,
    "naver.com": 1,
}
FREE = [domain for domain, weight in _FREE.items() for _ in range(weight)]
RELAYS = ["privaterelay.appleid.com", "duck.com", "mozmail.com", "simplelogin.com"]
_WORDS = """
north blue alto vela prime core nova terra luma orbit delta stone clear green civic metro vital apex solid bright
"""
WORDS = _WORDS.split()


def stem(r: Rng) -> tuple[str, str]:
    """A given and a family name."""
    return FIRST[int(r.integers(len(FIRST)))], LAST[int(r.integers(len(LAST)))]


def person(r: Rng) -> str:
    """A consumer's address: names, initials, years, nicknames."""
    a, b = stem(r)
    local = (
        f"{a}.{b}{r.integers(1, 999)}",
        f"{a}{b}{r.integers(60, 2010)}",
        f"{a[0]}{b}{r.integers(1, 9999)}",
        f"{a}_{b}{r.integers(1, 99)}",
        f"{b}{a}{r.integers(1, 99999)}",
    )[int(r.integers(5))]
    return f"{local}@{FREE[int(r.integers(len(FREE)))]}"


def noise(r: Rng, n: int) -> str:
    """Random letters and digits."""
    return "".join(r.choice(list("abcdefghijklmnopqrstuvwxyz0123456789"), n))


def relay(r: Rng) -> str:
    """A privacy relay's address."""
    return f"{noise(r, 10)}@{RELAYS[int(r.integers(len(RELAYS)))]}"


def company_domain(r: Rng) -> str:
    """A firm's domain."""
    a, b = r.choice(WORDS, 2)
    return f"{a}{b}{int(r.integers(1, 999))}.{('com', 'io', 'co', 'net')[int(r.integers(4))]}"


def staff(domain: str) -> Callable[[Rng], str]:
    """first.last at a firm, numbered where two have one name."""
    return lambda r: f"{'.'.join(stem(r))}{int(r.integers(1, 400))}@{domain}"


def numbered(prefix: str, domain: str, width: int = 4) -> Callable[[Rng], str]:
    """kiosk0042@firm: what an administrator's script makes."""
    return lambda r: f"{prefix}{int(r.integers(10 ** (width + 2))):0{width + 2}d}@{domain}"


def farm(domains: list[str], style: int) -> Callable[[Rng], str]:
    """A vendor's lots: random letters, or names with digits, on a few domains of its own or of free mail."""

    def one(r: Rng) -> str:
        a, b = stem(r)
        local = (noise(r, 11), f"{a}{b}{int(r.integers(1000, 9999))}", f"{b}.{a}.{noise(r, 3)}")[style]
        return f"{local}@{domains[int(r.integers(len(domains)))]}"

    return one


def many(r: Rng, n: int, style: Callable[[Rng], str]) -> np.ndarray:
    """n addresses of one style."""
    return np.array([style(r) for _ in range(n)], object)


def pattern(mail: str) -> str:
    """The shape of the local part, as a lab keeps it that keeps no address: a5.a7d2."""
    out, last, run = "", "", 0
    for ch in mail.split("@")[0] + "\0":
        kind = "a" if ch.isalpha() else "d" if ch.isdigit() else ch
        if kind == last and kind in "ad":
            run += 1
            continue
        out += f"{last}{run}" if last in ("a", "d") else last
        last, run = kind, 1
    return out
