"""Words, people's names, mail domains."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np

from benchmarks.ninth.draws import Arr, Rng, choose

_SOUNDS = (
    "ba be bo ca co da de do el fa fi ga go ha hi jo ka ke ki ko la le li lo ma me mi mo na ne ni no or pa pe ra "
    "re ri ro sa se si so ta te ti to tu va ve vi wa yo za zu"
)
_GIVEN = (
    "anna maria john david lucas priya rahul wei ming sara ahmed fatima olga ivan kenji yuki paulo ana julia emma "
    "noah liam sofia marta peter hans klaus pierre chloe marco giulia diego camila juan carlos minh linh budi "
    "siti aisha omar chidi ngozi kwame tunde elif mehmet anya piotr ewa lars ingrid tom kate alex sam nina leo "
    "max eva ravi deepa arjun hana"
)
_FAMILY = (
    "smith garcia kumar sharma silva santos mueller schmidt martin bernard rossi ferrari tanaka sato kim lee park "
    "nguyen tran wijaya putri khan hussain okafor adeyemi yilmaz kaya nowak kowalski jensen larsen jones brown "
    "wilson taylor lopez perez gomez ali hassan ivanov petrov cohen levy wong chan lim tan costa ramos patel "
    "singh das roy"
)
_PROVIDERS = (
    "gmail.com outlook.com yahoo.com icloud.com hotmail.com proton.me gmx.net naver.com qq.com 163.com yandex.com "
    "mail.com"
)
_ALIASES = "duck.com simplelogin.com mozmail.com anonaddy.me passmail.net proton.me tuta.io"
SYLLABLES, FIRST, LAST = _SOUNDS.split(), _GIVEN.split(), _FAMILY.split()
FREE, PRIVATE = _PROVIDERS.split(), _ALIASES.split()
FREE_P = np.array([58, 11, 6, 8, 5, 3, 2, 2, 2, 1, 1, 1]) / 100


def word(rng: Rng, k: int = 3) -> str:
    """A pronounceable invented name."""
    return "".join(rng.choice(SYLLABLES, k)).capitalize()


def locals_(rng: Rng, n: int) -> Arr:
    """Honest people's local parts: names, initials, years, nicknames."""
    a, b, form = choose(rng, FIRST, n), choose(rng, LAST, n), rng.integers(0, 6, n)
    num = rng.integers(1, 9999, n)
    return np.array([_local(x, y, int(f), int(k)) for x, y, f, k in zip(a, b, form, num, strict=True)], dtype=object)


def _local(a: str, b: str, form: int, k: int) -> str:
    year = 1960 + k % 50
    return (f"{a}.{b}{k % 100}", f"{a}{b}{year}", f"{a[0]}{b}{k}", f"{b}.{a}", f"{a}_{k}", f"{a}{b}{k}")[form]


def bulk(rng: Rng, n: int, style: int) -> Arr:
    """A mail vendor's local parts: random letters, name and four digits, two words, or names as people have them."""
    if style == 3:
        return locals_(rng, n)
    if style == 0:
        made = ["".join(rng.choice(list(ascii_lowercase), 10)) for _ in range(n)]
    elif style == 1:
        made = [f"{rng.choice(FIRST)}{rng.choice(LAST)}{rng.integers(1000, 9999)}" for _ in range(n)]
    else:
        made = [f"{word(rng).lower()}{word(rng, 2).lower()}{rng.integers(10, 99)}" for _ in range(n)]
    return np.array(made, dtype=object)


def pattern(local: str) -> str:
    """The shape of a local part: runs of letters and digits with their lengths."""
    out: list[str] = []
    prev, run = "", 0
    for ch in local + "\0":
        kind = "9" if ch.isdigit() else "a" if ch.isalpha() else ch
        if kind != prev:
            out.append(f"{prev}{run}" if prev in ("a", "9") else prev)
            prev, run = kind, 0
        run += 1
    return "".join(out)
