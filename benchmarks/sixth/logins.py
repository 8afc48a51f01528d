"""Sign-ins: at some sittings, at sign-up, and tokens refreshed in a row from a gateway."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixth.cast import Cast
from benchmarks.sixth.clients import API
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.lines import addresses
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.traffic import Rows

_GATEWAY_CLIENT = 11004


def signup_addresses(scene: Scene, cast: Cast) -> Any:
    """The address that each account signed up from."""
    account, created = np.arange(len(cast)), cast.created
    return addresses(
        scene.pools, cast.signup_line, account, created // DAY, account + 10**8, account, created.astype(float)
    )


def sign_in(scene: Scene, cast: Cast, rows: Rows, signup: Any) -> Rows:
    """Sign-ins as rows of account, second, address, device and client, not in order."""
    parts = [_at_sittings(scene, cast, rows), _at_signup(cast, signup)]
    for ring in scene.rings:
        if ring.refresh:
            parts += _refreshes(scene, cast, ring)
    columns = ("account", "second", "ip", "device", "client")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in columns}
    return Rows(sitting=None, **joined)


def _at_sittings(scene: Scene, cast: Cast, rows: Rows) -> Rows:
    rng = scene.rng
    order = np.lexsort((rows.second, rows.sitting))
    sitting = rows.sitting[order]
    first = order[np.r_[True, sitting[1:] != sitting[:-1]]]
    first = first[rng.random(len(first)) < np.where(rows.surface[first] >= API, 0.015, 0.13)]
    account, device = rows.account[first], rows.device[first]
    second = rows.second[first] - rng.integers(2, 40, len(first))
    device = np.where(device >= 0, device, cast.device[account])
    client = np.where(
        rows.surface[first] >= API, account % 3 * 1000 + 20, rows.client[first]
    )  # keys are made in a browser
    return Rows(account, second, None, rows.ip[first], device, client)


def _at_signup(cast: Cast, signup: Any) -> Rows:
    new = np.flatnonzero(cast.created > -30 * DAY)
    client = cast.family[new, 0] * 1000 + 20
    return Rows(new, cast.created[new] + 5, None, signup[new], cast.signup_device[new], client)


def _refreshes(scene: Scene, cast: Cast, ring: Any) -> list[Rows]:
    rng, parts = scene.rng, []
    who = ring.accounts[rng.random(len(ring.accounts)) < ring.refresh]
    host = scene.clouds[2][0] + int(rng.integers(0, 30000))
    for day in range(0, scene.days, 9):
        at = day * DAY + 3 * 3600 + np.cumsum(rng.exponential(25, len(who)))
        live = (at > cast.start[who]) & (at < np.minimum(cast.end[who], scene.days * DAY))
        count = int(live.sum())
        device = np.full(count, cast.device[ring.accounts[0]])
        ip, client = np.full(count, host, np.uint64), np.full(count, _GATEWAY_CLIENT)
        parts.append(Rows(who[live], at[live].astype(np.int64), None, ip, device, client))
    return parts
