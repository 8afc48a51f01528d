"""Exchanges, a part of a day at a time: who asks when, from where, with what, about what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.worlds.cast import JOB, OFFICE, PEOPLE, SLOTS, Rows
from app.worlds.chance import stream, unit
from app.worlds.spec import WorldSpec

MODELS: Final = np.array(["model-large", "model-small", "model-code", "model-next"], object)
NEXT: Final = 3
"""The model that is released within the world, where `release_day` says so."""
PART_ROWS: Final = 2_000_000
"""Exchanges of one part of a day, about: memory is bounded by it, not by how busy a day is."""
_DAY_CURVE: Final = np.array(
    [1, 0.6, 0.4, 0.3, 0.3, 0.5, 1, 2, 4, 6, 7, 7, 6, 6.5, 7, 7, 6.5, 5.5, 5, 5, 5, 4.5, 3.5, 2]
)
_CHANCE: Final = (0.62, 0.16, 0.14, 0.08)


def parts(spec: WorldSpec, cast: dict[str, Rows], rng: np.random.Generator) -> Iterator[tuple[int, dict[str, Rows]]]:
    """Day and columns of its exchanges, in order of time within a part; a busy day is several parts, by accounts.

    account (index), minute (of the world), address, client, topic, model, input_tokens, output_tokens.
    """
    for day in range(spec.days):
        counts = rng.poisson(_rates(cast, rng, day, spec.volume))
        part = np.cumsum(counts) // PART_ROWS
        for number in range(int(part[-1]) + 1 if len(part) else 0):
            account = np.repeat(np.arange(len(counts)), np.where(part == number, counts, 0))
            yield day, _part(spec, cast, rng, _Extra(spec, cast, account, day, number), account, day)


def volume(cast: dict[str, Rows], day: int) -> NDArray[np.float64]:
    """Mean exchanges of each account on a day that it works: weekends, ramps, and whether it is there."""
    weekday = (day % 7) < 5  # worlds begin on a Monday
    factor = np.where(cast["schedule"] == JOB, 1.0, 1.15 if weekday else 0.55)
    ramp = np.clip((day - cast["starts"] + 1) / np.maximum(cast["ramp"], 1), 0.1, 1.0)
    active = (cast["starts"] < day + 1) & (cast["ends"] > day)
    return np.asarray(cast["rate"] * factor * np.where(cast["ramp"] > 0, ramp, 1.0) * active)


def _rates(cast: dict[str, Rows], rng: np.random.Generator, day: int, thinned: float) -> Any:
    """Mean exchanges today: `volume`, less days off, which only people take."""
    off = (cast["schedule"] != JOB) & (rng.random(len(cast["rate"])) < 0.35) & (cast["ring"] == "")
    return volume(cast, day) * ~off * thinned


class _Extra:
    """What evasions decide about each exchange, from streams of their own; nothing is drawn where none is turned."""

    def __init__(self, spec: WorldSpec, cast: dict[str, Rows], account: Any, day: int, part: int) -> None:
        self.spec, self.cast, self.at = spec, cast, (day, part)
        self.sold = self._chance("customers", 0.0, account)
        self.apart = ~self._chance("synchrony", 1.0, account) | self.sold

    def _chance(self, knob: str, usual: float, account: Any) -> Any:
        if (self.cast[knob] == usual).all():
            return np.full(len(account), usual == 1.0)
        return stream(self.spec.seed, knob, *self.at).random(len(account)) < self.cast[knob][account]

    def topics(self, topic: Any) -> Any:
        """Customers ask what everybody asks."""
        if not self.sold.any():
            return topic
        usual = stream(self.spec.seed, "customers' topics", *self.at).zipf(1.25, len(topic)) % self.spec.topics
        return np.where(self.sold, usual, topic)

    def models(self, model: Any, account: Any) -> Any:
        """From its release on, everybody tries the new model (most at first), and pivoting rings move to it."""
        spec, since = self.spec, self.at[0] - self.spec.release_day
        if not spec.release_day or since < 0:
            return model
        tried = min(1.0, spec.launch_share * (1 + 0.5 ** (since / 2)))
        pivot = np.where(self.sold, 0.0, self.cast["pivot"][account])
        share = np.where((pivot > 0) & (since > 0), pivot, tried)
        return np.where(stream(spec.seed, "release", *self.at).random(len(model)) < share, NEXT, model)

    def addresses(self, address: Any, account: Any, minute: Any) -> Any:
        """Rotated exits, and sittings at the account's own line."""
        cast = self.cast
        if (cast["rotate"] > 0).any():
            rotate = cast["rotate"][account]
            epoch = np.floor(minute / 1440 / np.where(rotate > 0, rotate, 1e9)).astype(np.int64)
            start = cast["exit"][account]
            moved = start + (address - start + epoch * cast["stride"][account]) % cast["span"][account]
            address = np.where(rotate > 0, moved, address)
        if (cast["own_line"] > 0).any():
            sitting = unit(self.spec.seed, account, np.floor(minute / 60))
            address = np.where(sitting < cast["own_line"][account], cast["line"][account], address)
        return address


