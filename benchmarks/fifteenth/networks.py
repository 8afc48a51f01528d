"""Networks and their addresses; an address is a number until it is written."""

from dataclasses import dataclass

import numpy as np

from benchmarks.fifteenth.places import NAMES
from benchmarks.fifteenth.world import Arr, World

SKIP = {10, 100, 127, 169, 172, 192, 198, 203}
V6 = 1 << 40
BITS = {"residential": (17, 20), "mobile": (20, 23), "business": (24, 29), "education": (16, 20), "hosting": (17, 20)}
TLDS = ["com", "io", "net", "co", "ai", "org"]


@dataclass(frozen=True)
class Net:
    """A prefix and who has it."""

    base: int
    bits: int
    kind: str
    country: str

    def draw(self, rng: np.random.Generator, n: int, skip: int = 1) -> Arr:
        """Addresses of the prefix, the first and last left out."""
        size = 1 << (32 - self.bits)
        return self.base + rng.integers(min(skip, size // 4), max(size - skip, 2), n)


class Networks:
    """All networks of a world: carriers and hosters are made at once, offices as they come."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows: list[tuple[str, int, str, str]] = []
        self.v6: list[str] = []
        slots = [(a << 24) | (b << 16) for a in range(11, 223) if a not in SKIP for b in range(256)]
        self.slots = [slots[i] for i in world.rng.permutation(len(slots))]
        self.isps = {c: self.family("residential", c, int(world.rng.integers(4, 9)), "Broadband") for c in NAMES}
        self.mobiles = {c: self.family("mobile", c, int(world.rng.integers(2, 4)), "Mobile") for c in NAMES}
        self.clouds = [self.add("hosting", f"Cloud {i}", 18, str(world.rng.choice(NAMES))) for i in range(14)]
        self.vpns = [self.vpn(i) for i in range(7)]
        self.v6bases = [f"2a{int(world.rng.integers(0, 256)):02x}:{i + 1:x}" for i in range(12)]
        for i, base in enumerate(self.v6bases):
            self.rows.append((f"{base}::/32", 60000 + i, f"Broadband six {i}", "residential"))

    def add(self, kind: str, org: str, bits: int, country: str) -> Net:
        """A new prefix; some are told with another kind, as address vendors do."""
        slot = self.slots.pop()
        base = slot + (int(self.world.rng.integers(0, 1 << (bits - 16))) << (32 - bits) if bits > 16 else 0)
        told = "hosting" if kind == "proxy" and self.world.chance(0.5) else kind
        if self.world.chance(0.03):
            told = "business" if kind != "business" else "residential"
        text = ".".join(str((base >> s) & 255) for s in (24, 16, 8, 0))
        self.rows.append((f"{text}/{bits}", 1000 + len(self.rows), org, told))
        return Net(base, bits, kind, country)

    def family(self, kind: str, country: str, n: int, word: str) -> list[Net]:
        """The prefixes of a country's carriers."""
        lo, hi = BITS[kind]
        return [self.add(kind, f"{word} {country} {i % 3}", int(self.world.rng.integers(lo, hi + 1)), country)
                for i in range(n)]  # fmt: skip

    def vpn(self, i: int) -> Arr:
        """Exits of one privacy service, in a few hosted prefixes."""
        rng, parts = self.world.rng, []
        for _ in range(int(rng.integers(3, 7))):
            net = self.add("vpn" if rng.random() < 0.7 else "hosting", f"Privacy {i}", 24, str(rng.choice(NAMES)))
            parts.append(net.draw(rng, int(rng.integers(6, 40))))
        return np.unique(np.concatenate(parts))

    def homes(self, country: Arr, nets: dict[str, list[Net]] | None = None) -> Arr:
        """A home line for each person in their country."""
        rng, out = self.world.rng, np.zeros(len(country), np.int64)
        for name in np.unique(country):
            who = np.flatnonzero(country == name)
            family = (nets or self.isps)[str(name)]
            which = rng.integers(0, len(family), len(who))
            for j, net in enumerate(family):
                here = who[which == j]
                out[here] = net.draw(rng, len(here))
        return out

    def six(self, n: int) -> Arr:
        """Home prefixes of 64 bits: the low half is drawn when used."""
        rng = self.world.rng
        bases = rng.integers(0, len(self.v6bases), n)
        first = len(self.v6)
        low = rng.integers(1, 65536, (n, 2))
        self.v6.extend(f"{self.v6bases[b]}:{x:x}:{y:x}" for b, (x, y) in zip(bases, low, strict=True))
        return (V6 + (np.arange(first, first + n) << 16)).astype(np.int64)

    def text(self, codes: Arr) -> list[str]:
        """Addresses as the feed writes them."""
        out = []
        for code in codes.tolist():
            if code < V6:
                out.append(f"{code >> 24}.{(code >> 16) & 255}.{(code >> 8) & 255}.{code & 255}")
            else:
                head, day = self.v6[(code - V6) >> 16], (code - V6) & 65535
                low = (day * 0x9E3779B97F4A7C15 + ((code - V6) >> 16) * 0xBF58476D1CE4E5B9) % (1 << 64)
                out.append(
                    f"{head}:{low >> 48 or 1:x}:{low >> 32 & 65535:x}:{low >> 16 & 65535:x}:{low & 65535 or 1:x}"
                )
        return out
