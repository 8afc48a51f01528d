"""One day of exchanges: who asks when, from where, with what, about what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from app.worlds.cast import SLOTS, Rows
from app.worlds.honest import JOB
from app.worlds.spec import WorldSpec

MODELS: Final = np.array(["model-large", "model-small", "model-code"], object)
_DAY_CURVE: Final = np.array(
    [1, 0.6, 0.4, 0.3, 0.3, 0.5, 1, 2, 4, 6, 7, 7, 6, 6.5, 7, 7, 6.5, 5.5, 5, 5, 5, 4.5, 3.5, 2]
)
_CHANCE: Final = (0.62, 0.16, 0.14, 0.08)


def days(spec: WorldSpec, cast: dict[str, Rows], rng: np.random.Generator) -> Iterator[dict[str, Rows]]:
    """Columns of each day's exchanges, in order of time.

    account (index), minute (of the world), address, client, topic, model, input_tokens, output_tokens.
    """
    for day in range(spec.days):
        yield _day(spec, cast, rng, day)


def _day(spec: WorldSpec, cast: dict[str, Rows], rng: np.random.Generator, day: int) -> dict[str, Rows]:
    counts = rng.poisson(_rates(cast, rng, day))
    account = np.repeat(np.arange(len(counts)), counts)
    minute = np.where(cast["schedule"][account] == JOB, _job(cast, rng, account), _human(cast, rng, account))
    minute = day * 1440 + np.clip(minute, 0, 1439.98)
    alive = (minute >= cast["created"][account] * 1440) & (minute <= cast["ends"][account] * 1440)
    order = np.argsort(minute[alive], kind="stable")
    account, minute = account[alive][order], minute[alive][order]
    total = len(account)
    slot = rng.choice(SLOTS, total, p=_CHANCE)
    mine = rng.random(total) < cast["topic_share"][account]
    topic = np.where(mine, cast["topics"][account, rng.integers(0, 3, total)], rng.zipf(1.25, total) % spec.topics)
    client = np.where(rng.random(total) < 0.85, cast["client"][account], cast["client2"][account])
    guilty = cast["ring"][account] != ""
    return {
        "account": account,
        "minute": minute,
        "address": cast["addresses"][account, slot],
        "client": client,
        "topic": topic,
        "model": np.where(guilty & (rng.random(total) < 0.5), 0, rng.choice(3, total, p=(0.45, 0.35, 0.2))),
        "input_tokens": np.exp(rng.normal(6.2, 0.9, total)).astype(np.int64) + 1,
        "output_tokens": np.exp(rng.normal(np.where(guilty, 6.9, 6.0), 0.8, total)).astype(np.int64) + 1,
    }


def _rates(cast: dict[str, Rows], rng: np.random.Generator, day: int) -> Any:
    """Mean exchanges of each account today: weekends, days off, ramps."""
    weekday = (day % 7) < 5  # worlds begin on a Monday
    job = cast["schedule"] == JOB
    factor = np.where(job, 1.0, np.where(weekday, 1.15, 0.55))
    off = ~job & (rng.random(len(job)) < 0.35) & (cast["ring"] == "")
    ramp = np.clip((day - cast["created"] + 1) / np.maximum(cast["ramp"], 1), 0.1, 1.0)
    active = (cast["created"] < day + 1) & (cast["ends"] > day)
    return cast["rate"] * factor * np.where(cast["ramp"] > 0, ramp, 1.0) * np.where(off, 0.0, 1.0) * active


def _human(cast: dict[str, Rows], rng: np.random.Generator, account: Any) -> Any:
    """A day curve in local time, in sittings: people ask several things within an hour."""
    local = rng.choice(24, len(cast["zone"]), p=_DAY_CURVE / _DAY_CURVE.sum())
    again = rng.choice(24, len(account), p=_DAY_CURVE / _DAY_CURVE.sum())
    hour = np.where(rng.random(len(account)) < 0.5, local[account], again)
    return ((hour - cast["zone"][account]) % 24) * 60 + rng.uniform(0, 60, len(account))


def _job(cast: dict[str, Rows], rng: np.random.Generator, account: Any) -> Any:
    """Ticks of a scheduler with jitter; where `burst` is set, only in the operator's working hours."""
    period = np.maximum(cast["period"][account], 1.0)
    length = np.where(cast["burst"][account] > 0, 600.0, 1440.0)
    begin = np.where(cast["burst"][account] > 0, ((9 - cast["zone"][account]) % 24) * 60, 0.0)
    tick = np.floor(rng.random(len(account)) * length / period)
    moment = begin + tick * period + cast["phase"][account]
    return (moment + np.abs(rng.normal(0, 1, len(account))) * cast["jitter"][account]) % 1440
