"""One world: draw the plan, the honest, the rings; play them; write feeds and truth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from benchmarks.fifth import classes, crowd, feeds, gatherings, gear, jobs, logs, places, trades
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.geography import countries, settle
from benchmarks.fifth.knobs import draw
from benchmarks.fifth.nets import Nets
from benchmarks.fifth.rings import add_ring
from benchmarks.fifth.style import Plan, content, plan, trim
from benchmarks.fifth.topics import Topics
from benchmarks.fifth.traffic import play

_MAKERS = {
    "private": crowd.private,
    "carrier": crowd.carrier,
    "tunnel": crowd.tunnel,
    "families": crowd.families,
    "cafes": gatherings.cafes,
    "launches": gatherings.launches,
    "gifts": gatherings.gifts,
    "companies": places.companies,
    "universities": places.universities,
    "bootcamps": classes.bootcamps,
    "hackathons": classes.hackathons,
    "agencies": trades.agencies,
    "resellers": trades.resellers,
    "fleets": jobs.fleets,
    "bulk": jobs.bulk,
    "applications": trades.applications,
}


def write_world(out: Path, style: str, seed: int, accounts: int | None = None) -> dict[str, Any]:
    """Draw and write a world; tell its facts. The directory must be new or empty: raises FileExistsError."""
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty: name a new directory")
    (out / "truth").mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, crc32(content(style).encode())])
    order = plan(rng, style, accounts)
    trim(np.random.default_rng([seed, crc32(style.encode()), 2]), order)
    scene = _people(rng, order)
    cast = scene.cast()
    logs.decide(scene, cast)
    start = pd.Timestamp("2025-01-06", tz="UTC") + pd.Timedelta(days=int(rng.integers(0, 300)))
    rows = play(scene, cast, start.weekday())
    words = feeds.Words(scene, order, len(cast))
    centre = rng.integers(0, 1 << 64, len(scene.topics.capability), dtype=np.uint64)
    logs.exchanges(out, scene, cast, rows, words, order, start, centre)
    _small_feeds(out, scene, cast, rows, words, order, start, centre)
    _truth(out, cast, words, rng)
    about = _about(scene, cast, rows, order, seed)
    (out / "_world.json").write_text(json.dumps(about, indent=1, default=str))
    return about


def _people(rng: np.random.Generator, order: Plan) -> Scene:
    nets = Nets(rng)
    scene = Scene(rng, order.days, nets, settle(rng, nets), Topics(rng, int(rng.integers(900, 2600))))
    market = gear.open_market(scene, order.pools)
    for name, share in order.shares.items():
        if count := int(order.honest * share):
            _MAKERS[name](scene, count)
    _proxy_users(scene, market, int(order.honest * float(rng.uniform(0.004, 0.02))))
    for index, (tier, size) in enumerate(order.rings, 1):
        knobs = draw(rng, tier, size, order.days)
        if order.one_pool:
            knobs = type(knobs)(**vars(knobs) | {"net": "pool", "share": True})
        add_ring(scene, knobs, market, f"ring-{index}", f"operator-{index}")
    return scene


def _proxy_users(scene: Scene, market: gear.Market, count: int) -> None:
    """Honest people on the same rented pools: scrapers of prices, expatriates, the cautious."""
    for pool in market.pools:
        country = countries(scene.rng, max(3, count // len(market.pools)))
        net = scene.nets.again(pool, int(scene.rng.choice([2, 3])))
        share = scene.rng.uniform(0, 0.3, len(country))
        account = scene.add(len(country), **crowd.habits(scene, country, group="proxy-user", net=net, share2=share))
        crowd.cards(scene, account, country)


def _small_feeds(
    out: Path,
    scene: Scene,
    cast: pd.DataFrame,
    rows: pd.DataFrame,
    words: feeds.Words,
    order: Plan,
    start: pd.Timestamp,
    centre: Any,
) -> None:
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        "accounts": lambda: feeds.accounts(scene, cast, words, start, order).sample(frac=1, random_state=7),
        "payments": lambda: feeds.payments(scene, words, start),
        "clusters": lambda: feeds.clusters(scene, words, centre),
        "networks": lambda: pd.DataFrame(
            scene.nets.rows, columns=["prefix", "asn", "organization", "kind"]
        ).drop_duplicates("prefix"),
        "logins": lambda: logs.logins(scene, cast, rows, words, start),
        "actions": lambda: logs.actions(scene, words, start),
    }
    for kind, make in tables.items():
        if kind in order.kinds:
            table = make()
            table = table.drop(columns=[name for name in order.drop.get(kind, ()) if name in table])
            table.to_csv(
                out / f"{kind}.csv.gz", index=False, compression={"method": "gzip", "compresslevel": 3, "mtime": 0}
            )


def _truth(out: Path, cast: pd.DataFrame, words: feeds.Words, rng: np.random.Generator) -> None:
    truth = pd.DataFrame(
        {"account_id": words.accounts}
        | {name: cast[name] for name in ("ring", "operator", "cell", "tier", "population")}
    )
    truth["group_id"] = cast.group
    truth.iloc[rng.permutation(len(truth))].to_csv(out / "truth" / "truth.csv", index=False)


def _about(scene: Scene, cast: pd.DataFrame, rows: pd.DataFrame, order: Plan, seed: int) -> dict[str, Any]:
    member = (cast.ring != "").to_numpy()
    asked = rows.groupby("account").size()
    days = rows.assign(day=rows.second // 86400).drop_duplicates(["account", "day"]).groupby("account").size()
    ring = member[asked.index]
    return {
        "style": order.style,
        "seed": seed,
        "days": order.days,
        "honest": int((~member).sum()),
        "ring_accounts": int(member.sum()),
        "exchanges": len(rows),
        "honest_per_active_day": round(float(asked[~ring].sum() / max(1, days[~ring].sum())), 1),
        "ring_per_active_day": round(float(asked[ring].sum() / max(1, days[ring].sum())), 1),
        "silent_honest": int((~member).sum() - (~ring).sum()),
        "silent_ring": int(member.sum() - ring.sum()),
        "populations": cast.population[~member].value_counts().to_dict(),
        "kinds": list(order.kinds),
        "dropped": {kind: sorted(names) for kind, names in order.drop.items()},
        "rings": scene.about,
    }
