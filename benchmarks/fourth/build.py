"""One world from first draw to last file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourth.crowd import settle
from benchmarks.fourth.exchanges import write_exchanges
from benchmarks.fourth.feedplan import OPTIONAL, FeedPlan, draw_feeds
from benchmarks.fourth.feeds import accounts_table, logins_table, payments_table, truth_table
from benchmarks.fourth.pools import Pools
from benchmarks.fourth.rings import conspire
from benchmarks.fourth.staff import act
from benchmarks.fourth.styles import STYLES, order_of
from benchmarks.fourth.tools import DAY, Array, mix
from benchmarks.fourth.traffic import Traffic, traffic_of
from benchmarks.fourth.world import World
from benchmarks.fourth.writing import stamps, write_table


def write_world(
    out: Path, style: str, seed: int, accounts: int | None = None, days: int | None = None
) -> dict[str, Any]:
    """Draw, build and write a world; tell its counts. The directory must be new or empty: raises FileExistsError."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty: name a new directory")
    rng = np.random.default_rng([4, seed, STYLES.index(style)])
    world = World(order_of(style, seed, rng, accounts, days), rng)
    plan = draw_feeds(rng, style)
    at_home = settle(world)
    pools = Pools(world, at_home)
    pools.innocents(int(world.order.honest * rng.uniform(0.004, 0.015)))
    conspire(world, pools, plan.told(), plan.email == "hashed")
    world.exits.finish()
    world.topics.finish()
    people = world.accounts()
    actions = act(world, people)
    traffic = traffic_of(world, people)
    ids = np.array([f"u-{int(key) >> 16:012x}" for key in mix(np.arange(len(people)), seed, 7)], dtype=object)
    if len(set(ids)) < len(ids):
        raise ValueError("two accounts with one id")
    _write(world, plan, people, traffic, actions, ids, out)
    return _tell(world, plan, people, traffic, out)


def _write(
    world: World, plan: FeedPlan, people: pd.DataFrame, traffic: Traffic, actions: pd.DataFrame, ids: Array, out: Path
) -> None:
    """Write the feeds and the truth; rows in random order, and no account that the world's end does not know."""
    known = np.zeros(len(people), dtype=bool)
    known[traffic.account] = True
    known |= people["created"].to_numpy(dtype=float) < world.start + world.days * DAY
    actions = actions.assign(account_id=ids[actions["account"].to_numpy(dtype=np.int64)]).drop(columns="account")
    tables = {
        "accounts": accounts_table(world, plan, people, ids)[known],
        "payments": payments_table(world, plan, ids),
        "clusters": world.topics.table(world.rng),
        "networks": world.net.table(),
        "logins": logins_table(world, plan, people, traffic, ids),
        "actions": actions[["account_id", "at", "action", "reason", "decided_by", "case_id"]],
    }
    tables["networks"] = tables["networks"][world.rng.random(len(tables["networks"])) < plan.seen_networks]
    told = set(ids[known])
    for kind, table in tables.items():
        if "account_id" in table:
            table = table[table["account_id"].isin(told)]
        if kind not in plan.missing:
            keep = [
                name
                for name in table
                if plan.has(kind, name) and (plan.has(kind, "email") or not name.startswith("email"))
            ]
            shuffled = table[keep].iloc[world.rng.permutation(len(table))]
            if kind == "accounts" and plan.updates and "status" in keep:
                changed = shuffled[shuffled["status"] != "active"].copy()
                changed["updated_at"] = stamps(np.full(len(changed), world.start + world.days * DAY - 1.0))
                write_table(out, kind, plan.formats[kind], changed, "1")
                shuffled = shuffled.assign(status="active")
            write_table(out, kind, plan.formats[kind], shuffled)
    write_exchanges(world, plan, people, traffic, ids, out)
    (out / "truth").mkdir(exist_ok=True)
    truth = truth_table(people, ids)[known]
    truth.iloc[world.rng.permutation(len(truth))].to_csv(out / "truth" / "truth.csv", index=False)


def _tell(world: World, plan: FeedPlan, people: pd.DataFrame, traffic: Traffic, out: Path) -> dict[str, Any]:
    """Counts for the terminal; every knob for `_world.json`, which ingestion skips."""
    ring = people["ring"].to_numpy() != ""
    by_ring = ring[traffic.account]
    active = np.unique(traffic.account * 64 + (traffic.at // DAY).astype(np.int64)) // 64
    counts = {
        "style": world.order.style,
        "seed": world.order.seed,
        "days": world.days,
        "honest": int((~ring).sum()),
        "ring_accounts": int(ring.sum()),
        "exchanges": len(by_ring),
        "ring_per_active_day": round(float(by_ring.sum() / max(1, ring[active].sum())), 1),
        "honest_per_active_day": round(float((~by_ring).sum() / max(1, (~ring[active]).sum())), 1),
        "populations": people["population"][~ring].value_counts().to_dict(),
        "rings": [
            f"{one['size']}:{one['tier']} in {one['cells']} cells, {'+'.join(one['slips'])}"
            for one in world.notes["rings"]
        ],
    }
    notes = {
        **world.notes,
        "counts": counts,
        "feeds": plan.note(),
        "columns": {kind: list(names) for kind, names in OPTIONAL.items()},
    }
    (out / "_world.json").write_text(json.dumps(notes, indent=1, default=float) + "\n")
    return counts
