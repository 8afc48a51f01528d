"""What the kept feeds show of each ring: the share of its accounts on a link that few outsiders have."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.sixth.mixing import U64, mix, number
from benchmarks.sixth.played import Played

_STRONG = ("instrument", "device", "mail_domain", "near_prompt", "login_device")
_LOW = U64(17)
"""Bits of an account's number within a key."""


def evidence(world: Played) -> list[dict[str, Any]]:
    """Of each ring its facts, its evidence by kind of link, and whether it is to be expected that it is found."""
    links = _links(world)
    return [_report(world, ring, links) for ring in world.scene.rings]


def _report(world: Played, ring: SimpleNamespace, links: dict[str, Any]) -> dict[str, Any]:
    accounts = ring.accounts[world.kept[ring.accounts]]
    asked = np.isin(world.rows.account, accounts)
    shown = {name: round(float(linked[accounts].mean()), 2) for name, linked in links.items()} if len(accounts) else {}
    strong = [name for name, share in shown.items() if share >= 0.5]
    enough = len(strong) >= (1 if ring.tier == "plain" else 2) or bool(strong and sum(shown.values()) >= 1.5)
    days_used = len(np.unique(world.rows.account[asked] * 64 + world.rows.day[asked]))
    return {
        "ring": ring.ring,
        "operator": ring.operator,
        "story": ring.story,
        "tier": ring.tier,
        "accounts": len(accounts),
        "exchanges": int(asked.sum()),
        "per_active_day": round(float(asked.sum() / max(1, days_used)), 1),
        "capabilities": ring.capabilities,
        "pool": ring.pool,
        "tells": ring.tells,
        "evidence": shown,
        "hard": max(shown.get(name, 0) for name in _STRONG) < 0.7,
        "expected": enough and ring.story != "rented_people",  # those live like an annotation firm's contractors
    }


def _links(world: Played) -> dict[str, Any]:
    """Of each kind of link: which accounts are on one of mostly their ring's."""
    cast, rows, sight, scene = world.cast, world.rows, world.sight, world.scene
    everybody = np.arange(len(cast))

    def link(account: Any, key: Any, least: int = 3) -> Any:
        return _linked(world, np.asarray(account), np.asarray(key), least)

    links = {
        "exit_hour": link(rows.account, mix(rows.ip, rows.second // 3600) >> U64(1), 2),
        "address": link(rows.account, rows.ip >> U64(1 if sight.ip == "full" else 8)),
    }
    if sight.payments != "none":
        payments = scene.payments
        links["instrument"] = link([p.account for p in payments], [number(p.instrument) for p in payments], 2)
    if sight.device:
        known = rows.device >= 0
        links["device"] = link(rows.account[known], rows.device[known], 2)
    if sight.phone:
        known = cast.phone_id >= 0
        links["phone"] = link(everybody[known], cast.phone_id[known], 2)
    if sight.signup:
        links["signup_ip"] = link(everybody, world.signup)
        links["signup_device"] = link(everybody, cast.signup_device, 2)
    if sight.email in ("raw", "hash"):
        links["mail_domain"] = link(everybody, [number(email.split("@")[1]) for email in cast.email], 5)
    if sight.accounts:
        links["signup_hour"] = link(everybody, cast.created // 3600, 5)
    return links | _asked_links(world, link)


def _asked_links(world: Played, link: Any) -> dict[str, Any]:
    rows, sight, links = world.rows, world.sight, {}
    if sight.cluster:
        links["cluster"] = link(rows.account, rows.cluster, 8)
    if sight.signature:
        halves = (rows.signature >> U64(33), rows.signature & U64(0x7FFFFFFF))
        links["near_prompt"] = link(rows.account, halves[0]) | link(rows.account, halves[1])
    if sight.logins:
        links["login_device"] = link(world.logins.account, world.logins.device, 2)
    return links


def _linked(world: Played, account: Any, key: Any, least: int) -> Any:
    """Accounts on a key that at least so many of their ring have, and hardly anybody else."""
    ring_of = np.full(len(world.cast), -1)
    for index, ring in enumerate(world.scene.rings):
        ring_of[ring.accounts] = index
    pairs = np.unique((mix(key) >> _LOW << _LOW) | account.astype(np.int64).astype(np.uint64))
    who = (pairs & U64((1 << 17) - 1)).astype(np.int64)
    _, place, count = np.unique(pairs >> _LOW, return_inverse=True, return_counts=True)
    linked = np.zeros(len(world.cast), bool)
    for index in range(len(world.scene.rings)):
        member = ring_of[who] == index
        on_key = np.bincount(place, weights=member, minlength=len(count))
        good = (on_key >= least) & (on_key > 0.7 * count)
        linked[who[good[place] & member]] = True
    return linked
