"""All honest kinds, and how a world fills itself with their groups."""

from dataclasses import replace

from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.groups import make
from benchmarks.fifteenth.kind import Kind
from benchmarks.fifteenth.kinds_code import CODE
from benchmarks.fifteenth.kinds_market import MARKET
from benchmarks.fifteenth.kinds_net import NET
from benchmarks.fifteenth.kinds_school import SCHOOL
from benchmarks.fifteenth.kinds_work import WORK
from benchmarks.fifteenth.world import World

KINDS = [*NET, *WORK, *SCHOOL, *CODE, *MARKET]
COMMON = {"company": 5, "university": 2, "family": 12, "carrier-cgnat": 3, "course": 3, "shared-flat": 5,
          "cron-fleet": 3, "ci-fleet": 3, "agency": 3, "editor-plugin": 2, "coworking": 2}  # fmt: skip
"""How often a group is of a kind, for kinds that are not of weight 1."""


def fill(world: World, total: int, passes: int, *, some: bool = False) -> list[Batch]:
    """Groups of every kind `passes` times, then of kinds by their frequency, until they have `total` accounts.

    `some`: of kinds by their frequency only, none with more than a quarter of the accounts, for a world too small for
    all kinds.
    """
    out: list[Batch] = []
    every = 0 if some else passes
    order = [k for _ in range(every) for k in [KINDS[int(i)] for i in world.rng.permutation(len(KINDS))]]
    weights = {str(i): float(COMMON.get(k.name, 1)) for i, k in enumerate(KINDS)}
    used = 0
    while order or used < total:
        kind = order.pop() if order else KINDS[int(world.pick(weights))]
        batch = make(world, _capped(kind, total // 4) if some else kind, f"{kind.name}-{len(out) + 1}")
        used += len(batch.who)
        out.append(batch)
    return out


def _capped(kind: Kind, most: int) -> Kind:
    """The kind with groups of at most so many accounts, but at least five."""
    low, high = kind.size
    return replace(kind, size=(min(low, max(5, most)), min(high, max(5, most))))
