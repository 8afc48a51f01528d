"""Names, mailboxes and topics: what people vary by taste and scripts by rule."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_FIRST_TEXT: Final = """
anna ben carla david elena farid grace hugo ines jonas kavya liam maria noah olga pavel quinn rosa samir tara
umar vera wei xenia yuki zoe amir bianca chen diego emma felix gita hana ivan julia karim lena marco nina omar
priya raj sofia
"""
FIRST: Final = _FIRST_TEXT.split()
_LAST_TEXT: Final = """
adler brown costa dubois evans fischer garcia haddad ito jansen kumar lopez mueller nguyen okafor petrov quist
rossi silva tanaka usman vogel wang xu yilmaz zhang ahmed becker clark dias eriksson ferrari gupta hoang
ivanov jones khan
"""
LAST: Final = _LAST_TEXT.split()
FREE_DOMAINS: Final = (
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "proton.me",
    "gmx.de",
    "mail.ru",
    "qq.com",
)
FREE_SHARES: Final = (0.55, 0.16, 0.11, 0.07, 0.04, 0.03, 0.02, 0.02)
DISPOSABLE: Final = ("dropmail.example", "tempinbox.example", "mailnull.example")
ZONES: Final = (("US", -6.0, 0.34), ("DE", 1.0, 0.12), ("IN", 5.5, 0.18), ("BR", -3.0, 0.1), ("JP", 9.0, 0.1),
                ("GB", 0.0, 0.1), ("NG", 1.0, 0.06))  # fmt: skip


def people(rng: np.random.Generator, count: int, domains: NDArray[Any] | None = None) -> NDArray[Any]:
    """Mailboxes as people choose them: six habits, numbers of any length."""
    first, last = rng.choice(FIRST, count), rng.choice(LAST, count)
    number = np.where(rng.random(count) < 0.5, rng.integers(0, 100, count), rng.integers(1950, 2012, count)).astype(str)
    habit = rng.choice(6, count, p=(0.28, 0.24, 0.16, 0.14, 0.1, 0.08))
    salt = rng.integers(0, 10_000, count).astype(str)
    local = np.select(
        [habit == 0, habit == 1, habit == 2, habit == 3, habit == 4],
        [_glue(first, ".", last, salt), _glue(first, last, number), _glue(first, "_", number, salt[::-1]),
         _glue([name[0] for name in first], last, salt), _glue(last, ".", first, number)],
        default=_glue(handles(rng, count), number),
    )  # fmt: skip
    chosen = rng.choice(FREE_DOMAINS, count, p=FREE_SHARES) if domains is None else domains
    return _glue(local, "@", chosen).astype(object)


def handles(rng: np.random.Generator, count: int) -> NDArray[Any]:
    """Invented words of 4-10 letters."""
    consonants, vowels = list("bcdfghjklmnprstvwz"), list("aeiou")
    parts = [rng.choice(consonants if at % 2 == 0 else vowels, count) for at in range(10)]
    words = _glue(*parts)
    return np.array([word[:length] for word, length in zip(words, rng.integers(4, 11, count), strict=True)])


def scripted(rng: np.random.Generator, count: int, domains: NDArray[Any], style: int) -> NDArray[Any]:
    """Mailboxes as a script makes them: one rule for all, drawn by `style`."""
    number = np.array([f"{value:04d}" for value in rng.integers(0, 10_000, count)])
    if style % 3 == 0:
        local = _glue(rng.choice(FIRST, count), rng.choice(LAST, count), number)
    elif style % 3 == 1:
        letters = rng.choice(list("bcdfghjklmnpqrstvwxz0123456789"), (count, 9))
        local = np.array(["k" + "".join(row) for row in letters])
    else:
        local = _glue(rng.choice(FIRST, count), ".", rng.choice(LAST, count), ".", number)
    return _glue(local, "@", domains).astype(object)


def zones(rng: np.random.Generator, count: int) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Country and offset of each account, in hours."""
    drawn = rng.choice(len(ZONES), count, p=[share for _, _, share in ZONES])
    return (
        np.array([name for name, _, _ in ZONES], object)[drawn],
        np.array([offset for _, offset, _ in ZONES])[drawn],
    )


def _glue(*parts: Any) -> NDArray[Any]:
    result = np.asarray(parts[0], str)
    for part in parts[1:]:
        result = np.char.add(result, np.asarray(part, str))
    return result
