"""Address space: providers of fourteen countries, dynamic leases, carrier NAT, hosting, VPN exits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.tenth.core import Array, World, mix

# Country, share of users, hours from UTC, how much of its traffic is mobile.
COUNTRY = [
    ("US", 0.24, -6, 0.35),
    ("IN", 0.17, 5.5, 0.75),
    ("BR", 0.08, -3, 0.6),
    ("DE", 0.07, 1, 0.35),
    ("ID", 0.07, 7, 0.8),
    ("GB", 0.06, 0, 0.4),
    ("NG", 0.05, 1, 0.9),
    ("JP", 0.05, 9, 0.45),
    ("FR", 0.05, 1, 0.4),
    ("PH", 0.05, 8, 0.75),
    ("VN", 0.04, 7, 0.65),
    ("PL", 0.03, 1, 0.4),
    ("TR", 0.02, 3, 0.6),
    ("EG", 0.02, 2, 0.8),
]
PLAN = [("residential", 4, 17), ("mobile", 2, 8), ("business", 3, 14), ("education", 2, 14)]
WORLDWIDE = [("hosting", 9, 15), ("vpn", 6, 6)]
V6 = np.uint64(1) << np.uint64(62)


@dataclass
class Net:
    """Providers as parallel arrays; `of` finds them by kind and country."""

    base: Array
    size: Array
    kind: Array
    country: Array
    asn: Array
    v6: Array
    of: dict[tuple[str, int], Array]

    def at(self, provider: Array, key: Array, epoch: Array | int = 0) -> Array:
        """The address that a subscriber (key) holds in a lease (epoch)."""
        spin = mix(key, epoch)
        four: Array = self.base[provider] + spin % self.size[provider]
        six = V6 | (self.asn[provider].astype(np.uint64) << np.uint64(32)) | (spin & np.uint64(0xFFFFFFFF))
        return np.where(self.v6[provider] & (mix(key, 5) % np.uint64(3) > 0), six, four)


def build_net(world: World) -> Net:
    """Lay providers out one after the other, each aligned to its own size."""
    rows: list[tuple[str, int, int]] = []
    for c in range(len(COUNTRY)):
        rows += [(kind, c, bits) for kind, many, bits in PLAN for _ in range(many)]
    rows += [(kind, -1, bits) for kind, many, bits in WORLDWIDE for _ in range(many)]
    slot = np.arange(len(rows), dtype=np.uint64) * np.uint64(1 << 17) + np.uint64(77 << 24)
    kind, country = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    of = {
        (k, c): np.flatnonzero((kind == k) & (country == c))
        for k, c in set(zip(kind.tolist(), country.tolist(), strict=True))
    }
    asn = 20_000 + world.rng.permutation(30_000)[: len(rows)]
    v6 = np.isin(kind, ["residential", "mobile"]) & (world.rng.random(len(rows)) < 0.35)
    return Net(slot, _sizes(rows), kind, country, asn, v6, of)


def _sizes(rows: list[tuple[str, int, int]]) -> Array:
    """Small providers hand the same few thousand addresses round among their subscribers."""
    seen: dict[tuple[str, int], int] = {}
    out = []
    for kind, country, bits in rows:
        rank = seen[kind, country] = seen.get((kind, country), -1) + 1
        out.append(1 << (bits - min(5, 2 * rank) if kind == "residential" else bits))
    return np.array(out, dtype=np.uint64)


def pick(world: World, kind: str, country: Array) -> Array:
    """A provider of one kind for every country index: the first has half of the market."""
    out = np.zeros(len(country), dtype=np.int64)
    for c in np.unique(country):
        here, mask = world.net.of[kind, int(c)], country == c
        share = 0.55 ** np.arange(len(here))
        out[mask] = world.rng.choice(here, mask.sum(), p=share / share.sum())
    return out


def fixed(world: World, kind: str, country: int, n: int) -> Array:
    """n addresses of one provider of a kind, as an office or a server rents them: neighbours."""
    provider = int(world.rng.choice(world.net.of[kind, country if kind not in ("hosting", "vpn") else -1]))
    room = int(world.net.size[provider]) - n - 1
    first: int = world.net.base[provider] + np.uint64(world.rng.integers(1, max(room, 2)))
    return first + np.arange(n, dtype=np.uint64)


def show(codes: Array, prefix: bool = False) -> Array:
    """Address codes as text; 0 is null. With `prefix`, /24 and /48 as privacy-minded logs keep them."""
    uniq, back = np.unique(codes, return_inverse=True)
    return np.array([_text(int(u), prefix) for u in uniq], dtype=object)[back]


def _text(code: int, prefix: bool) -> str | None:
    if code == 0:
        return None
    if code >= int(V6):
        asn, low = (code >> 32) & 0xFFFF, code & 0xFFFFFFFF
        head = f"2a0{asn % 7 + 1:x}:{asn:x}:{low >> 20:x}"
        return f"{head}::/48" if prefix else f"{head}:{(low >> 8) & 0xFFF:x}::{low & 0xFF:x}"
    quad = [(code >> s) & 255 for s in (24, 16, 8, 0)]
    return f"{quad[0]}.{quad[1]}.{quad[2]}.0/24" if prefix else ".".join(map(str, quad))


def networks(world: World) -> pd.DataFrame:
    """The prefixes feed: one in ten providers is missing, one in six has no kind, as in free databases."""
    net, rng = world.net, world.rng
    bits = 32 - np.round(np.log2(net.size.astype(float))).astype(int)
    data = pd.DataFrame(
        {
            "prefix": [f"{_text(int(b), False)}/{n}" for b, n in zip(net.base, bits, strict=True)],
            "asn": net.asn,
            "organization": [f"{k.title()} {a} Ltd" for k, a in zip(net.kind, net.asn, strict=True)],
            "kind": net.kind,
        }
    )
    data["kind"] = data["kind"].astype(object).mask(rng.random(len(data)) < 0.16, None)
    return data[rng.random(len(data)) > 0.1]
