"""Invented words, people, domains and mailboxes, named by people or by a ring's script."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.third.draw import Draw, Floats, zipf

_SYLLABLES = (
    "ba be bo da de do fa fi ga go ha he ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se "
    "shi so ta te ti to va vi wa ya yo za zu an en in on ar er el al"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
FREE = (
    *("gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "icloud.com", "qq.com", "proton.me", "gmx.net"),
    *("mail.ru", "163.com", "naver.com", "web.de", "yandex.com"),
)
Mailer = Callable[[], str]


class Words:
    """Words of syllables, and people's names, some more common than others."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._syllables = _SYLLABLES.split()
        self._first = sorted({self.word(2, 2) for _ in range(400)})
        self._last = sorted({self.word(2, 3) for _ in range(900)})
        self._first_below = _shares(len(self._first), 0.7)
        self._last_below = _shares(len(self._last), 0.6)

    def word(self, low: int = 2, high: int = 3) -> str:
        """A word of low ... high syllables."""
        return "".join(self._draw.pick(self._syllables) for _ in range(self._draw.integer(low, high)))

    def title(self) -> str:
        """A company's name."""
        return self.word().title()

    def person(self) -> tuple[str, str]:
        """A first and a last name."""
        random = self._draw.rng.random
        first = self._first[int(np.searchsorted(self._first_below, random()))]
        return first, self._last[int(np.searchsorted(self._last_below, random()))]


def _shares(n: int, exponent: float) -> Floats:
    total = np.cumsum(zipf(n, exponent))
    shares: Floats = total / total[-1]
    return shares


class Mail:
    """Mailboxes, no two alike, and domains."""

    def __init__(self, draw: Draw, words: Words) -> None:
        self._draw, self._words = draw, words
        self._free_weights = zipf(len(FREE), draw.uniform(0.9, 1.6))
        endings = (".xyz", ".site", ".email", ".top")
        self._disposable = [words.word(3, 3) + draw.pick(endings) for _ in range(draw.integer(3, 8))]
        self._boxes: set[str] = set()
        self._domains: set[str] = set()

    def free(self) -> str:
        """A free mail provider's domain."""
        return self._draw.weighted(FREE, self._free_weights)

    def domain(self, endings: Sequence[str] = (".com", ".io", ".net", ".co", ".org")) -> str:
        """A new domain."""
        while True:
            domain = self._words.word(3, 4) + self._draw.pick(endings)
            if domain not in self._domains:
                self._domains.add(domain)
                return domain

    def unique(self, make: Mailer) -> str:
        """The first mailbox from `make` that nobody has; numbered when it runs short of them."""
        for attempt in range(60):
            box = make()
            if attempt >= 30:
                box = box.replace("@", f"{self._draw.integer(0, 99_999)}@")
            if box not in self._boxes:
                break
        else:
            box = self._draw.hexadecimal(12) + "@" + self._draw.pick(FREE)
        self._boxes.add(box)
        return box

    def personal(self, domain: str | None = None) -> str:
        """A mailbox as a person names it; at a free (rarely a disposable) provider unless a domain is given."""
        return self.unique(lambda: self._personal(domain))

    def _personal(self, domain: str | None) -> str:
        draw, word = self._draw, self._words.word
        first, last = self._words.person()
        at = domain or (draw.pick(self._disposable) if draw.chance(0.012) else self.free())
        habits: tuple[tuple[float, Mailer], ...] = (
            (0.3, lambda: f"{first}.{last}"),
            (0.48, lambda: f"{first}{last}{draw.integer(1, 99)}"),
            (0.62, lambda: f"{first[0]}{last}{draw.integer(60, 2010)}"),
            (0.8, lambda: f"{word(2, 4)}{draw.integer(1, 9999)}"),
            (0.88, lambda: f"{first}_{last}{draw.integer(1, 99)}"),
            (0.94, lambda: word(3, 4)),
            (1.0, lambda: f"{first}{last[0]}{draw.integer(1970, 2008)}"),
        )
        u = draw.rng.random()
        return f"{next(habit for below, habit in habits if u < below)()}@{at}"

    def script(self, domains: Sequence[str], style: str) -> Mailer:
        """A mailer that names boxes by a rule: seq, word, rand, name, dot, plus, mixnum or (else) year."""
        draw, words = self._draw, self._words
        count, stem = draw.integer(1, 400), words.word()
        length, digits = draw.integer(8, 12), draw.integer(3, 5)
        low, high = 10 ** (digits - 1), 10**digits - 1

        def make() -> str:
            nonlocal count
            count += draw.integer(1, 3)
            first, last = words.person()
            domain = draw.pick(domains)
            rules: dict[str, Mailer] = {
                "seq": lambda: f"{stem}{count:04d}",
                "word": lambda: f"{words.word()}{draw.integer(low, high)}",
                "rand": lambda: "".join(_LETTERS[i] for i in draw.rng.integers(0, 26, length)),
                "name": lambda: f"{first}{last}{draw.integer(low, high)}",
                "dot": lambda: f"{first}.{last}.{draw.integer(10, 99)}",
                "plus": lambda: f"{stem}+{words.word(2, 2)}{draw.integer(1, 99)}",
                "mixnum": lambda: f"{first}{draw.integer(10, 99)}{last[:3]}{draw.integer(100, 999)}",
                "year": lambda: f"{first}{last[0]}{draw.integer(1975, 2006)}",
            }
            return f"{rules[style]()}@{domain}"

        return lambda: self.unique(make)