def _part(
    spec: WorldSpec, cast: dict[str, Rows], rng: np.random.Generator, extra: _Extra, account: Any, day: int
) -> dict[str, Rows]:
    job, human = _job(cast, rng, account), _human(cast, rng, account)
    minute = np.where((cast["schedule"][account] == JOB) & ~extra.apart, job, human)
    minute = day * 1440 + np.clip(minute, 0, 1439.98)
    alive = (minute >= cast["starts"][account] * 1440) & (minute <= cast["ends"][account] * 1440)
    order = np.flatnonzero(alive)[np.argsort(minute[alive], kind="stable")]
    account, minute, extra.sold = account[order], minute[order], extra.sold[order]
    total = len(account)
    slot = rng.choice(SLOTS, total, p=_CHANCE)
    mine = rng.random(total) < cast["topic_share"][account]
    topic = np.where(mine, cast["topics"][account, rng.integers(0, 3, total)], rng.zipf(1.25, total) % spec.topics)
    client = np.where(rng.random(total) < 0.85, cast["client"][account], cast["client2"][account])
    guilty = (cast["ring"] != "")[account] & ~extra.sold
    return {
        "account": account,
        "minute": minute,
        "address": extra.addresses(cast["addresses"][account, slot], account, minute),
        "client": client,
        "topic": extra.topics(topic),
        "model": extra.models(
            np.where(guilty & (rng.random(total) < 0.5), 0, rng.choice(3, total, p=(0.45, 0.35, 0.2))), account
        ),
        "input_tokens": np.exp(rng.normal(6.2, 0.9, total)).astype(np.int64) + 1,
        "output_tokens": np.exp(rng.normal(np.where(guilty, 6.9, 6.0), 0.8, total)).astype(np.int64) + 1,
    }


def _human(cast: dict[str, Rows], rng: np.random.Generator, account: Any) -> Any:
    """A day curve in local time, in sittings: people ask several things within an hour."""
    local = rng.choice(24, len(cast["zone"]), p=_DAY_CURVE / _DAY_CURVE.sum())
    again = rng.choice(24, len(account), p=_DAY_CURVE / _DAY_CURVE.sum())
    hour = np.where(rng.random(len(account)) < 0.5, local[account], again)
    return ((hour - cast["zone"][account]) % 24) * 60 + rng.uniform(0, 60, len(account))


def _job(cast: dict[str, Rows], rng: np.random.Generator, account: Any) -> Any:
    """Ticks of a scheduler with jitter: round the clock, in office hours, or as people wake and sleep."""
    period, hours = np.maximum(cast["period"][account], 1.0), cast["hours"][account]
    zone = cast["zone"][account]
    length = np.where(hours == OFFICE, 600.0, 1440.0)
    begin = np.where(hours == OFFICE, ((9 - zone) % 24) * 60, 0.0)
    drawn = rng.random(len(account))
    tick = np.floor(drawn * length / period)
    if (hours == PEOPLE).any():
        share = np.concatenate([[0.0], np.cumsum(_DAY_CURVE) / _DAY_CURVE.sum()])
        moment = np.interp(drawn, share, np.arange(25) * 60.0)  # inverse of the day curve, in local minutes
        tick = np.where(hours == PEOPLE, np.floor((moment - zone * 60) % 1440 / period), tick)
    moment = begin + tick * period + cast["phase"][account]
    return (moment + np.abs(rng.normal(0, 1, len(account))) * cast["jitter"][account]) % 1440
