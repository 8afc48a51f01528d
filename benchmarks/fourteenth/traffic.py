"""How many exchanges each account makes on each day, and at which minutes."""

import numpy as np
import pandas as pd

from benchmarks.fourteenth.hashing import mix, unit
from benchmarks.fourteenth.places import profile_table

TABLE = profile_table()


def counts(rng: np.random.Generator, df: pd.DataFrame, days: int) -> np.ndarray:
    """A row per account, a column per day."""
    day = np.arange(days)[None, :]
    col = {
        c: df[c].to_numpy()[:, None]
        for c in ("rate", "sigma", "active", "day_key", "weekend", "burst_day", "burst", "start", "end", "warm", "ramp")
    }
    alive = (day + 1 > col["start"]) & (day < col["end"])
    on = unit(col["day_key"], day, 61) < col["active"]
    rate = col["rate"] * np.where(day % 7 >= 5, col["weekend"], 1.0)
    rate = rate * np.where((day == col["burst_day"]) | (day == col["burst_day"] + 1), col["burst"], 1.0)
    since = day - col["start"] - col["warm"]
    rate = rate * np.where(since < -0.5, 0.15, np.clip((since + 1) / np.maximum(col["ramp"], 1e-6), 0.1, 1))
    noise = np.exp(rng.normal(size=rate.shape) * col["sigma"] - col["sigma"] ** 2 / 2)
    return np.asarray(np.minimum(rng.poisson(np.minimum(rate * noise * alive * on, 900)), 900))


class Day:
    """The exchanges of one day: whose, in which session, at which minute of the window."""

    def __init__(self, cols: dict[str, np.ndarray], count: np.ndarray, day: int) -> None:
        who = np.repeat(np.arange(len(count)), count)
        seq = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
        session = (unit(cols["key"][who], day, seq, 62) * np.minimum(cols["sess"][who], count[who])).astype(int)
        minute, local = _minutes(cols, who, seq, session, day)
        fine = (minute >= cols["start"][who] * 1440) & (minute < cols["end"][who] * 1440)
        fine &= ~((minute > cols["gap0"][who] * 1440) & (minute < cols["gap1"][who] * 1440))
        order = np.flatnonzero(fine)[np.argsort(minute[fine], kind="stable")]
        self.day, self.cols = day, cols
        self.who, self.seq, self.session = who[order], seq[order], session[order]
        self.minute, self.local = minute[order], local[order]
        self.work = day >= (cols["start"] + cols["warm"])[self.who] - 0.5

    def col(self, name: str) -> np.ndarray:
        """A column of the accounts, per exchange."""
        return self.cols[name][self.who]

    def unit(self, salt: int, session: bool = False) -> np.ndarray:
        """A number per exchange, or per session."""
        return unit(self.col("key"), self.day, self.session if session else self.seq, salt)

    def mix(self, salt: int) -> np.ndarray:
        """A hash per exchange."""
        return mix(self.col("key"), self.day, self.seq, salt)


def _minutes(
    cols: dict[str, np.ndarray], who: np.ndarray, seq: np.ndarray, session: np.ndarray, day: int
) -> tuple[np.ndarray, np.ndarray]:
    """Minutes from the window's start, and local hours; sessions follow the clock's key."""
    daily = np.where(cols["daily"][who], day, -1)
    u = unit(cols["clock_key"][who], daily, session, 63)
    table = TABLE[cols["prof"][who].astype(int)]
    hour = np.minimum((u[:, None] >= table[:, 1:]).sum(axis=1), 23)
    rows = np.arange(len(hour))
    low, high = table[rows, hour], table[rows, hour + 1]
    begin = (hour + (u - low) / np.maximum(high - low, 1e-9)) * 60
    drift = (unit(cols["key"][who], day, session, 64) * 2 - 1) * cols["jitter"][who]
    local = (begin + drift + unit(cols["key"][who], day, seq, 65) * cols["minutes"][who]) % 1440
    return day * 1440 + (local - cols["tz"][who] * 60) % 1440, local / 60
