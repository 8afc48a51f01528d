"""Addresses that people and scripts give: names, numbers, free providers, company, private and disposable domains."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FREE = _words("gmail.com outlook.com yahoo.com icloud.com proton.me gmx.de qq.com 163.com naver.com hotmail.com")
_FREE_P = np.array([0.46, 0.14, 0.1, 0.08, 0.04, 0.04, 0.05, 0.03, 0.03, 0.03])
DISPOSABLE = ("mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "temp-mail.org")
_FIRST = _words(
    "ana ben chloe david elif farid grace hiro ines jonas kofi lena maria nikhil olga paulo quinn rosa "
    "sven thuy uma victor wei xenia yusuf zoe amara bruno carla deniz"
)
_LAST = _words(
    "almeida becker chen diaz evans fischer gupta haddad ito jansen kim lopez meyer nguyen okafor patel "
    "quist rossi silva tanaka ueda vogel wang xu yilmaz zhang adams brown costa dubois"
)
_SYLLABLE = _words("ba be bo da de di ga go ha he hu ja ka ko la le lu ma mi mo na no pa ra ri ro sa so ta to va we ya")
_ENDING = _words("ck ez in ko man ner ni ola ov rd ri s sen ski son th va wa x yan")
_WORD = _words(
    "blue iron cloud swift lunar pixel amber delta north ember tidal maple quartz orbit raven sonic cedar "
    "vivid atlas nova"
)
_STEM = _words(
    "tech labs soft works data media group systems studio partners digital analytics foods motors health bank"
)
_TLD = ("com", "io", "co", "net", "de", "fr", "co.uk", "in", "com.br", "dev")


def _pick(rng: np.random.Generator, values: tuple[str, ...], n: int, p: Any = None) -> Texts:
    return np.array(values, dtype=object)[rng.choice(len(values), n, p=p)]


def _digits(rng: np.random.Generator, n: int, width: int) -> Texts:
    return np.array([f"{v:0{width}d}" for v in rng.integers(0, 10**width, n)], dtype=object)


def _surnames(rng: np.random.Generator, n: int) -> Texts:
    """Mostly rare names, put together from syllables."""
    made = np.char.add(*(np.array(_SYLLABLE)[rng.integers(0, len(_SYLLABLE), n)] for _ in range(2))).astype(object)
    return np.where(rng.random(n) < 0.3, _pick(rng, _LAST, n), made + _pick(rng, _ENDING, n))


def distinct(rng: np.random.Generator, addresses: Texts) -> Texts:
    """The same addresses with letters put before those that somebody else already has: a mailbox has one owner.

    Dots and what follows a plus do not make another mailbox at the large providers.
    """
    out, seen = addresses.copy(), set[str]()
    for i, address in enumerate(addresses):
        while address and (address if "svc+" in address else address.replace(".", "")) in seen:
            address = chr(97 + int(rng.integers(26))) + address
        seen.add(address if "svc+" in address else address.replace(".", ""))
        out[i] = address
    return out


def people(rng: np.random.Generator, n: int, domains: Texts | None = None) -> Texts:
    """Addresses of n people, at free providers unless domains are given."""
    first, last = _pick(rng, _FIRST, n), _surnames(rng, n)
    word, two, four = _pick(rng, _WORD, n), _digits(rng, n, 2), _digits(rng, n, 4)
    forms = [
        first + "." + last,
        first + last + two,
        first + "." + last + two,
        word + first + four,
        first + "_" + last,
        first + four,
        word + _pick(rng, _WORD, n) + two,
        last + first + _digits(rng, n, 3),
    ]
    form = rng.choice(len(forms), n, p=[0.2, 0.2, 0.12, 0.1, 0.08, 0.12, 0.1, 0.08])
    local = np.choose(form, forms) if n else first
    at = _pick(rng, FREE, n, _FREE_P) if domains is None else domains
    return np.asarray(local + "@" + at, dtype=object)


def staff(rng: np.random.Generator, n: int, domain: str) -> Texts:
    """Addresses of a company's people: one form for the house."""
    first, last = _pick(rng, _FIRST, n), _surnames(rng, n)
    forms = (first + "." + last, np.array([f[0] for f in first], dtype=object) + last, first)
    numbers = np.array([str(i) if i else "" for i in rng.integers(0, 4, n)], dtype=object)
    return np.asarray(forms[int(rng.integers(3))] + numbers + "@" + domain, dtype=object)


def scripted(rng: np.random.Generator, n: int, domains: Texts, form: int | None = None) -> Texts:
    """Addresses a script makes: one template of five."""
    form = int(rng.integers(5)) if form is None else form
    if form == 0:
        local = _letters(rng, n, 10)
    elif form == 1:
        local = _pick(rng, _FIRST, n) + _pick(rng, _LAST, n) + _digits(rng, n, 4)
    elif form == 2:
        local = "user" + _digits(rng, n, 5)
    elif form == 3:
        local = _pick(rng, _WORD, n) + "." + _pick(rng, _WORD, n) + _digits(rng, n, 3)
    else:
        local = _letters(rng, n, 5) + _digits(rng, n, 6)
    return np.asarray(local + "@" + domains, dtype=object)


def _letters(rng: np.random.Generator, n: int, width: int) -> Texts:
    grid = rng.integers(97, 123, (n, width), dtype=np.uint8)
    return np.array([row.tobytes().decode() for row in grid], dtype=object)


def domain_name(rng: np.random.Generator) -> str:
    """A company-like domain."""
    number = str(rng.integers(2, 99)) if rng.random() < 0.4 else ""
    word, stem, tld = (values[int(rng.integers(len(values)))] for values in (_WORD, _STEM, _TLD))
    return f"{word}{stem}{number}-{rng.integers(36**3):x}.{tld}"


def triple(address: str, seed: int) -> tuple[str, str, str]:
    """Hash, domain and shape of an address, as a lab that keeps no addresses would write them."""
    local, _, domain = address.partition("@")
    shape, last = [], ""
    for char in local:
        kind = "9" if char.isdigit() else "a" if char.isalpha() else char
        if kind == last and kind == "a":
            continue
        shape.append(kind)
        last = kind
    digest = hashlib.blake2b(f"{seed}|{address}".encode(), digest_size=16).hexdigest()
    return digest, domain, "p:" + "".join(shape)
