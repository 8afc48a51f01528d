"""What blurs a ring: reuse against better knowledge, seats sold to strangers, members bought elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fifth import mail
from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.crowd import habits
from benchmarks.fifth.geography import countries
from benchmarks.fifth.knobs import SLIP_BATCH, Knobs
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import STATIC, WIDE


def slip(scene: Scene, knobs: Knobs, columns: dict[str, Any]) -> None:
    """What the operator reuses against better knowledge, a few accounts at a time."""
    rng, size = scene.rng, knobs.size
    for kind in knobs.slips:
        pair = batches(rng, size, *SLIP_BATCH[knobs.tier])
        chosen = rng.random(int(pair.max()) + 1)[pair] < knobs.slip_share
        if kind in ("device", "phone"):
            columns[kind] = np.where(chosen, scene.key(size)[pair], columns[kind])
        elif kind == "line":
            columns["home"] = np.where(chosen, scene.key(size)[pair], columns["home"])
            columns["net2"] = np.where(
                chosen, scene.nets.net(int(rng.choice(scene.land.blocks)), WIDE, STATIC), columns["net2"]
            )
            columns["share2"] = np.where(chosen, np.maximum(columns["share2"], 0.15), columns["share2"])
        elif kind == "signup":
            base = int(rng.choice(scene.land.blocks))
            columns["home"] = np.where(chosen, scene.key(size)[pair], columns["home"])
            columns["signup_net"] = np.where(chosen, scene.nets.net(base, WIDE, STATIC), -1)


def resell(scene: Scene, knobs: Knobs, columns: dict[str, Any], country: I64) -> None:
    """Sold seats: the buyer's own traffic, line and machine; only supply, mailbox and payment stay the ring's."""
    rng, size = scene.rng, knobs.size
    if not knobs.resale:
        return
    sold = rng.random(size) < knobs.resale
    buyer = habits(scene, country)
    for name in (
        "net",
        "net2",
        "share2",
        "client_web",
        "client_api",
        "p_api",
        "profile",
        "rate",
        "zone",
        "p_own",
        "taste",
        "length",
        "frontier",
    ):
        columns[name] = np.where(sold, buyer[name], columns[name])
    columns["device"] = np.where(sold, scene.key(size), columns.get("device", scene.key(size)))
    columns["home"] = np.where(sold, scene.key(size), columns["home"])
    columns["p_bundle"] = np.where(sold, 0.15, columns["p_bundle"])
    columns["p_beat"] = np.where(sold, 0.0, columns.get("p_beat", 0.0))


def loners(scene: Scene, knobs: Knobs, columns: dict[str, Any], country: I64) -> None:
    """Members bought elsewhere: a mailbox and a line of their own."""
    lone = scene.rng.random(knobs.size) < knobs.loners
    columns["email"] = np.where(lone, mail.webmail(scene.rng, knobs.size), columns["email"])
    columns["net"] = np.where(lone, scene.land.home(scene.rng, country), columns["net"])


def topped_up(scene: Scene, ring: I64, count: int, name: str) -> None:
    """Honest customers of the operator's shop: their own accounts, topped up with a card the ring also uses."""
    if not count:
        return
    country = countries(scene.rng, count)
    account = scene.add(
        count, **habits(scene, country, population="reseller-customer", group=f"shop-{name}", plan="pro", active=0.4)
    )
    scene.pay(account, _cards_of(scene, ring, count), kind="card", country=country, added=-5.0)


def _cards_of(scene: Scene, ring: I64, count: int) -> I64:
    """Instruments the ring has, or one of the shop's where it has none."""
    held = [table.card[table.account.isin(ring)].to_numpy() for table in scene.pays[-3:]]
    cards = np.concatenate(held)
    return scene.rng.choice(cards if len(cards) else scene.key(1), count)
