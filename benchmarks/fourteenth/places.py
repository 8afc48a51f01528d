"""Countries, their clocks and weights, and the shapes of a day."""

import numpy as np

# code, hours from UTC, weight of honest people
COUNTRIES: tuple[tuple[str, float, float], ...] = (
    ("US", -6, 24), ("IN", 5.5, 12), ("BR", -3, 6), ("GB", 0, 6), ("DE", 1, 6), ("FR", 1, 5), ("JP", 9, 5),
    ("KR", 9, 4), ("ID", 7, 4), ("MX", -6, 3), ("CA", -5, 3), ("ES", 1, 3), ("IT", 1, 3), ("NG", 1, 2), ("KE", 3, 2),
    ("PH", 8, 4), ("VN", 7, 3), ("TR", 3, 2), ("PL", 1, 2), ("UA", 2, 2), ("PK", 5, 2), ("EG", 2, 2), ("AU", 10, 2),
    ("SG", 8, 1), ("NL", 1, 1), ("AR", -3, 1), ("TW", 8, 1), ("HK", 8, 1),
)  # fmt: skip
CODES = [c[0] for c in COUNTRIES]
ZONE = {c[0]: c[1] for c in COUNTRIES}
WEIGHT = np.array([c[2] for c in COUNTRIES], dtype=float) / sum(c[2] for c in COUNTRIES)

_SHAPES = {
    "home": "1 1 0 0 0 0 1 2 4 6 7 7 6 6 7 7 7 7 8 9 10 10 8 4",
    "office": "0 0 0 0 0 0 1 3 8 12 13 11 6 9 12 12 11 8 4 2 1 1 1 0",
    "school": "0 0 0 0 0 0 1 4 12 14 13 11 7 12 11 7 4 3 3 4 4 3 1 0",
    "evening": "3 1 0 0 0 0 0 1 1 1 2 2 3 3 3 4 5 7 10 13 14 13 10 6",
    "night": "10 9 7 6 4 2 1 0 0 0 1 2 3 3 4 4 4 5 5 6 8 9 11 11",
    "flat": " ".join(["1"] * 24),
    "awake": "2 1 0 0 0 0 0 3 6 6 6 6 5 6 6 6 6 6 6 6 6 6 5 4",
}
PROFILES = [*_SHAPES, *[f"shift{h}" for h in range(24)]]


def _shift(start: int) -> list[float]:
    """A nine-hour shift with a meal in its middle."""
    day = [0.0] * 24
    for i, w in enumerate((6, 10, 10, 9, 3, 9, 10, 9, 5)):
        day[(start + i) % 24] = w
    return day


def profile_table() -> np.ndarray:
    """The cumulated shares of the hours, a row per profile, 25 columns from 0 to 1."""
    rows = [[float(x) for x in text.split()] for text in _SHAPES.values()] + [_shift(h) for h in range(24)]
    table = np.array(rows)
    table = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    return np.hstack([np.zeros((len(rows), 1)), table])


def some(rng: np.random.Generator, n: int) -> np.ndarray:
    """Countries of n people of the whole world."""
    return np.array(CODES, dtype=object)[rng.choice(len(CODES), n, p=WEIGHT)]
