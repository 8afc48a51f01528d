"""Lines that a group shares: offices, campuses, ships, gateways, hosters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.sixteenth.lines import Line
from benchmarks.sixteenth.net import Net

Give = Callable[[str], Line]
"""Gives a member of a country a line."""
GATEWAYS = {
    "sase": ("business", "ZGate Secure Edge", 48), "relay": ("proxy", "Orchard Private Relay", 90),
    "addon": ("hosting", "Sheets Script Runtime", 40), "nocode": ("hosting", "FlowJoin Automation", 16),
    "ide": ("hosting", "CodeSpacer Workspaces", 70), "fn": ("hosting", "Nimbus Functions", 220),
    "tor": ("proxy", "Onion exits", 60), "sat": ("residential", "Skylink Satellite", 50),
    "vsat": ("business", "MariSat VSAT", 12), "desk": ("hosting", "DeskStream virtual desktops", 30),
    "ci": ("hosting", "BuildBarn runners", 120),
}  # fmt: skip
"""Services that many unrelated customers leave through: kind of network, name, addresses."""
WHOLE = ("fn", "addon", "ci", "tor", "relay")
"""Gateways whose customers leave through all addresses; of the others, through six."""
HOUSES = {
    "office": (1, 3, "business"), "big": (4, 16, "business"), "hotel": (1, 3, "business"),
    "school": (1, 4, "education"), "hall": (1, 2, "business"), "dorm": (2, 8, "education"),
    "cafe": (1, 1, "business"),
}  # fmt: skip
"""Fewest and most addresses of a house, and the kind of its network."""


def gateway(net: Net, kind: str) -> list[str]:
    """Addresses of a service, the same for all its customers."""
    if kind not in net.special:
        net.special[kind] = net.pool(*GATEWAYS[kind])
    return net.special[kind]


def maker(net: Net, kind: str, c: str, name: str) -> Give:
    """A function that gives each member of a group in country c a line of this kind."""
    r = net.r
    if kind in ("home", "mobile"):
        return net.home if kind == "home" else lambda cc: net.mobile(cc)
    if kind == "onehome":
        line = net.home(c)
        return lambda cc: line
    if kind == "carrier":
        one = r.choice(net.carriers[c])
        return lambda cc: net.mobile(c, one)
    if kind == "vpn":
        exits = r.choice(net.vpns)
        return lambda cc: Line(r.sample(exits, min(6, len(exits))), 20000, r.randrange(1 << 30))
    if kind in GATEWAYS:
        ips = gateway(net, kind)
        return _turning(net, ips if kind in WHOLE else r.sample(ips, min(len(ips), 6)), 3600)
    return _machines(net, kind) if kind in ("host1", "hosts", "ownhost") else _house(net, kind, c, name)


def _turning(net: Net, ips: Sequence[str], period: float) -> Give:
    """Each member has the same addresses at other times."""
    return lambda cc: Line(ips, period, net.r.randrange(1 << 30))


def _machines(net: Net, kind: str) -> Give:
    """At hosters: one machine for all, a few of one hoster, or one a member."""
    r = net.r
    if kind == "host1":
        only = [net.ip_in(r.choice(net.hosts))]
        return lambda cc: Line(only)
    if kind == "hosts":
        hoster = r.choice(net.hosts)
        ips = [net.ip_in(hoster) for _ in range(r.randint(4, 24))]
        return lambda cc: Line(r.sample(ips, 2), 43200, r.randrange(1 << 30))
    return lambda cc: Line([net.ip_in(r.choice(net.hosts))])


def _house(net: Net, kind: str, c: str, name: str) -> Give:
    """A building or a few, a campus, or a firm's own VPN at hosters."""
    r = net.r
    if kind == "campus":
        return _campus(net, name)
    if kind == "branches":
        sites = [_egress(net, c, name, "business", 1, 2) for _ in range(r.randint(3, 12))]
        return lambda cc: Line(r.choice(sites), 86400, r.randrange(1 << 30))
    if kind == "vpnco":
        return _turning(net, [net.ip_in(r.choice(net.hosts)) for _ in range(r.randint(1, 2))], 14400)
    low, high, network = HOUSES[kind]
    return _turning(net, _egress(net, c, name, network, low, high), 14400)


def _campus(net: Net, name: str) -> Give:
    """A prefix of its own, behind a few addresses or with one for each member."""
    r = net.r
    block = net.block("education", name, 18)
    nat = [net.ip_in(block) for _ in range(r.choice((2, 8, 40)))]
    if r.random() < 0.3:
        return lambda cc: Line([net.ip_in(block)])
    return _turning(net, nat, 14400)


def _egress(net: Net, c: str, name: str, kind: str, low: int, high: int) -> list[str]:
    """One to a few addresses of a house, in its own prefix or on a provider's line."""
    r, n = net.r, net.r.randint(low, high)
    if high > 3 or r.random() < 0.35:
        block = net.block(kind, name, r.choice((24, 26, 27)))
    else:
        block = r.choice(r.choice(net.isps[c]).blocks)
    return [net.ip_in(block) for _ in range(n)]
