"""Countries: their weight among accounts, their hours from UTC and the banks that issue their cards."""

import numpy as np

from benchmarks.fifteenth.world import Arr, World

TZ: dict[str, tuple[float, float]] = {
    "US": (0.24, -6), "IN": (0.13, 5.5), "GB": (0.06, 0), "DE": (0.05, 1), "BR": (0.06, -3), "JP": (0.05, 9),
    "FR": (0.04, 1), "CA": (0.04, -5), "ID": (0.04, 7), "VN": (0.04, 7), "PH": (0.04, 8), "KR": (0.03, 9),
    "MX": (0.03, -6), "TR": (0.02, 3), "PL": (0.02, 1), "NG": (0.02, 1), "KE": (0.01, 3), "SG": (0.02, 8),
    "HK": (0.02, 8), "TW": (0.01, 8), "AU": (0.02, 10), "UA": (0.01, 2), "EG": (0.01, 2), "AR": (0.01, -3),
}  # fmt: skip
"""Country -> its share of accounts, and its hours from UTC."""
NAMES = list(TZ)


def countries(world: World, n: int, where: str = "world") -> Arr:
    """A country for each of n people: `world` by weight, `one` for all, or a code."""
    weights = np.array([TZ[c][0] for c in NAMES])
    weights = weights / weights.sum()
    if where in TZ:
        return np.full(n, where)
    names = np.array(NAMES)
    if where == "one":
        mixed = names[world.rng.choice(len(names), n, p=weights)]
        home = names[world.rng.choice(len(names), p=weights)]
        return np.where(world.rng.random(n) < 0.03, mixed, home)
    return names[world.rng.choice(len(names), n, p=weights)]


def offsets(country: Arr) -> Arr:
    """Hours from UTC of each country, n of them."""
    return np.array([TZ[str(c)][1] for c in country])


def bins(world: World, n: int = 1) -> list[str]:
    """The first six digits of n cards, as banks have them: few are common."""
    common = world.shared.setdefault("bins", [str(b) for b in world.rng.integers(400000, 559999, 240)])
    return [common[int(min(239, world.rng.exponential(45)))] for _ in range(n)]
