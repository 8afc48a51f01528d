"""Honest people: groups of every kind, and plain persons."""

import numpy as np
import pandas as pd

from benchmarks.fourteenth.kind import Kind, draw, person
from benchmarks.fourteenth.kinds_home import KINDS as HOME
from benchmarks.fourteenth.kinds_school import KINDS as SCHOOL
from benchmarks.fourteenth.kinds_tools import KINDS as TOOLS
from benchmarks.fourteenth.kinds_work import KINDS as WORK
from benchmarks.fourteenth.members import mixed
from benchmarks.fourteenth.places import some
from benchmarks.fourteenth.world import Group, World

KINDS: tuple[Kind, ...] = (*WORK, *SCHOOL, *HOME, *TOOLS)


def _told(df: pd.DataFrame, population: str, name: str) -> pd.DataFrame:
    df["ring"], df["operator"], df["cell"], df["tier"] = "", "", "", ""
    df["population"], df["group_id"] = population, name
    return df


def _group(world: World, kind: Kind, number: int) -> None:
    knobs = draw(world.rng, kind)
    name = f"{kind.name}-{number}"
    group = Group(name, world.key(), str(some(world.rng, 1)[0]))
    world.knobs[name] = {**knobs, "country": group.country}
    world.frames.append(_told(mixed(world, group, knobs, int(knobs["size"])), kind.name, name))


def _habits(world: World, df: pd.DataFrame) -> None:
    """Some plain persons use a VPN or a proxy as well, and some run a public prompt set."""
    rng, n = world.rng, len(df)
    shops = [*world.market.vpns, *world.market.proxies, world.market.tor]
    share = np.array([0.008] * len(world.market.vpns) + [0.003] * len(world.market.proxies) + [0.001])
    pick = rng.choice(len(shops) + 1, n, p=[*share, 1 - share.sum()])
    for i, run in enumerate(shops):
        df.loc[pick == i, ["start1", "len1", "stay1"]] = (run.start, run.size, float(rng.choice([0.5, 6, 24])))
    some = rng.random(n) < 0.02
    df.loc[some, "plan"] = rng.choice(world.plans.public, int(some.sum()))
    df.loc[some, "width"] = np.array(world.plans.items)[df.loc[some, "plan"]]
    df.loc[some, "share"] = rng.uniform(0.05, 0.6, int(some.sum()))


def _groups(world: World, most: int | None) -> None:
    """Groups of every kind; of kinds in a drawn order until they have so many accounts, where `most` is given."""
    for at in range(len(KINDS)) if most is None else world.rng.permutation(len(KINDS)):
        kind = KINDS[at]
        for number in range(1, int(world.rng.integers(kind.groups[0], kind.groups[1] + 1)) + 1):
            if most is None or sum(len(f) for f in world.frames) < most:
                _group(world, kind, number)


def people(world: World, total: int, *, some: bool = False) -> None:
    """Groups first (`some`: until half of the number), then plain persons to make up the number."""
    _groups(world, total // 2 if some else None)
    rest = max(total // 3, total - sum(len(f) for f in world.frames))
    knobs = {**person(), "place": "world", "pay_share": 0.4, "between": 1.3}
    for part, surface in enumerate(("web", "web", "app", "mixed", "api")):
        size = int(rest * (0.4, 0.15, 0.25, 0.12, 0.08)[part])
        crowd = Group(f"private-{part}", world.key(), "US")
        more = {
            "surface": surface,
            "rate": 6.0 if surface == "api" else 1.9,
            "clock": ("home", "office", "evening", "awake", "awake")[part],
        }
        df = mixed(world, crowd, {**knobs, **more}, size)
        _habits(world, df)
        world.frames.append(_told(df, "private", ""))
