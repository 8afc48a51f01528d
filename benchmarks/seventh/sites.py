"""Offices, campuses, hotspots: shared places that groups of people are put into."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.seventh import names
from benchmarks.seventh.geo import COUNTRIES
from benchmarks.seventh.topics import Template
from benchmarks.seventh.util import Arr, Rng, choose, pick
from benchmarks.seventh.world import DAY, Habit, World


def site(w: World, rng: Rng, country: int, kind: str, k: int, org: str = "") -> tuple[int, int]:
    """k neighbouring addresses of an organisation; position in the book and number."""
    lists = {"education": w.net.schools, "business": w.net.firms}
    a = lists[kind][country] if kind in lists else system(w, rng, kind, country)
    return w.net.add(w.net.block(rng, a, k, org if rng.random() < 0.6 else "", kind)), k


def system(w: World, rng: Rng, kind: str, country: int) -> Any:
    """A system of a kind."""
    return choose(
        rng,
        np.array(
            {
                "hosting": w.net.hosts,
                "vpn": w.net.vpns,
                "proxy": w.net.dcs,
                "residential": w.net.home[country],
                "mobile": w.net.mobile[country],
            }[kind],
            object,
        ),
        1,
    )[0]


def spread(w: World, rng: Rng, kind: str, n: int) -> tuple[int, int]:
    """n addresses all over the systems of a kind (VPN exits, cloud machines)."""
    ips = [w.net.draw(rng, system(w, rng, kind, 0), 1) for _ in range(n)]
    return w.net.add(np.concatenate(ips)), n


def group(w: World, h: Habit, population: str, label: str) -> None:
    """Names an honest group in the truth."""
    w.acc.put(h.acc, population=population, group=label)


def staff(w: World, rng: Rng, h: Habit, country: int, org: str, verified: str = "contract") -> None:
    """Makes people the staff of one organisation: addresses at its domain."""
    w.acc.put(
        h.acc, email=names.at_domain(rng, h.n, COUNTRIES[country].names, f"{org}.com"), org=org, verified=verified
    )


def born(w: World, rng: Rng, h: Habit, centre: float, spread_days: float) -> None:
    """The group signed up around one day (days after the window's start)."""
    t = np.minimum(centre * DAY + rng.exponential(spread_days * DAY, h.n), w.end() - 3 * DAY)
    w.acc.put(h.acc, created=t)
    h.first[:] = np.maximum(t // DAY, 0)
    h.last[:] = np.maximum(h.last, h.first + 2)


def signed_at(w: World, rng: Rng, h: Habit, place: int, share: float = 1.0) -> None:
    """Members signed up at a place of theirs, with its device."""
    m = np.flatnonzero(rng.random(h.n) < share)
    slot = (rng.random(len(m)) * h.size[m, place]).astype(int)
    w.acc.put(h.acc[m], signup_ip=w.net.flat()[h.start[m, place] + slot], signup_device=h.device[m, place])


def forms(
    rng: Rng, w: World, caps: tuple[str, ...], k: int, clusters: int, level: int, share: Any, **more: Any
) -> Template:
    """A group's prompt forms on topics of its trade."""
    cl = w.topics.of(rng, clusters, *caps)
    base = w.topics.base[rng.choice(cl, k)] ^ rng.integers(0, 2**62, k).astype(np.uint64)
    return Template(base, rng.choice(cl, k), level, share, **more)


def land(w: World, rng: Rng) -> int:
    """A country by the lab's market."""
    return int(pick(rng, w.market, 1)[0])


def bound(rng: Rng, n: int, size: float) -> list[Arr]:
    """Cuts n members into households or teams of about this size."""
    cuts = np.cumsum(2 + rng.poisson(max(size - 2, 0.1), n))
    return [a for a in np.split(np.arange(n), cuts[cuts < n]) if len(a)]
