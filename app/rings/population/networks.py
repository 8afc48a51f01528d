"""Who stands behind subnets: the announced network or ASN where a feed told, else the /16 (IPv6: /32) around them."""

from __future__ import annotations

import ipaddress
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import Features, distinct
from app.model.snapshot import Snapshot

PUBLIC = frozenset({"hosting", "vpn", "proxy", "residential", "mobile"})
"""Networks that anybody can rent, or that serve everybody: sharing one explains nothing."""

HIRED = frozenset({"hosting", "vpn", "proxy"})
"""Of these the kinds where nobody sits: an address there is a machine or an exit."""

LINES = frozenset({"residential", "mobile"})
"""Of these the kinds that serve homes and telephones."""
SIZES: Final = 32
"""Doublings of a subnet's accounts that are told apart."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Provider numbers by feature (-1 for other kinds) and what they are."""

    number: NDArray[np.int64]
    names: tuple[str, ...]
    kinds: tuple[str | None, ...]
    degree: NDArray[np.int64]
    """Accounts seen behind each provider (through subnets that several accounts share)."""

    public: NDArray[np.bool_]
    """Those of PUBLIC kinds."""
    lines: NDArray[np.bool_]
    """Those of LINES kinds, and where a feed tells of others those it does not tell of: most that it misses are."""
    by_name: dict[str, int]
    hashed: NDArray[np.bool_]
    """Those of hashed networks: each stands for itself, whoever announces it."""
    served: NDArray[np.int64]
    """Shape (providers, SIZES): accounts of its subnets, each subnet's by itself, by doublings of their number."""

    def name(self, number: int) -> str:
        """Readable name."""
        return self.names[number]

    def kind_of(self, name: str) -> str | None:
        """Kind of the provider of a name; None where no feed told."""
        return self.kinds[self.by_name[name]]


def providers(snapshot: Snapshot, features: Features) -> Provider | None:
    """Number the providers of all subnets; None without subnets."""
    if "subnet" not in features.kinds:
        return None
    chosen = np.flatnonzero(features.kind == features.kinds.index("subnet"))
    keys: dict[tuple[str, str | None], int] = {}
    number = np.full(len(features.degree), -1, dtype=np.int64)
    for x in chosen:
        number[x] = keys.setdefault(_behind(str(features.names[x]), snapshot), len(keys))
    edge = number[features.identifier]
    pairs = distinct(edge[edge >= 0] * features.n + features.account[edge >= 0])
    degree = np.maximum(np.bincount(pairs // max(features.n, 1), minlength=len(keys)), 1)
    names, kinds = _unique(list(keys)), tuple(kind for _, kind in keys)
    by_name = {name: at for at, name in enumerate(names)}
    public = np.array([kind in PUBLIC for _, kind in keys], dtype=np.bool_)
    hashed = np.array([name.startswith("h:") for name, _ in keys], dtype=np.bool_)
    served_homes = LINES if all(kind is None for kind in kinds) else LINES | {None}
    lines = np.array([kind in served_homes for kind in kinds], dtype=np.bool_) & ~hashed
    sizes = size_of(features.degree[chosen])
    served = np.zeros((len(keys), SIZES), dtype=np.int64)
    np.add.at(served, (number[chosen], sizes), features.degree[chosen])
    return Provider(number, names, kinds, degree, public, lines, by_name, hashed, served)


def size_of(degree: NDArray[np.integer]) -> NDArray[np.int64]:
    """Doublings of a number of accounts, one or more."""
    return np.asarray(np.log2(degree), dtype=np.int64)


def _unique(keys: list[tuple[str, str | None]]) -> tuple[str, ...]:
    """A name for each provider: with its kind where an AS has networks of several, as one that hosts and connects."""
    often = Counter(name for name, _ in keys)
    return tuple(name if often[name] == 1 else f"{name} ({kind or 'kind unknown'})" for name, kind in keys)


def kind_of(snapshot: Snapshot, address: str) -> str | None:
    """What a feed tells of the network of an address; None where none did."""
    found = snapshot.subnets.get(subnet_of(address))
    return None if found is None else found.kind


@lru_cache(maxsize=1 << 18)
def subnet_of(address: str) -> str:
    """The /24 (IPv6: /48) around an address; a hash or a prefix stands for itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def _behind(subnet: str, snapshot: Snapshot) -> tuple[str, str | None]:
    """Name and kind; a house is its organization, for a carrier announces the networks of many customers as one AS."""
    info = snapshot.subnets.get(subnet)
    if info is not None:
        number = f"AS{info.asn}" if info.asn is not None else ""
        told = [number, info.organization or ""] if info.kind not in PUBLIC and info.kind is not None else [number]
        return " ".join(filter(None, told)) or info.organization or info.prefix, info.kind
    if ":" in subnet:
        return ":".join(subnet.split("/")[0].split(":")[:2]) + "::/32", None
    return ".".join(subnet.split(".")[:2]) + ".0.0/16", None
