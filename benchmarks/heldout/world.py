"""Composes a world in a style and writes it: honest people, look-alike groups, rings; then feeds and truth."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.heldout.groups import cast_groups
from benchmarks.heldout.honest import app_users, private_persons, proxy_users, throwaway_mail, viral_topics
from benchmarks.heldout.mailbox import distinct
from benchmarks.heldout.rings import cast_rings
from benchmarks.heldout.setting import Setting
from benchmarks.heldout.style import Style
from benchmarks.heldout.tables import tables
from benchmarks.heldout.traffic import exchanges
from benchmarks.heldout.writer import write_feeds, write_frame


def write_world(out: Path, style: Style) -> dict[str, Any]:
    """Write a drop directory in the style with truth/truth.csv; returns counts. The directory must be new or empty."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty: name a new directory")
    world = cast_world(style)
    traffic = exchanges(world)
    feeds, truth = tables(world, traffic)
    for kind, table in feeds.items():
        write_feeds(out, kind, table, style)
    write_frame(out / "truth" / "truth.csv", truth)
    about = asdict(style) | {"feeds": sorted(style.feeds), "start": style.start.isoformat(), "rings": world.rings}
    (out / "truth" / "style.json").write_text(json.dumps(about, indent=1, default=str), "utf-8")
    ring_accounts = int(np.sum(world.cast.columns["ring"] != ""))
    return {
        "accounts": world.cast.n,
        "ring_accounts": ring_accounts,
        "rings": len(world.rings),
        "exchanges": len(traffic["account"]),
        "feeds": sorted(feeds),
    }


def cast_world(style: Style) -> Setting:
    """Everybody in the world, before anything happens."""
    world = Setting(style)
    rng = style.rng("world")
    egress = cast_groups(world)
    exits = None
    if style.shared_pool:
        exits = world.net.pool("Pool 1", "proxy", int(rng.integers(60, 300)), int(rng.integers(5, 12)))
        proxy_users(world, int(min(style.honest / 8, rng.integers(1000, 4000))), exits)
    for number in range(int(rng.integers(0, 3))):
        app_users(world, number, int(rng.integers(150, 1200)))
    throwaway_mail(world, style.honest // 40)
    private_persons(world, max(style.honest - world.cast.n, style.honest // 3))
    viral_topics(world)
    cast_rings(world, exits, egress)
    world.cast.seal()
    world.cast.columns["email"] = distinct(rng, world.cast.columns["email"])
    return world
