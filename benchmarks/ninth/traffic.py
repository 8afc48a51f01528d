"""Turns habits into exchanges and logins, vectorised; draws that belong to a session hang on the session's key."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.draws import Arr, U, flips, mix, unit
from benchmarks.ninth.use import API, CDF, WEB, Use
from benchmarks.ninth.world import DAY, World

Rows = dict[str, Arr]


def exchanges(w: World, u: Use) -> Rows:
    """All exchanges of one table of habits."""
    i, day, sess = _when(w, u)
    t = _clock(w, u, i, day, sess)
    place = _place(w, u, i, day, sess)
    keep = (t >= np.maximum(u.t0[i], 0)) & (t < np.minimum(u.t1[i], w.days * DAY))
    for a, b in u.outages:
        keep &= ~((t >= a) & (t < b))
    i, sess, t, place = i[keep], sess[keep], t[keep], place[keep]
    rows = {
        "acct": u.acct[i],
        "t": t,
        "ip": address(w, u, i, place, t, sess),
        "dev": _device(u, i, place, t),
        "cli": _client(w, u, i, place, t),
        "surf": u.surf[i, place],
    }
    rows["cred"] = np.where(rows["surf"] == API, u.cred[i], U(0))
    rows |= _content(w, u, i, sess, rows["surf"])
    rows["new"] = (t > np.maximum(w.release, 0) + u.adopt[i]) & (t > w.release)
    r = w.rng.random(len(i))
    rows["out"] = np.where(r < u.trouble[i] * 0.6, 1, np.where(r < u.trouble[i], 3, np.where(r > 0.99, 2, 0)))
    rows["use"] = i
    return rows


def _when(w: World, u: Use) -> tuple[Arr, Arr, Arr]:
    """Which row, which day, which session, for every exchange."""
    n, d = len(u.acct), w.days
    wk = np.where(((np.arange(d) + w.weekday) % 7 >= 5)[None, :], u.weekend[:, None], 1.0)
    alive = (np.arange(d)[None, :] * DAY < u.t1[:, None]) & ((np.arange(d)[None, :] + 1) * DAY > u.t0[:, None])
    on = alive & (w.rng.random((n, d)) < u.act[:, None] * wk)
    mean = u.rate[:, None] * u.boost * np.clip(w.rng.gamma(2.0, 0.5, (n, d)), 0.05, None)
    cnt = np.where(on, w.rng.poisson(mean), 0)
    i, day = (np.repeat(x, cnt.ravel()) for x in (np.repeat(np.arange(n), d), np.tile(np.arange(d), n)))
    nsess = np.ceil(cnt.ravel().repeat(cnt.ravel()) / u.burst[i]).astype(np.int64)
    s = (w.rng.random(len(i)) * nsess).astype(np.int64)
    return i, day, mix(u.who[i] ^ mix((day * 1009 + s).astype(U)))


def _clock(w: World, u: Use, i: Arr, day: Arr, sess: Arr) -> Arr:
    """Seconds since the start: the session's hour by the profile, then a place within the session."""
    hour = (unit(sess, 1)[:, None] > CDF[u.prof[i]]).sum(1) + unit(sess, 2)
    inside = w.rng.random(len(i)) * u.burst[i] * u.gap[i]
    t = day * DAY + (hour * 3600 - u.tz[i] * 3600) % DAY + inside
    grid = u.snap[i]
    g = np.where(grid > 0, grid, 1.0)
    return np.asarray(np.where(grid > 0, np.floor(t / g) * g + w.rng.gamma(2, 12, len(i)), t))


def _place(w: World, u: Use, i: Arr, day: Arr, sess: Arr) -> Arr:
    """Home, mobile or work; work empties at the weekend when the person works less then."""
    p = u.pp[i].cumsum(1)
    place = np.minimum((unit(sess, 3)[:, None] * p[:, 2:] > p).sum(1), 2)
    off = ((day + w.weekday) % 7 >= 5) & (u.weekend[i] < 0.5) & (u.pp[i, 0] > 0)
    return np.where((place == 2) & off, 0, place)


