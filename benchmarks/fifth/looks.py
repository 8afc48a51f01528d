"""What accounts look like: names, clients, card prefixes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SOUNDS = "lo ra mi ten va ko bel su dor ni fa per zu lim ge tas vo ri man el"
SYLLABLES = tuple(_SOUNDS.split())
Objects = npt.NDArray[np.object_]
BROWSERS = np.array([f"t13d15{12 + k % 7}h2_{((k + 3) * 2654435761) & 0xFFFFFFFF:08x}" for k in range(22)], object)
PHONES = np.array(
    [f"{name}/{major}.{minor}" for name in ("ios-app", "android-app") for major in (6, 7) for minor in range(4)], object
)
KITS = np.array(
    [
        f"{name}/{version}"
        for name, newest in (("python-sdk", 9), ("node-sdk", 7), ("go-sdk", 4), ("http-curl", 2))
        for version in range(newest)
    ],
    object,
)
VIRTUAL_BINS = np.array([437551, 556371, 428836, 517746])  # issuers of virtual cards that honest people use too
PREPAID_BINS = np.array([408540, 511332, 435880])


def word(rng: np.random.Generator, parts: int = 3) -> str:
    """A made-up name."""
    return "".join(SYLLABLES[int(k)] for k in rng.integers(0, len(SYLLABLES), parts))


def some(rng: np.random.Generator, stock: Objects, count: int, skew: float = 1.0) -> Objects:
    """Draws from a stock, earlier ones more often when the skew is over 1."""
    drawn: Objects = stock[(len(stock) * rng.random(count) ** skew).astype(int)]
    return drawn


def prefixes(rng: np.random.Generator, country: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Card prefixes: a few large banks of each country, and a tail."""
    return 400000 + (country * 977 + rng.integers(0, 14, len(country)) ** 2 * 31) % 190000


def prefix(rng: np.random.Generator, country: int) -> int:
    """One card prefix of a country."""
    return int(prefixes(rng, np.array([country]))[0])


def program(rng: np.random.Generator) -> str:
    """The client name of somebody's own program."""
    return f"{word(rng)}{rng.choice(['', '-cli', '-worker', '-relay'])}/{rng.integers(0, 4)}.{rng.integers(0, 20)}"
