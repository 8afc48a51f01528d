"""Ordinary people: accounts, places, devices, habits. Traps start from these and change what is special."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.seventh import clients, pay
from benchmarks.seventh.geo import attr, people_of
from benchmarks.seventh.util import Arr, Rng, choose, heavy, pick
from benchmarks.seventh.world import DAY, Habit, World, mails

PLANS = ["free", "plus", "pro", "team", "api"]
WEB, APP, API = 0, 1, 2  # surfaces, see engine.SURFACES


def births(w: World, rng: Rng, n: int) -> Arr:
    """Seconds from the window's start at which accounts were made: growth over three years, some within the window."""
    old = -DAY * 1000 * rng.beta(0.9, 1.6, n)
    new = rng.random(n) * w.end() * 0.97
    return np.where(rng.random(n) < 0.12, new, old)


def accounts(w: World, rng: Rng, n: int, country: int | None, plan: str | None) -> Arr:
    """New accounts of private people."""
    ids = w.acc.add(n)
    cc = people_of(rng, w.market, n, country)
    plans = np.array(PLANS, object)[pick(rng, [72, 18, 3, 2, 5], n)] if plan is None else plan
    phone = np.where(rng.random(n) < 0.55, w.codes(n), 0)
    ver = np.where(phone > 0, "phone", np.where(rng.random(n) < 0.95, "email", "none")).astype(object)
    ver[rng.random(n) < 0.02] = "document"
    w.acc.put(ids, created=births(w, rng, n), country=cc, plan=plans, phone=phone, verified=ver)
    mails(w, rng, ids)
    near = np.maximum(ids - 1 - rng.integers(0, 3000, n), -1)
    w.acc.put(ids, referrer=np.where(rng.random(n) < 0.06, near, -1))
    return ids


def leases(w: World, rng: Rng, cc: Arr, kinds: str, k: int) -> Arr:
    """Positions in the book of k addresses each: a household's address changes now and then."""
    start = np.zeros(len(cc), int)
    v6 = attr("v6")
    for c in np.unique(cc):
        who = np.flatnonzero(cc == c)
        isp = getattr(w.net, kinds)[c]
        six = np.repeat(rng.random(len(who)) < v6[c], k)
        which = np.repeat(pick(rng, [6, 3, 1][: len(isp)], len(who)), k)
        ips = np.choose(
            which, [np.where(six, w.net.draw(rng, a, len(six), 1.0), w.net.draw(rng, a, len(six))) for a in isp]
        )
        start[who] = w.net.add(ips) + np.arange(len(who)) * k
    return start


def gateways(w: World, rng: Rng) -> tuple[Arr, Arr]:
    """The carriers' gateways of each country: first position and number in the book; made once."""
    if w.gateways is None:
        start, size = [], []
        for c, k in enumerate(attr("nat")):
            ips = w.net.draw(rng, w.net.mobile[c][int(rng.integers(2))], int(k))
            start.append(w.net.add(ips))
            size.append(int(k))
        w.gateways = (np.array(start), np.array(size))
    return w.gateways


