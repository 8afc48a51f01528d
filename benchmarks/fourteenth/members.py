"""Members of a group out of its knobs: honest groups and cells of rings are made by the same hands."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.gear import clients, devices
from benchmarks.fourteenth.habits import clock, prompts, volume
from benchmarks.fourteenth.hashing import mix, names, where_told
from benchmarks.fourteenth.kind import person
from benchmarks.fourteenth.mail import mails
from benchmarks.fourteenth.places import some
from benchmarks.fourteenth.purses import pay, phones
from benchmarks.fourteenth.routes import route
from benchmarks.fourteenth.world import Group, World

_SURFACES = {"web": (0.02, 0.88), "api": (0.97, 0.02), "app": (0.0, 0.1), "mixed": (0.5, 0.45)}


def _born(world: World, group: Group, knobs: dict[str, Any], n: int) -> np.ndarray:
    """Days from the window's first hour to the sign-up; most people came long before."""
    rng, days, way = world.rng, world.days, knobs["born"]
    old = -rng.exponential(260, n)
    old = np.where(rng.random(n) < 0.12, rng.uniform(0, days * 0.9, n), np.maximum(old, -900))
    when = group.once("born", lambda: float(rng.choice([rng.uniform(-200, -5), rng.uniform(-15, days * 0.4)])))
    ways: dict[str, Callable[[], np.ndarray]] = {
        "together": lambda: when + rng.exponential(knobs.get("batch_days", 1.5), n),
        "window": lambda: rng.uniform(-3, days * 0.7, n),
        "drip": lambda: rng.uniform(-90, days * 0.6, n),
        "aged": lambda: -rng.uniform(60, 900, n),
        "burst": lambda: group.once("bang", lambda: int(rng.integers(1, days - 2))) + rng.exponential(0.9, n),
        "event": lambda: group.once("event", lambda: float(rng.integers(1, days - 3))) - rng.exponential(0.5, n),
    }
    return np.minimum(ways[way]() if way in ways else old, days - 0.2)


def _life(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """The days of activity, of which an event has few."""
    df["start"], df["end"] = df["born"].to_numpy() + world.rng.exponential(0.05, len(df)), float(world.days)
    if knobs["days"] > 0.5:
        first = group.once("event", lambda: float(world.rng.integers(1, world.days - 3)))
        df["start"] = np.maximum(df["start"], first)
        df["end"] = first + knobs["days"]


def _country(world: World, group: Group, knobs: dict[str, Any], n: int) -> np.ndarray:
    rng = world.rng
    if knobs["place"] == "world":
        return some(rng, n)
    if knobs["place"] == "few":
        few = group.once("lands", lambda: some(rng, 3))
        return rng.choice(few, n, p=[0.6, 0.25, 0.15])
    return np.where(rng.random(n) < 0.95, group.country, some(rng, n))


def _signup(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    rng, n = world.rng, len(df)
    df["email"] = mails(world, group, knobs, n)
    df["phone_hash"] = phones(world, group, knobs, n)
    df["verified"] = rng.choice(knobs["verified"], n)
    df["plan_name"] = rng.choice(["free", "pro", "team", "payg"], n, p=[0.55, 0.25, 0.05, 0.15])
    df["organization"] = f"{group.name} ltd" if knobs["org"] else None
    df["parent"] = df["account_id"].iloc[0] if knobs["parent"] else None
    back = np.maximum(0, np.arange(n) - rng.integers(1, 6, n))
    linked = (rng.random(n) < (0.6 if knobs["refer"] else 0.015)) & (np.arange(n) > 0)
    df["referrer"] = where_told(linked, df["account_id"].to_numpy()[back])
    df["p_api"], df["p_web"] = _SURFACES[knobs["surface"]]


def build(world: World, group: Group, knobs: dict[str, Any], n: int) -> pd.DataFrame:
    """The frame of n members who all do as their group does."""
    df = pd.DataFrame({"key": world.keys(n)})
    df["account_id"] = names("acct_", mix(df["key"], 28))
    df["country"] = _country(world, group, knobs, n)
    df["born"] = _born(world, group, knobs, n)
    for step in (_life, _signup, route, devices, clients, prompts, clock, volume):
        step(world, group, knobs, df)
    for column in ("desk", "signup_desk", "desk_start", "desk_len"):
        df[column] = 0
    pay(world, group, knobs, df)
    return df


def desks(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """The exit and the machine of a clerk or an administrator, from which so many accounts are handled."""
    rng, n = world.rng, len(df)
    run = group.once("desk", lambda: world.nets.sub(world.nets.isps[group.country][0], int(rng.integers(1, 5))))
    seat = mix(group.key, 51, np.arange(n) // knobs["per_desk"]).astype(np.int64)
    df["desk"] = np.where(rng.random(n) < knobs["desk"], seat, 0)
    df["signup_desk"] = np.where(rng.random(n) < knobs["signup_desk"], seat, 0)
    df["desk_start"], df["desk_len"] = run.start, run.size


def mixed(world: World, group: Group, knobs: dict[str, Any], n: int) -> pd.DataFrame:
    """Members of which some do not join in, though they may keep the group's addresses."""
    join = max(1, round(n * knobs["join"]))
    frames = [build(world, group, knobs, join)]
    if knobs["admin"] > 0:
        share = {"signup_desk": knobs["admin"], "desk": knobs["admin"] * 0.2, "per_desk": 150}
        desks(world, group, share, frames[0])
    if n > join:
        plain = {**person(), "place": knobs["place"], "pay_share": 0.4}
        if world.rng.random() < 0.5:
            plain |= {"nets": knobs["nets"], "kind": knobs["kind"]} | {k: knobs[k] for k in ("exits", "house")}
        frames.append(build(world, group, plain, n - join))
    return pd.concat(frames, ignore_index=True)
