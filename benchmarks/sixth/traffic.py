"""Who asks when, from where and with what: days of use, sittings, exchanges."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.sixth.cast import Cast
from benchmarks.sixth.clients import API, CLI, IDE, RELEASES
from benchmarks.sixth.clock import DAY, hours_of
from benchmarks.sixth.lines import addresses
from benchmarks.sixth.scene import Scene

_HONEST_MOST, _RING_MOST, _RING_ROTATES = 740e3, 660e3, 640e3
"""Expected exchanges above which a world is thinned, and above which rings rest some of their accounts."""
_MARGIN = 1.06
_LAUNCH_HOUR = 61200


@dataclass
class Rows:
    """Columns of exchanges; -1 is none. `second` is a time of the world, whole once the content is there."""

    account: Any
    second: Any
    sitting: Any
    ip: Any = None
    device: Any = None
    client: Any = None
    key: Any = None
    surface: Any = None
    model: Any = None
    cluster: Any = None
    signature: Any = None
    tokens_in: Any = None
    tokens_out: Any = None
    outcome: Any = None

    def __len__(self) -> int:
        return len(self.second)

    @property
    def day(self) -> Any:
        """Day of the world."""
        return (self.second // DAY).astype(np.int64)

    def take(self, rows: Any) -> Rows:
        """Copies of some rows."""
        return Rows(**{name: column[rows].copy() for name, column in vars(self).items()})

    def join(self, *others: Rows) -> Rows:
        """These rows and the others'."""
        parts = [vars(each) for each in (self, *others)]
        return Rows(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


@dataclass
class Use:
    """Chance that an account is used on a day and exchanges expected then: (accounts, days)."""

    chance: Any
    volume: Any

    def expected(self, who: Any) -> float:
        """Exchanges of these accounts."""
        return float((self.chance * self.volume)[who].sum() * _MARGIN)


def play(scene: Scene, cast: Cast) -> tuple[Rows, Use, tuple[float, float]]:
    """Exchanges without their content; what was expected; by how much the honest and the rings were thinned."""
    use = _use(scene, cast)
    thinned = _thin(scene, cast, use)
    sittings, exchanges_in = _sittings(scene, cast, use)
    rows = _exchanges(scene, cast, sittings, exchanges_in)
    _equip(scene, cast, sittings, rows)
    rows.model = _models(scene, cast, rows)
    return rows, use, thinned


def _use(scene: Scene, cast: Cast) -> Use:
    days = np.arange(scene.days)
    weekend = np.where(scene.weekday[None] >= 5, cast.weekend[:, None], 1.0)
    holiday = np.where(cast.member[:, None], 1.0, scene.holiday[cast.country])
    season = np.array(scene.seasons)[cast.season]
    chance = np.clip(cast.active[:, None] * weekend * holiday * np.minimum(season, 1.6), 0, 0.985)
    chance *= ((days[None] + 1) * DAY > cast.start[:, None]) & (days[None] * DAY < cast.end[:, None])
    return Use(chance, cast.rate[:, None] * np.maximum(season, 0.3))


def _thin(scene: Scene, cast: Cast, use: Use) -> tuple[float, float]:
    """Keep the world within its budget of exchanges; big operators work a stock of accounts in turns."""
    member = cast.member
    if (expected := use.expected(member)) > _RING_ROTATES:
        _take_turns(scene, cast, use, max(0.3, _RING_ROTATES / expected))
    honest = min(1.0, _HONEST_MOST / max(use.expected(~member), 1))
    ring = min(1.0, _RING_MOST / max(use.expected(member), 1))
    use.chance[~member] *= np.sqrt(honest)
    use.volume[~member] *= np.sqrt(honest)
    use.volume[member] *= ring
    return round(honest, 3), round(ring, 3)


def _take_turns(scene: Scene, cast: Cast, use: Use, share: float) -> None:
    who, days = np.flatnonzero(cast.member), np.arange(scene.days)
    live = (days[None] + 1) * DAY > cast.start[who, None]
    live &= days[None] * DAY < cast.end[who, None]
    first, last = np.argmax(live, 1), scene.days - np.argmax(live[:, ::-1], 1)
    length = np.maximum(4, (last - first) * share)
    begin = first + scene.rng.random(len(who)) * np.maximum(0, last - first - length)
    works = (days[None] >= np.floor(begin)[:, None]) & (days[None] < np.ceil(begin + length)[:, None])
    use.chance[who] *= works


def _sittings(scene: Scene, cast: Cast, use: Use) -> tuple[SimpleNamespace, Any]:
    """Sittings (account, begin in seconds, local hour), and the sitting of each exchange."""
    rng = scene.rng
    account, day = np.nonzero(rng.random((len(cast), scene.days)) < use.chance)
    mean = np.maximum(use.volume[account, day] - 1, 0.2)
    number = np.minimum(1 + rng.poisson(mean * rng.gamma(2.2, 1 / 2.2, len(account))), 400)
    sittings = np.minimum(number, 1 + rng.poisson(number / cast.sitting[account]))
    first = np.r_[0, np.cumsum(sittings)]
    who, when = np.repeat(account, sittings), np.repeat(day, sittings)
    hour = hours_of(cast.clock[who], rng.random(len(who)))
    local = hour + rng.random(len(who)) + cast.shift[who]
    begin = (when * 24 + local - cast.hours[who]) * 3600
    visit = np.repeat(np.arange(len(account)), number)
    which = first[visit] + (rng.random(len(visit)) * sittings[visit]).astype(np.int64)
    which.sort()
    return SimpleNamespace(account=who, begin=begin, local=local), which


def _exchanges(scene: Scene, cast: Cast, sittings: SimpleNamespace, sitting: Any) -> Rows:
    """Exchanges, minutes apart within their sitting."""
    rng, count, index = scene.rng, len(sitting), np.arange(len(sitting))
    opens = np.r_[True, sitting[1:] != sitting[:-1]] if count else np.zeros(0, bool)
    place = index - np.maximum.accumulate(np.where(opens, index, 0))
    gap = np.exp(rng.normal(4.3, 0.7, len(sittings.account)))
    gap[cast.surface[sittings.account] >= API] *= 0.45
    apart = (place + rng.random(count)) * gap[sitting] * rng.uniform(0.6, 1.4, count)
    second, account = sittings.begin[sitting] + apart, sittings.account[sitting]
    inside = (second >= 0) & (second < scene.days * DAY)
    inside &= (second >= cast.start[account]) & (second < cast.end[account])
    return Rows(account[inside], second[inside], sitting[inside])


def _equip(scene: Scene, cast: Cast, sittings: SimpleNamespace, rows: Rows) -> None:
    """Line, device and client of each sitting; key of each exchange."""
    rng, who, account = scene.rng, sittings.account, rows.account
    slot = _slots(scene, cast, sittings)[rows.sitting]
    line, begin = cast.lines[account, slot], sittings.begin[rows.sitting]
    rows.ip = addresses(scene.pools, line, account, rows.day, rows.sitting, np.arange(len(rows)), begin)
    which = (rng.random(len(who)) ** 1.6 * cast.devices[who]).astype(np.int64)
    many = cast.devices[who] > 5
    which[many] = (rng.random(many.sum()) * cast.devices[who][many]).astype(np.int64)
    programs = cast.surface[account] >= API
    tools = programs & np.isin(cast.family[account, 0], [CLI, IDE])  # these have a machine id
    rows.device = np.where(programs, -1, (cast.device[who] + which)[rows.sitting])
    rows.device = np.where(tools, cast.device[account], rows.device)
    second_client = np.where(cast.devices[who] > 1, np.minimum(which, 1), 0)
    family, pin = cast.family[who, second_client][rows.sitting], cast.pin[account]
    released = 20 + np.floor((rows.second / DAY - cast.lag[account] + 60) * RELEASES[family] / 30)
    version = np.where((pin > 0) | (RELEASES[family] == 0), np.maximum(pin, 1), released).astype(np.int64)
    rows.client = family * 1000 + version
    key = account * 4 + (rng.random(len(rows)) * cast.keys[account]).astype(np.int64)
    rows.key = np.where(programs, key, -1)
    rows.surface = cast.surface[account]


def _slots(scene: Scene, cast: Cast, sittings: SimpleNamespace) -> Any:
    """Which of its four lines an account uses, by whether it is at work."""
    who, hour = sittings.account, sittings.local % 24
    begun = sittings.begin / DAY + cast.hours[who] / 24 + scene.weekday[0]
    at_work = (begun % 7 < 5) & (hour >= 9) & (hour < 18)
    odds = np.where(at_work[:, None], cast.at_work[who], cast.at_rest[who])
    odds[odds.sum(1) == 0] = [1, 0, 0, 0]
    reach = np.cumsum(odds, 1)
    slot = (reach < (scene.rng.random(len(who)) * reach[:, -1])[:, None]).sum(1)
    return np.minimum(slot, 3)


def _models(scene: Scene, cast: Cast, rows: Rows) -> Any:
    """Habit, and a turn to the new model from its launch on: people slowly, most rings within a day."""
    rng, account = scene.rng, rows.account
    model = np.where(rng.random(len(rows)) < 0.8, cast.model[account], rng.integers(0, 4, len(rows)))
    if scene.launch is None:
        return np.minimum(model, 2)
    since = rows.second - scene.launch * DAY - _LAUNCH_HOUR
    out = since >= 0
    model = np.where(out, model, np.minimum(model, 2))
    keen = np.clip(0.12 + 0.03 * (rows.second / DAY - scene.launch), 0, 0.5)
    model[out & (rng.random(len(rows)) < keen) & ~cast.member[account]] = 3
    for ring in scene.rings:
        turned = np.isin(account, ring.accounts) & out & (since > rng.uniform(3, 24) * 3600)
        if ring.moves:
            model[turned & (rng.random(len(rows)) < ring.launch_share)] = 3
    return model
