"""Playing the cast: which account asks when, from where, with what, about what."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.mixing import mix, unit

F64 = npt.NDArray[np.float64]
_HOURS = np.arange(24)


def _bell(*peaks: tuple[float, float, float]) -> F64:
    out = np.full(24, 0.002)
    for centre, width, weight in peaks:
        away = np.minimum(np.abs(_HOURS - centre), 24 - np.abs(_HOURS - centre))
        out += weight * np.exp(-0.5 * (away / width) ** 2)
    return np.cumsum(out / out.sum())


PROFILES = np.array(
    [
        _bell((20, 2.5, 1), (12.5, 3, 0.6)),
        _bell((10.5, 1.7, 1), (15, 2, 1)),
        _bell((15, 3, 0.6), (22, 2.5, 1)),
        _bell((0, 3, 1)),
        _bell((12, 99, 1)),
        _bell((4, 2.2, 1)),
        _bell((12, 2.2, 1)),
        _bell((20, 2.2, 1)),
    ]
)


def _hour(profile: I64, uniform: F64) -> F64:
    """Hour of the day by inverse of the profile."""
    ladder = PROFILES[profile]
    whole = (ladder < uniform[:, None]).sum(1).clip(0, 23)
    rows = np.arange(len(whole))
    low = np.where(whole > 0, ladder[rows, np.maximum(whole - 1, 0)], 0.0)
    hour: F64 = whole + (uniform - low) / np.maximum(ladder[rows, whole] - low, 1e-9)
    return hour


def account_days(scene: Scene, cast: pd.DataFrame, weekday: int) -> tuple[I64, I64, I64]:
    """(account, day, exchanges) of the active account-days. `weekday` is that of day 0."""
    rng = scene.rng
    day = np.arange(scene.days)
    busy = np.array(scene.calendars)[cast.calendar.to_numpy()]
    rest = np.where(((day + weekday) % 7 >= 5)[None, :], cast.weekend.to_numpy(float)[:, None], 1.0)
    alive = (day[None, :] + 1 > cast["first"].to_numpy()[:, None]) & (day[None, :] < cast["last"].to_numpy()[:, None])
    chance = np.minimum(cast.active.to_numpy()[:, None] * rest * np.sqrt(busy), 0.995)
    account, when = np.nonzero(alive & (rng.random(alive.shape) < chance))
    mean = cast.rate.to_numpy()[account] * np.sqrt(busy[account, when])
    wobble = np.where(
        cast.ring.to_numpy()[account] == "", rng.gamma(2.0, 0.5, len(account)), rng.gamma(12.0, 1 / 12, len(account))
    )
    return account, when, 1 + rng.poisson(np.maximum(mean * wobble - 1, 0))


def times(scene: Scene, cast: pd.DataFrame, account: I64, day: I64, session: I64) -> F64:
    """Second of the world of each row: the beat of a schedule, or a sitting at an hour of the profile."""
    rng, count = scene.rng, len(account)
    pull = {
        name: cast[name].to_numpy()[account]
        for name in ("beat", "beats", "period", "jitter", "p_beat", "profile", "zone")
    }
    sitting = _hour(pull["profile"], unit(account, day, session, 11)) - pull["zone"]
    at = (sitting % 24) * 3600 + np.minimum(rng.exponential(420, count), 5000)
    slots = np.maximum(1440 // pull["period"], 1)
    turn = rng.integers(0, pull["beats"])
    slot = (mix(pull["beat"], day, turn) % slots.astype(np.uint64)).astype(np.int64)
    beaten = slot * pull["period"] * 60.0 + np.abs(rng.normal(0, 1, count)) * pull["jitter"]
    at = np.where(rng.random(count) < pull["p_beat"], beaten, at)
    second: F64 = day * 86400.0 + at % 86400.0
    return second


def asked(scene: Scene, cast: pd.DataFrame, account: I64) -> I64:
    """Cluster of each row; -1 where the gateway found none."""
    rng, topics = scene.rng, scene.topics
    count = len(account)
    mode = rng.random(count)
    shared = cast.p_bundle.to_numpy()[account]
    own = shared + (1 - shared) * cast.p_own.to_numpy()[account]
    taste = (cast.taste.to_numpy()[account] * rng.random(count) ** 2).astype(np.int64)
    quantile = np.where(mode < own, unit(account, taste, 5), rng.random(count))
    out = topics.general(quantile)
    job = mode < shared
    out[job] = topics.from_bundles(cast.bundle.to_numpy()[account[job]], rng.random(int(job.sum())))
    out[rng.random(count) < 0.08] = -1
    return out


def play(scene: Scene, cast: pd.DataFrame, weekday: int) -> pd.DataFrame:
    """All exchanges, as numbers, in order of time."""
    rng = scene.rng
    account, day, number = account_days(scene, cast, weekday)
    sittings = 1 + np.minimum(rng.poisson(number / 8), 5)
    rows = np.repeat(np.arange(len(account)), number)
    account, day = account[rows], day[rows]
    count = len(rows)
    session = (rng.random(count) * sittings[rows]).astype(np.int64)
    second = times(scene, cast, account, day, session)
    day = (second // 86400).astype(np.int64)
    away = unit(account, day, session, 3) < cast.share2.to_numpy()[account]
    net = np.where(away, cast.net2.to_numpy()[account], cast.net.to_numpy()[account])
    home = cast.home.to_numpy()[account].astype(np.uint64)
    order = np.arange(count)
    api = unit(account, day, session, 4) < cast.p_api.to_numpy()[account]
    machine = (unit(account, session, day, 6) * cast.devices.to_numpy()[account]).astype(np.int64)
    friction = cast.friction.to_numpy()[account]
    length = cast.length.to_numpy()[account]
    trouble = rng.random(count) / friction
    frame = pd.DataFrame(
        {
            "account": account,
            "second": second,
            "session": session,
            "ip": scene.nets.address(net, home, account, day, session, order),
            "cluster": asked(scene, cast, account),
            "api": api,
            "device": np.where(
                api, 0, (mix(cast.device.to_numpy()[account], machine) >> np.uint64(1)).astype(np.int64)
            ),
            "key": np.where(
                api,
                (
                    mix(account, (rng.random(count) * cast["keys"].to_numpy()[account]).astype(np.int64), 9)
                    >> np.uint64(1)
                ).astype(np.int64),
                0,
            ),
            "model": np.where(rng.random(count) < cast.frontier.to_numpy()[account], 0, rng.integers(1, 4, count)),
            "input_tokens": (rng.lognormal(5.3, 1.0, count)).astype(np.int64) + 3,
            "output_tokens": (rng.lognormal(5.6, 0.8, count) * length).astype(np.int64) + 1,
            "outcome": np.select([trouble < 0.006, trouble < 0.018, trouble < 0.026], [1, 2, 3], 0),
        }
    )
    begin = np.maximum(cast.created.to_numpy(), cast["first"].to_numpy())[account] * 86400
    inside = (second >= begin) & (second < cast["last"].to_numpy()[account] * 86400) & (second < scene.days * 86400)
    played: pd.DataFrame = frame[inside].sort_values("second", kind="stable", ignore_index=True)
    return played
