"""Wallets of the Hop bridge: whom they exchanged money with, when they came, and which of them one actor ran.

An account is a wallet that used the bridge for long enough to be given tokens (17 June 2021 to 31 March 2022), made at
its first use, which is also its only exchange told. Its instruments are the wallets that it got money from or sent
money to; a wallet of an account is its own instrument too where another account dealt with it. Services (exchanges,
contracts, donations) are left out, as the source did. Rings are the groups that were refused tokens: some connected by
transfers, some told by other people with their reasons. Whoever was not refused passes for honest, which is not always
true.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.real.rows import Feeds, Row, truth
from benchmarks.real.source import Source

_WALLET = re.compile(r"0x[0-9a-f]{40}")
_DATA = "src/data"
_SERVICES = "blacklist connectionBlacklist contractBlacklist depositAddressBlacklist exchangeBlacklist "
_SERVICES += "fundraisingBlacklist gitcoinGrantsBlacklist givethBlacklist nftPowerUserBlacklist"
LEAST = 8
"""Wallets of a group that was refused."""


def hop(source: Source) -> Feeds:
    """Feeds of the wallets that passed the first count of the airdrop."""
    wallets = _wallets(source, "preliminaryAddresses.ts")
    came = dict(re.findall(r"'(0x[0-9a-f]{40})': (\d+)", source.text(f"{_DATA}/hopUserTimestamps.ts")))
    times = {
        wallet: datetime.fromtimestamp(int(came[wallet]), UTC).isoformat() for wallet in sorted(wallets & set(came))
    }
    rings = _rings(source, wallets - set(source.text(f"{_DATA}/eligibleAddresses.txt").split()))
    return {
        "accounts": ({"account_id": wallet, "created_at": at} for wallet, at in times.items()),
        "exchanges": ({"occurred_at": at, "account_id": wallet, "surface": "web"} for wallet, at in times.items()),
        "payments": _payments(source, set(times)),
        "truth": truth(times, rings),
    }


def _wallets(source: Source, name: str) -> set[str]:
    return set(_WALLET.findall(source.text(f"{_DATA}/{name}")))


def _payments(source: Source, wallets: set[str]) -> Iterator[Row]:
    services = set[str]().union(*(_wallets(source, f"blacklists/{name}.ts") for name in _SERVICES.split()))
    services -= _wallets(source, "whitelists/whitelist.ts") | _wallets(source, "whitelists/fundingRatioWhitelist.ts")
    dealt: defaultdict[str, set[str]] = defaultdict(set)
    for text in source.each(f"{_DATA}/transfers/"):
        for line in text.lower().replace("\\x", "0x").splitlines():
            ends = set(line.split(","))
            if len(ends) == 2 and not ends & services:
                for wallet in ends & wallets:
                    dealt[wallet] |= ends
    return (
        {"account_id": wallet, "instrument_id": other, "kind": "crypto"}
        for wallet in sorted(dealt)
        for other in sorted(dealt[wallet])
    )


def _rings(source: Source, refused: set[str]) -> dict[str, str]:
    """Wallet -> ring; groups that share a wallet are one."""
    named = _wallets(source, "eliminatedGroups.ts")
    groups = [
        group["eliminatedAddresses"]
        for group in json.loads(source.text(f"{_DATA}/groups.json"))
        if group["groupName"] in named
    ]
    told = source.text(f"{_DATA}/customGroups.ts")
    groups += [_WALLET.findall(part) for part in re.findall(r"preliminaryAddresses: \[(.*?)\]", told, re.DOTALL)]
    ring: dict[str, str] = {}
    for group in groups:
        members = set(group) & refused
        if len(group) < LEAST or not members:
            continue
        name = min(members)
        joined = {ring[member] for member in members if member in ring}
        ring |= dict.fromkeys([*members, *(wallet for wallet, known in ring.items() if known in joined)], name)
    return ring