def habit(w: World, rng: Rng, ids: Arr) -> Habit:
    """The habit of ordinary people; not yet played, so that a trap may change it."""
    n, cc = len(ids), w.acc.get("country")[ids]
    zero = np.zeros((n, 4), int)
    born = np.maximum(w.acc.get("created")[ids] // DAY, 0).astype(int)
    left = np.where(rng.random(n) < 0.25, born + (rng.random(n) * w.days).astype(int), w.days)
    act = np.clip(rng.beta(1.1, 4, n) * w.volume / (w.days * 1.5), 0.02, 0.95)
    tz = attr("tz")[cc] + rng.integers(-1, 2, n) * 0.5
    f8 = w.topics.weight**0.8
    h = Habit(
        ids,
        heavy(rng, n, 4, 0.95, 1, 250),
        act,
        born,
        left,
        tz,
        pick(rng, [5, 4, 3, 1], n),
        zero.copy(),
        zero + 1,
        zero.copy(),
        zero * 0.0,
        zero.copy(),
        zero.copy(),
        zero.copy(),
        zero.copy(),
        pick(rng, f8, n * 6).reshape(n, 6),
        rng.beta(4, 2, n),
        np.zeros(n, int),
        rng.random(n),
        heavy(rng, n, 0.8, 0.4, 0.1, 2),
        heavy(rng, n, 1, 0.5, 0.2, 6),
    )
    where(w, rng, h, cc)
    tools(w, rng, h)
    return h


def where(w: World, rng: Rng, h: Habit, cc: Arr) -> None:
    """Home, carrier and a small workplace."""
    k = 1 + w.days // 6
    start, size = gateways(w, rng)
    mob = attr("mobile")[cc] * np.clip(rng.normal(1, 0.4, h.n), 0.05, 1.3)
    h.place(
        0, leases(w, rng, cc, "home", k), k, choose(rng, np.array([2, 5, 9, 30, 60]), h.n), np.maximum(1 - mob, 0.02)
    )
    h.place(1, start[cc], size[cc], 0, mob)
    jobs = np.flatnonzero(rng.random(h.n) < 0.25)
    for c in np.unique(cc[jobs]):  # offices of a dozen or so lab users; a few large ones
        who = jobs[cc[jobs] == c]
        m = max(len(who) // 6, 1)
        s = w.net.add(w.net.draw(rng, w.net.firms[c], m))
        h.start[who, 2] = s + pick(rng, 1 / (1 + np.arange(m)) ** 0.6, len(who))
        h.weight[who, 2] = rng.uniform(0.2, 0.8, len(who))


def tools(w: World, rng: Rng, h: Habit) -> None:
    """Browser, phone app, or for API plans a program with a key."""
    n = h.n
    web, app, own = clients.draw(rng, "web", n), clients.draw(rng, "app", n), w.codes(n)
    for col in (0, 2, 3):
        h.tool(col, web, own, WEB)
    h.tool(1, app, w.codes(n), APP)
    h.lag[:] = heavy(rng, n, 4, 1.1, 0, 90).astype(int)[:, None]
    api = np.flatnonzero(w.acc.get("plan")[h.acc] == "api")
    h.client[api] = clients.draw(rng, "api", len(api))[:, None]
    h.device[api], h.surface[api] = 0, API
    h.cred[api] = w.codes(len(api))
    h.weight[api, 1] = 0.01
    h.rate[api] = heavy(rng, len(api), 14, 1.3, 1, 400)
    server = api[rng.random(len(api)) < 0.4]  # a rented machine of their own
    ips = np.concatenate(
        [w.net.draw(rng, choose(rng, np.array(w.net.hosts, object), 1)[0], 1) for _ in server]
        or [np.zeros(0, np.uint64)]
    )
    h.start[server, 3], h.weight[server, 3] = w.net.add(ips) + np.arange(len(server)), 3.0


def signup(w: World, rng: Rng, h: Habit) -> None:
    """Where and with what the accounts were made: mostly at home."""
    col = np.where(rng.random(h.n) < h.weight[:, 1] / h.weight.sum(1).clip(0.01), 1, 0)
    i = np.arange(h.n)
    w.acc.put(
        h.acc,
        signup_ip=w.net.flat()[h.start[i, col] + (rng.random(h.n) * h.size[i, col]).astype(int)],
        signup_device=h.device[i, col],
    )
    day = w.acc.get("created")[h.acc] // DAY - h.lag[:, 0]
    w.acc.put(h.acc, signup_client=(h.client[i, col] << 10) + clients.version(h.client[i, col], day))


def ordinary(
    w: World, rng: Rng, n: int, country: int | None = None, plan: str | None = None, paid: bool = True, **cols: Any
) -> Habit:
    """n ordinary people: accounts with sign-up and payments, and a habit that joins the world's."""
    ids = accounts(w, rng, n, country, plan)
    w.acc.put(ids, **cols)
    h = habit(w, rng, ids)
    signup(w, rng, h)
    if paid:
        pay.private(w, rng, ids)
    w.habits.append(h)
    return h
