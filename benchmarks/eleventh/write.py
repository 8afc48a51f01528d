"""Write the feeds and the truth of a world."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.eleventh import logs
from benchmarks.eleventh.build import CAPABILITIES
from benchmarks.eleventh.logs import address, stamps
from benchmarks.eleventh.model import DAY, Account, World

ACTION = ["account_id", "at", "action", "reason", "decided_by"]
TRUTH = ["account_id", "ring", "operator", "cell", "tier", "population", "group_id"]


def write(world: World, out: Path) -> tuple[int, pd.DataFrame]:
    """All files of a world; tells how many exchanges, and the truth."""
    (out / "truth").mkdir(parents=True)
    log = logs.draw(world)
    count = logs.exchanges(world, log, out)
    logs.logins(world, log, out)
    people = sorted(world.accounts, key=lambda a: a.created)
    _accounts(world, people, out)
    _payments(world, out)
    pd.DataFrame(world.space.networks).to_csv(out / "networks.csv", index=False)
    actions = pd.DataFrame(world.actions, columns=ACTION)
    actions.assign(at=stamps(actions["at"].to_numpy()).to_numpy()).to_csv(out / "actions.csv", index=False)
    if world.style.clusters:
        _clusters(world, out)
    rows = [(a.id, a.ring, a.operator, a.cell, a.tier, a.population, a.group) for a in people]
    truth = pd.DataFrame(rows, columns=TRUTH)
    truth.to_csv(out / "truth" / "truth.csv", index=False)
    return count, truth


def _accounts(world: World, people: list[Account], out: Path) -> None:
    day = np.clip([int(a.created // DAY) for a in people], 0, world.style.days - 1)
    signup = world.space.lookup(np.array([a.sites[0] for a in people]), day, world.rng.random(len(people)))
    columns = {
        "account_id": [a.id for a in people],
        "created_at": stamps([a.created for a in people]),
        "email": [a.email for a in people],
        "plan": [a.plan for a in people],
        "country": [a.country for a in people],
        "organization": [a.org for a in people],
        "signup_ip": [address(x) for x in signup],
        "signup_client": [a.clients[0] for a in people],
        "signup_device": [(a.devices or [""])[0] for a in people],
        "phone_hash": [a.phone for a in people],
        "verified": [a.verified for a in people],
        "parent_account_id": [a.parent for a in people],
    }
    pd.DataFrame(columns).to_csv(out / "accounts.csv", index=False)


def _payments(world: World, out: Path) -> None:
    paid = pd.DataFrame(world.payments).drop_duplicates(["account_id", "instrument_id"])
    paid.assign(added_at=stamps(paid["added_at"].to_numpy()).to_numpy()).to_csv(out / "payments.csv", index=False)


def _clusters(world: World, out: Path) -> None:
    kinds = [CAPABILITIES[c] for c in world.capability]
    columns = {
        "query_cluster": [f"qc-{n:04d}" for n in range(len(kinds))],
        "label": [f"{kind} {n}" for n, kind in enumerate(kinds)],
        "capability": kinds,
    }
    pd.DataFrame(columns).to_csv(out / "clusters.csv", index=False)
