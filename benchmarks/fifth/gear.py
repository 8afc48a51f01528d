"""A ring's gear: mailboxes, instruments, exits, machines. Each function maps a knob to columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fifth import looks, mail
from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.knobs import Knobs
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import DAY, LEASE, REQUEST, SESSION, STATIC, WIDE

Objects = npt.NDArray[np.object_]


@dataclass
class Market:
    """What operators rent from: residential pools that honest people use too."""

    pools: list[int]
    names: list[str]


def open_market(scene: Scene, count: int) -> Market:
    """Residential proxy pools: exits in household blocks, a part of them replaced each day."""
    rng, pools = scene.rng, []
    for number in range(count):
        size = int(rng.integers(1500, 12000))
        blocks = rng.choice(np.array(scene.land.blocks), size)
        exits = blocks + rng.integers(0, WIDE, size)
        active = int(size * rng.uniform(0.1, 0.5))
        pools.append(scene.nets.pool(exits, SESSION, active, int(rng.integers(0, max(2, active // 4)))))
        for base in np.unique(exits & ~0xFF)[: int(rng.integers(0, 60))].tolist():
            octets = ".".join(str(base >> shift & 255) for shift in (24, 16, 8, 0))
            scene.nets.rows.append((f"{octets}/24", 64000 + number, f"Peer exits {number}", "proxy"))
    return Market(pools, [f"pool-{number}" for number in range(count)])


def mailboxes(scene: Scene, knobs: Knobs, cell: I64) -> Objects:
    """Mailboxes by the ring's way of getting them."""
    rng, count = scene.rng, len(cell)
    if knobs.mail == "tags":
        return mail.tagged(rng, batches(rng, count, 6, 40))
    if knobs.mail == "aged":
        return mail.webmail(rng, count)
    if knobs.mail == "relay":
        return np.array(
            [f"{looks.word(rng, 4)}{rng.integers(0, 99)}@{d}" for d in rng.choice(mail.RELAY, count)], object
        )
    shape = int(rng.integers(0, 5))
    if knobs.mail == "script":
        return mail.scripted(rng, count, shape, rng.choice(mail.WEBMAIL, count, p=[0.3, 0.5, 0.05, 0, 0.15, 0, 0]))
    if knobs.mail == "disposable":
        return mail.scripted(rng, count, shape, rng.choice(mail.DISPOSABLE[: int(rng.integers(1, 6))], count))
    per = int(rng.integers(1, 6))  # cells that share one bought domain
    names = np.array(
        [
            f"{looks.word(rng)}.{rng.choice(['xyz', 'top', 'site', 'com', 'online'])}"
            for _ in range(int(cell.max()) // per + 1)
        ],
        object,
    )
    return mail.scripted(rng, count, shape, names[cell // per])


def exits(scene: Scene, knobs: Knobs, market: Market, cell: I64, country: I64) -> tuple[dict[str, Any], str]:
    """Nets of the members, and the name of the pool where one is rented."""
    rng, count = scene.rng, len(cell)
    cells = int(cell.max()) + 1
    columns: dict[str, Any] = {"home": scene.key(count)}
    pool = ""
    if knobs.net == "hosting":
        per = int(rng.integers(1, 7))
        nets = [
            scene.nets.net(
                scene.nets.narrow("hosting", f"Rack {scene.key()[0] % 9999}", rng.random() < 0.8),
                int(rng.integers(2, 60)),
                int(rng.choice([STATIC, DAY, SESSION])),
            )
            for _ in range(cells // per + 1)
        ]
        columns["net"] = np.array(nets)[cell // per]
    elif knobs.net == "pool":
        number = int(rng.integers(0, len(market.pools))) if knobs.share else len(market.pools)
        if not knobs.share:
            fresh = open_market(scene, 1)
            market.pools += fresh.pools
            market.names.append(f"own-{number}")
        pool = market.names[number]
        columns["net"] = scene.nets.again(
            market.pools[number], int(rng.choice([SESSION, DAY, REQUEST, LEASE], p=[0.35, 0.3, 0.1, 0.25])), 3
        )
    elif knobs.net == "isp":  # rented household lines, a few accounts on each
        line = batches(rng, count, 2, int(rng.integers(3, 8)))
        columns["home"] = scene.key(int(line.max()) + 1)[line]
        block = rng.choice(np.array(scene.land.blocks), max(1, cells // 6 + 1))
        columns["net"] = np.array([scene.nets.net(int(b), WIDE, LEASE, int(rng.choice([7, 60]))) for b in block])[
            cell % len(block)
        ]
    elif knobs.net == "mobile":
        columns["net"] = scene.land.carrier(rng, country)
    else:
        columns["net"] = int(rng.choice(scene.land.vpns))
    backup = scene.nets.net(scene.nets.narrow("hosting", "Rack", rng.random() < 0.5), int(rng.integers(1, 5)), STATIC)
    return columns | {"net2": backup, "share2": knobs.direct}, pool


def machines(scene: Scene, knobs: Knobs, cell: I64) -> dict[str, Any]:
    """Devices and clients: shared benches, images of one profile, spoofed browsers, headless kits."""
    rng, count = scene.rng, len(cell)
    columns: dict[str, Any] = {"p_api": 1.0 if knobs.device == "none" else float(rng.choice([0.0, 0.3, 0.8]))}
    if knobs.device == "bench":
        columns |= {"device": scene.key(int(cell.max()) + 1)[cell], "devices": int(rng.integers(1, 5))}
    elif knobs.device == "image":
        image = batches(rng, count, 2, {"plain": 25, "careful": 9, "evasive": 4}[knobs.tier])
        columns["device"] = scene.key(int(image.max()) + 1)[image]
    rare = f"t13d{rng.integers(10, 20)}{rng.integers(8, 18)}h{rng.integers(1, 3)}_{rng.integers(0, 1 << 32):08x}"
    columns["client_web"] = rare if knobs.client == "spoof" else looks.some(rng, looks.BROWSERS, count, 2)
    tool = looks.program(rng)
    api: str | Objects = looks.KITS[int(rng.integers(0, len(looks.KITS)))]
    if knobs.client == "common":
        api = looks.some(rng, looks.KITS, count, 1.8)
    columns["client_api"] = tool if knobs.client == "tool" else api
    return columns
