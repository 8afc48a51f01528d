"""From the cast to exchanges: sessions by account and day, times by profile, the rest from the pools. All in bulk."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout.cast import DAY, Ints
from benchmarks.heldout.setting import Setting

Columns = dict[str, NDArray[Any]]


def exchanges(world: Setting) -> Columns:
    """All exchanges, ordered by time; `second` counts from the start of the world, the rest are numbers of the cast."""
    rng, columns = world.style.rng("traffic"), world.cast.columns
    account, day = _sessions(world, rng)
    second = _starts(world, rng, account, day)
    pools = {kind: world.cast.pool(kind) for kind in ("ip", "client", "device", "topic")}
    u = {kind: rng.random(len(account)) for kind in pools}
    count = 1 + rng.poisson(np.maximum(columns["length"][account] - 1, 0) * rng.gamma(2.0, 0.5, len(account)))
    session = np.repeat(np.arange(len(account)), count)
    who, at = account[session], second[session] + _offsets(rng, count, columns["gap"][account][session])
    keep = (at < world.style.days * DAY - 1) & (at < np.where(columns["banned"] >= 0, columns["banned"], 1e18)[who])
    order = np.flatnonzero(keep)[np.argsort(at[keep], kind="stable")]
    session, who, at = session[order], who[order], at[order]
    n = len(who)
    swap = columns["rotates"][who]
    draw_ip = np.where(swap, rng.random(n), u["ip"][session])
    other = rng.random(n) < 0.4
    draw_topic = np.where(other, rng.random(n), u["topic"][session])
    topic = pools["topic"].draw(who, draw_topic)
    for burst in world.bursts:
        here = (at >= burst["first"] * DAY) & (at < (burst["first"] + burst["days"]) * DAY)
        caught = (
            here
            & (columns["ring"][who] == "")
            & (columns["population"][who] == "private")
            & (rng.random(n) < burst["chance"])
        )
        topic[caught] = burst["topic"]
    favourite = rng.integers(0, 4, world.cast.n)
    return {
        "account": who,
        "second": at,
        "ip": pools["ip"].draw(who, draw_ip),
        "client": pools["client"].draw(who, u["client"][session]),
        "device": pools["device"].draw(who, u["device"][session]),
        "topic": topic,
        "model": np.where(rng.random(n) < 0.8, favourite[who], rng.integers(0, 4, n)),
        "input_tokens": _tokens(rng, columns["in_tokens"][who]),
        "output_tokens": _tokens(rng, columns["out_tokens"][who]),
        "outcome": rng.choice(4, n, p=[0.965, 0.012, 0.013, 0.01]),
        "surface": columns["surface"][who],
        "login": np.concatenate([[True], np.diff(session) != 0]) & (rng.random(n) < 0.3) if n else np.zeros(0, bool),
    }


def _sessions(world: Setting, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """One row a session: account and day."""
    columns, days = world.cast.columns, np.arange(world.style.days)
    weekday = (days + world.style.start.weekday()) % 7
    plans = np.array(world.plans)
    expected = columns["sessions"][:, None] * plans[columns["plan"]]
    expected = np.where(weekday >= 5, expected * columns["weekend"][:, None], expected)
    active = np.minimum(columns["last"][:, None] - days, 1).clip(0) * np.minimum(
        days + 1 - columns["first"][:, None], 1
    ).clip(0)
    number = rng.poisson(expected * active)
    silent = (columns["ring"] != "") & (number.sum(1) < 3)  # a member that never worked could not be proved
    number[silent, np.clip(columns["first"][silent].astype(int) + 1, 0, len(days) - 1)] += 3
    account, day = np.nonzero(number)
    times = number[account, day]
    return np.repeat(account, times), np.repeat(day, times)


def _starts(world: Setting, rng: np.random.Generator, account: Ints, day: Ints) -> NDArray[np.float64]:
    """Seconds from the start of the world at which each session begins."""
    columns = world.cast.columns
    cumulative = np.cumsum(np.array(world.profiles), axis=1)
    key = (np.arange(len(cumulative))[:, None] + cumulative / cumulative[:, -1:]).ravel()
    row = columns["profile"][account] + np.where(columns["profile_daily"][account], day, 0)
    slots = cumulative.shape[1]
    slot = np.clip(
        np.searchsorted(key, row + rng.random(len(row)) * 0.999999, side="right") - row * slots, 0, slots - 1
    )
    at = day * float(DAY) + slot * 300.0 + rng.random(len(row)) * columns["spread"][account]
    return np.maximum(at, columns["created"][account] + rng.random(len(row)) * 600)


def _offsets(rng: np.random.Generator, count: Ints, gap: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds into the session of each of its exchanges; the first at 0."""
    gaps = rng.exponential(1.0, len(gap)) * gap
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    gaps[first[count > 0]] = 0.0
    total = np.cumsum(gaps)
    return np.asarray(total - np.repeat(total[first], count))


def _tokens(rng: np.random.Generator, centre: NDArray[np.float64]) -> Ints:
    return np.asarray((centre * rng.lognormal(0, 0.7, len(centre))).clip(1, 180_000).astype(np.int64))
