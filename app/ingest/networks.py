"""Longest announced prefix around every address, IPv4 and IPv6."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from app.graph.store import GraphStore
from app.ingest.plan import UNIT_ROWS
from app.ingest.queries import READ_ADDRESSES, READ_ANNOUNCED, RELINK_NETWORKS


class PrefixTable:
    """Prefixes by length: an address is looked up from the longest length to the shortest."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        self._by_length: dict[tuple[int, int], dict[int, str]] = {}
        for text in prefixes:
            network = ipaddress.ip_network(text)
            table = self._by_length.setdefault((network.version, network.prefixlen), {})
            table[int(network.network_address)] = text
        self._lengths = {
            version: sorted((length for v, length in self._by_length if v == version), reverse=True)
            for version in (4, 6)
        }

    def longest(self, address: str) -> str | None:
        """The longest prefix that contains the address or CIDR block; None for hashes and strangers."""
        if address.startswith("h:"):
            return None
        network = ipaddress.ip_network(address)
        number, bits = int(network.network_address), network.max_prefixlen
        for length in self._lengths[network.version]:
            if length <= network.prefixlen:
                found = self._by_length[network.version, length].get(number >> (bits - length) << (bits - length))
                if found:
                    return found
        return None


def relink(store: GraphStore, addresses: Iterable[str] | None) -> None:
    """Link addresses (None: all of them) to their longest announced prefix; running it twice changes nothing."""
    prefixes = store.read(READ_ANNOUNCED)[0]["prefixes"]
    table = PrefixTable(prefixes)
    wanted = (row["address"] for row in store.read(READ_ADDRESSES)) if addresses is None else addresses
    for chunk in _chunks({"address": address, "prefix": table.longest(address)} for address in wanted):
        columns = {name: [row[name] for row in chunk] for name in ("address", "prefix")}
        store.write((RELINK_NETWORKS, {"rows": columns}))


def _chunks(rows: Iterable[dict[str, str | None]]) -> Iterator[list[dict[str, str | None]]]:
    chunk: list[dict[str, str | None]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == UNIT_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