def address(w: World, u: Use, i: Arr, place: Arr, t: Arr, sess: Arr) -> Arr:
    """The address: kept for the lease, or new each session, or each exchange."""
    lease = u.lease[i, place]
    phase = unit(u.key[i, place], 4)  # leases do not all end at midnight
    epoch = np.floor(t / DAY / np.where(lease > 0, lease, 1.0) + phase).astype(np.int64).astype(U)
    epoch = np.where(lease == 0, sess, np.where(lease < 0, w.rng.integers(0, 2**63, len(i), dtype=U), epoch))
    return w.nets.at(u.pool[i, place], u.key[i, place] ^ mix(epoch))


def _device(u: Use, i: Arr, place: Arr, t: Arr) -> Arr:
    dev = u.dev[i, place]
    epoch = np.floor(t / DAY / u.devlife[i]).astype(np.int64)
    return np.where(dev == 0, U(0), np.where(epoch > 0, mix(dev ^ epoch.astype(U)), dev))


def _client(w: World, u: Use, i: Arr, place: Arr, t: Arr) -> Arr:
    cli = u.cli[i, place]
    return np.asarray(np.where(t > w.clients.release + u.upd[i], np.array(w.clients.succ)[cli], cli))


def _content(w: World, u: Use, i: Arr, sess: Arr, surf: Arr) -> Rows:
    """Cluster, signature and tokens."""
    n, tp = len(i), w.topics
    fav = u.topics[i, (unit(sess, 6) * u.topics.shape[1]).astype(int)]
    cl = np.where(unit(sess, 5) < u.own[i], fav, tp.draw(unit(sess, 7)))
    sig = tp.sig[cl] ^ flips(w.rng, np.full(n, 7))
    stock = (surf != API) & (w.rng.random(n) < 0.05)
    sig = np.where(stock, tp.stock[np.minimum(np.searchsorted(tp.stock_cdf, w.rng.random(n)), 299)], sig)
    tsig, tcl = tp.flat()
    k = u.toff[i] + (w.rng.random(n) * u.tcnt[i]).astype(np.int64)
    use = (w.rng.random(n) < u.pt[i]) & (u.toff[i] > 0)
    sig = np.where(use, tsig[np.where(use, k, 0)] ^ flips(w.rng, u.level[i]), sig)
    cl = np.where(use, tcl[np.where(use, k, 0)], cl)
    return {"cl": cl, "sig": sig, "tin": _tokens(w, u.tin[i], use), "tout": _tokens(w, u.tout[i], use)}


def _tokens(w: World, mean: Arr, template: Arr) -> Arr:
    """Log-normal; templates differ less."""
    spread = np.where(template, 0.45, 1.0)
    drawn = np.exp(mean + spread * w.rng.normal(0, 1, len(mean)))
    return np.asarray(drawn.clip(1, 150000).astype(np.int64))


def logins(w: World, u: Use, rows: Rows) -> Rows:
    """Sign-ins shortly before some exchanges; of API customers, visits to the console.

    Now and then from where the operator really sits.
    """
    i = rows["use"]
    p = np.where(rows["surf"] == WEB, 0.07, np.where(rows["surf"] == API, 0.012, 0.02))
    pick = np.flatnonzero(w.rng.random(len(i)) < p)
    i, t = i[pick], rows["t"][pick] - w.rng.gamma(2, 40, len(pick))
    home = np.zeros(len(i), np.int64)
    api = rows["surf"][pick] == API
    ip = np.where(api, address(w, u, i, home, t, u.key[i, 0]), rows["ip"][pick])
    dev = np.where(api, u.dev[i, 0], rows["dev"][pick])
    slip = w.rng.random(len(i)) < u.slip[i]
    office = w.nets.at(u.lpool[i], u.ldev[i] ^ (t // 864000).astype(np.int64).astype(U))
    return {
        "acct": u.acct[i],
        "t": t,
        "ip": np.where(slip, office, ip),
        "dev": np.where(slip, u.ldev[i], dev),
        "cli": np.where(api | slip, w.console[i % len(w.console)], rows["cli"][pick]),
    }
