"""Pure functions on network addresses: one canonical text for each, and the subnet it implies."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

_HASHED = re.compile(r"h:[0-9a-fA-F]{8,128}")
_PLAIN_V4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)")

V4_SUBNET, V6_SUBNET = 24, 48


class Address(NamedTuple):
    """Canonical text, the derived /24 or /48 (None for hashes and wider prefixes)."""

    text: str
    subnet: str | None


def canonical_address(text: str) -> Address | None:
    """IPv4, IPv6 (mapped IPv4 unfolded, RFC 4291), a CIDR prefix or `h:`hex; None if it is none of them.

    An IPv6 host is kept as its /64: the lower half is chosen by the device and changes daily (RFC 8981).
    """
    if _PLAIN_V4.fullmatch(text):
        return Address(text, text.rpartition(".")[0] + ".0/24")
    if text.startswith(("h:", "H:")):
        return Address(text.lower(), None) if _HASHED.fullmatch("h:" + text[2:]) else None
    try:
        if "/" in text:
            return _of_network(ipaddress.ip_network(text, strict=False))
        return _of_host(ipaddress.ip_address(text.strip("[]").partition("%")[0]))
    except ValueError:
        return None


def canonical_prefix(text: str) -> str | None:
    """A CIDR prefix in canonical text (host bits cleared, mapped IPv4 unfolded), or None."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    return str(_unmapped(network))


def _of_host(host: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Address:
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped is not None:
        host = host.ipv4_mapped
    if isinstance(host, ipaddress.IPv4Address):
        return Address(str(host), f"{ipaddress.ip_network(f'{host}/{V4_SUBNET}', strict=False)}")
    return Address(
        str(ipaddress.ip_network(f"{host}/64", strict=False)),
        str(ipaddress.ip_network(f"{host}/{V6_SUBNET}", strict=False)),
    )


def _of_network(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> Address:
    network = _unmapped(network)
    full, width = (32, V4_SUBNET) if network.version == 4 else (64, V6_SUBNET)
    if network.prefixlen >= full:
        return _of_host(network.network_address)
    subnet = network.supernet(new_prefix=width) if network.prefixlen > width else network
    return Address(str(network), str(subnet) if network.prefixlen >= width else None)


def _unmapped(
    network: ipaddress.IPv4Network | ipaddress.IPv6Network,
) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    if isinstance(network, ipaddress.IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return ipaddress.IPv4Network(f"{mapped}/{network.prefixlen - 96}")
    return network
