"""Sessions: who sits down when, where, and at which machine."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth import hours
from benchmarks.twelfth.book import FIXED, LEASE, Batch
from benchmarks.twelfth.lands import rest_table
from benchmarks.twelfth.mix import below
from benchmarks.twelfth.world import DAY, World

HOME, SITE, AWAY = 0, 1, 2


def sit(world: World, book: Batch) -> Batch:
    """One row a session, in no order, cut to the window and to the account's life."""
    who, day, festive = _days(world, book)
    hour = hours.draw(world.rng, book["profile"][who]) + book["session_shift"][who]
    hour = np.where(festive, world.rng.normal(book["event_hour"][who], 2), hour) % 24
    at = (world.day0 + day * DAY + (hour - book["tz"][who]) * 3600).astype(np.int64)
    at = _beat(world, book, who, at)
    alive = (at >= np.maximum(book["start"], world.day0)[who]) & (at < np.minimum(book["end"], world.close)[who])
    who, day, hour, at = who[alive], day[alive], hour[alive], at[alive]
    out: Batch = {"who": who, "at": at, "day": (at - world.day0) // DAY}
    out["where"] = _where(world, book, who, day, hour)
    _address(world, book, out)
    _machine(world, book, out)
    mean = (book["turns"][who] - 1) * world.rng.gamma(1.5, 1 / 1.5, len(who))
    out["turns"] = np.minimum(1 + world.rng.poisson(np.maximum(mean, 0)), 70)
    out["own"] = (
        (world.rng.random(len(who)) < book["p_own"][who]) & (at >= book["warm"][who]) & (book["tmpl_n"][who] > 0)
    )
    return out


def _days(world: World, book: Batch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Account, day and feast flag of each session."""
    rng, days, n = world.rng, np.arange(world.days), len(book["land"])
    weekday = (world.day0 // DAY + days + 3) % 7
    rest = rest_table()[book["land"]][:, weekday]
    chance = book["active"][:, None] * np.where(rest, book["weekend"][:, None], 1.0)
    # Round-the-clock work knows no feast.
    feast = hours.holiday(world.days)[book["land"]]
    chance *= np.where((book["profile"] == hours.INDEX["round"])[:, None], 1.0, feast)
    event = book["event_day"][:, None] == days[None, :]
    boost = np.where(event, 1 + book["boost"][:, None], 1.0)
    active = rng.random((n, world.days)) < np.minimum(chance * boost, 0.97)
    counts = np.where(active, 1 + rng.poisson((book["rate"][:, None] - 1) * np.sqrt(boost)), 0)
    flat = np.repeat(np.arange(n * world.days), counts.ravel())
    who, day = flat // world.days, flat % world.days
    return who, day, event.ravel()[flat] & (rng.random(len(flat)) < 0.7)


def _beat(world: World, book: Batch, who: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Machines keep the clock: full hours, or the poll minute of an add-on."""
    beat, hour = book["beat"][who], at - at % 3600
    hour_sharp = hour + world.rng.integers(0, 25, len(who))
    poll = hour + book["minute"][who] * 60 + world.rng.integers(0, 4, len(who))
    return np.where(beat == 1, hour_sharp, np.where(beat == 3, poll, at))


def _where(world: World, book: Batch, who: np.ndarray, day: np.ndarray, hour: np.ndarray) -> np.ndarray:
    weekday = (world.day0 // DAY + day + 3) % 7
    work = (hour > 7.5) & (hour < 18.5) & ~rest_table()[book["land"][who], weekday]
    site = np.where(work, book["work_site"][who], book["off_site"][who])
    away = np.where(work, book["work_away"][who], book["off_away"][who])
    u = world.rng.random(len(who))
    return np.where(u < site, SITE, np.where(u < site + away, AWAY, HOME))


def _address(world: World, book: Batch, out: Batch) -> None:
    """The address index: fixed, on a lease of some days, or another one each time."""
    who, where = out["who"], out["where"]
    get = {k: np.stack([book[f"{w}_{k}"] for w in ("home", "site", "away")])[where, who] for k in ("lo", "n", "mode")}
    fixed = below(who * 4 + where, get["n"], world.seed)
    lease = below(who * 4001 + out["day"] // book["lease"][who], get["n"], world.seed + 1)
    rotate = world.rng.integers(0, get["n"])
    index = np.where(get["mode"] == FIXED, fixed, np.where(get["mode"] == LEASE, lease, rotate))
    out["ip"], out["ip_lo"] = get["lo"] + index, get["lo"]
    out["ip_n"] = np.where(get["mode"] > LEASE, get["n"], 0)


def _machine(world: World, book: Batch, out: Batch) -> None:
    """Device, client, surface (0 web, 1 app, 2 api, 3 cloud) and credential of each session."""
    rng, who, where = world.rng, out["who"], out["where"]
    at_site = (where == SITE) & (book["site_dev"][who] >= 0)
    size = np.maximum(book["site_dev_n"][who], 1)
    seat = np.where(book["dev_mode"][who] == FIXED, below(who, size, world.seed), rng.integers(0, size))
    own = book["own_dev"][who] + rng.integers(0, book["own_dev_n"][who])
    device = np.where(at_site, book["site_dev"][who] + seat, np.where(where == AWAY, book["away_dev"][who], own))
    api = rng.random(len(who)) < book["sdk"][who]
    thin = (where == SITE) & (book["site_client"][who] >= 0)
    client = np.where(
        thin, book["site_client"][who], np.where(where == AWAY, book["away_client"][who], book["client"][who])
    )
    out["client"] = _version(np.where(api, book["sdk_client"][who], client), out)
    out["device"] = np.where(api & (rng.random(len(who)) < 0.75), -1, device)
    cloud = api & (below(who, 12, world.seed + 5) == 0)
    out["surface"] = np.where(cloud, 3, np.where(api, 2, np.where((where == AWAY) | (client >= 1000), 1, 0)))
    out["credential"] = np.where(api, who * 2 + (below(who, 5, 9) == 0) * (out["day"] > 10), -1)


def _version(client: np.ndarray, out: Batch) -> np.ndarray:
    """Browsers and kits renew themselves every fortnight, each account some days late."""
    step = (out["day"] + below(client, 20, 3) - below(out["who"], 7, 4)) // 14 + 2
    return client * 16 + np.where(client < 80, step, 0)
