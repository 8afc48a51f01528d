"""Writes exchanges and logins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.sixteenth import sessions
from benchmarks.sixteenth.clock import Arr
from benchmarks.sixteenth.content import content
from benchmarks.sixteenth.files import save, times
from benchmarks.sixteenth.sessions import Sessions
from benchmarks.sixteenth.where import Where, where
from benchmarks.sixteenth.world import DAY, World

MODELS = np.array(["model-large-3", "model-mid-3", "model-small-3"], object)
CUTS = ((0.8, 0.95), (0.1, 0.9), (0.3, 0.8), (0.05, 0.3), (0.5, 0.98))
"""Shares of the first model, and of the first two, of which each account has one."""


def write(world: World, out: Path) -> int:
    """Live the world through, write a file a day and the logins; give how many exchanges there are."""
    drawn = sessions.draw(world)
    begin, end = sessions.span(world)
    account = drawn.account[drawn.of]
    lived = (drawn.time < world.days * DAY) & (drawn.time > begin[account] * DAY + 30)
    lived &= drawn.time < end[account] * DAY
    of, time, account = drawn.of[lived], drawn.time[lived], account[lived]
    order = np.lexsort((time, account))
    of, time, account = of[order], time[order], account[order]
    places = where(world, drawn)
    rows = _rows(world, time, account, Where(*(column[of] for column in places)))
    _days(world, out, rows)
    _logins(world, out, drawn, places, begin)
    return len(rows)


def _days(world: World, out: Path, rows: pd.DataFrame) -> None:
    """A file a day."""
    day = ((rows.occurred_at - world.start) // DAY).astype(int)
    rows["occurred_at"] = times(rows.occurred_at)
    for d, part in rows.groupby(day):
        save(part, out / f"exchanges-{pd.Timestamp(world.start + d * DAY, unit='s'):%Y-%m-%d}.parquet")


def _rows(world: World, time: Arr, account: Arr, places: Where) -> pd.DataFrame:
    """A row an exchange, by time, which is in Unix seconds; some clusters and addresses are not told."""
    rng = world.rng
    about = content(world, account)
    model = _models(world, account)
    cluster = np.array(world.topics.ids, object)[about.cluster]
    cluster[rng.random(len(account)) < 0.04] = None
    rows = pd.DataFrame({
        "occurred_at": world.start + time, "account_id": _ids(world)[account], "ip": places.ip,
        "client": places.client, "device_id": places.device, "credential_id": places.key, "model": model,
        "query_cluster": cluster, "signature": [f"simhash64-v1:{word:016x}" for word in about.signature.tolist()],
        "input_tokens": about.asked, "output_tokens": about.answered, "surface": places.surface,
        "outcome": about.outcome,
    })  # fmt: skip
    rows = rows.sort_values("occurred_at", kind="stable").reset_index(drop=True)
    rows.loc[rng.random(len(rows)) < 0.004, "ip"] = None
    # The factor is odd, so that no two rows have the same name, though they are in no order.
    rows["exchange_id"] = [f"ex{world.days}{i * 2654435761 % (1 << 32):08x}" for i in range(len(rows))]
    return rows


def _models(world: World, account: Arr) -> Arr:
    share = np.array([world.r.choice(CUTS) for _ in world.accounts])[account]
    drawn = world.rng.random(len(account))
    return MODELS[np.where(drawn < share[:, 0], 0, np.where(drawn < share[:, 1], 1, 2))]


def _ids(world: World) -> Arr:
    return np.array([a.id for a in world.accounts], object)


def _logins(world: World, out: Path, drawn: Sessions, places: Where, begin: Arr) -> None:
    """Some sessions begin with one, those of programs seldom; and each account of late with its sign-up."""
    account, start = drawn.account, drawn.start
    screen = (places.surface == "web") | (places.surface == "app")
    kept = (world.rng.random(len(account)) < np.where(screen, 0.25, 0.03)) & (start > begin[account] * DAY + 30)
    kept &= start < np.array([((a.end or 9e11) - world.start) for a in world.accounts])[account]
    i = np.nonzero(kept)[0]
    device = places.device[i]
    nameless = np.array([name is None for name in device], bool)
    rows = pd.DataFrame({
        "account_id": _ids(world)[account[i]], "at": world.start + start[i] - 4, "ip": places.ip[i],
        "device_id": device, "client": np.where(nameless, None, places.client[i]),
    })  # fmt: skip
    signed = pd.DataFrame(_signed(world), columns=rows.columns)
    rows = pd.concat([rows, signed]).sort_values(["at", "account_id"], kind="stable")
    rows["at"] = times(rows["at"].to_numpy())
    save(rows, out / "logins.parquet")


def _signed(world: World) -> list[tuple[Any, ...]]:
    """A login of each account that signed up in the world or up to 60 days before."""
    new = [a for a in world.accounts if a.created > world.start - DAY * 60]
    return [(a.id, a.created + 5, a.signup_ip, a.signup_dev, a.signup_client) for a in new]
