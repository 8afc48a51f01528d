"""Countries, their household providers and mobile carriers, and the commercial exits everybody rents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.fifth.nets import DAY, LEASE, SESSION, WIDE, Nets

# code, hours from UTC, share of customers, how scarce IPv4 is there (exits of a carrier shrink with it)
COUNTRIES = (
    ("US", -6, 30, 1.0),
    ("IN", 5, 11, 3.0),
    ("GB", 0, 7, 1.2),
    ("DE", 1, 6, 1.0),
    ("BR", -3, 6, 2.0),
    ("JP", 9, 6, 1.2),
    ("FR", 1, 5, 1.0),
    ("CA", -5, 4, 1.0),
    ("KR", 9, 4, 1.2),
    ("ID", 7, 4, 3.0),
    ("NG", 1, 3, 4.0),
    ("PH", 8, 3, 3.0),
    ("MX", -6, 3, 2.0),
    ("PL", 1, 2, 1.2),
    ("TR", 3, 2, 2.0),
    ("VN", 7, 2, 3.0),
    ("EG", 2, 1, 3.5),
    ("SG", 8, 1, 1.2),
)
CODES = np.array([row[0] for row in COUNTRIES], object)
ZONES = np.array([row[1] for row in COUNTRIES])
SHARES = np.array([row[2] for row in COUNTRIES], float) / sum(row[2] for row in COUNTRIES)


@dataclass
class Geography:
    """Net ids by country, and the shared exits of the world."""

    homes: list[list[int]]
    carriers: list[list[int]]
    blocks: list[int]  # first addresses of household blocks, where residential proxies live
    vpns: list[int]
    notebooks: int
    runners: int
    gateways: list[int]  # cloud egress used by many companies

    def home(self, rng: np.random.Generator, country: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """A household provider for each account."""
        return _one_of(rng, self.homes, country)

    def carrier(self, rng: np.random.Generator, country: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """A mobile carrier for each account."""
        return _one_of(rng, self.carriers, country)


def countries(
    rng: np.random.Generator, count: int, home: int | None = None, strength: float = 0.0
) -> npt.NDArray[np.int64]:
    """Draw countries by share; with `home`, that one at the given strength."""
    out = rng.choice(len(COUNTRIES), count, p=SHARES)
    return np.where(rng.random(count) < strength, home, out) if home is not None else out


def settle(rng: np.random.Generator, nets: Nets) -> Geography:
    """Draw the internet of this world."""
    homes, carriers, blocks = [], [], []
    for code, _, share, scarce in COUNTRIES:
        here = []
        for number in range(1 + share // 6):
            if rng.random() < 0.25:
                base = nets.six(f"{code} broadband {number}")
                here.append(nets.net(base, 1 << 20, LEASE, int(rng.integers(20, 200))))
                continue
            base = nets.wide("residential", f"{code} broadband {number}")
            blocks.append(base)
            here.append(
                nets.net(base, WIDE, LEASE, int(rng.choice([1, 4, 14, 60, 180], p=[0.1, 0.15, 0.25, 0.3, 0.2])))
            )
        homes.append(here)
        here = []
        for number in range(1 + share // 10):
            base = nets.wide("mobile", f"{code} mobile {number}")
            exits = max(2, int(rng.integers(12, 80) / scarce))
            here.append(nets.net(base, exits, SESSION if rng.random() < 0.7 else DAY))
        carriers.append(here)
    vpns = [
        nets.net(nets.narrow("vpn", f"Private tunnel {k}"), int(rng.integers(15, 200)), SESSION)
        for k in range(int(rng.integers(3, 7)))
    ]
    notebooks = nets.net(nets.narrow("hosting", "Hosted notebooks"), int(rng.integers(40, 220)), SESSION)
    runners = nets.net(nets.narrow("hosting", "Build runners"), int(rng.integers(40, 220)), SESSION)
    gates = [nets.net(nets.narrow("business", f"Secure gateway {k}"), int(rng.integers(6, 40)), DAY) for k in range(2)]
    return Geography(homes, carriers, blocks, vpns, notebooks, runners, gates)


def _one_of(rng: np.random.Generator, lists: list[list[int]], country: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    width = max(len(each) for each in lists)
    table = np.array([[each[k % len(each)] for k in range(width)] for each in lists])
    choice = np.minimum(rng.geometric(0.5, len(country)) - 1, width - 1)
    return table[country, choice]
