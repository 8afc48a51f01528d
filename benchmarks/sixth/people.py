"""Ordinary people: a cohort of them with all that an account has, before a group changes some of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixth.clients import API, RELEASES, families
from benchmarks.sixth.clock import DAY, clocks
from benchmarks.sixth.geography import CODES, HOURS, WEIGHT
from benchmarks.sixth.lines import FOREVER, NOWHERE, SITTING, home_lines, mobile_lines
from benchmarks.sixth.mail import mailboxes
from benchmarks.sixth.scene import Cohort, Scene

NEVER = 10**9
_PAYING = ["plus", "pro", "paygo"]


def draw(scene: Scene, count: int, population: str, group: str = "", country: Any = None, **columns: Any) -> Cohort:
    """People of a country (one number, one each, or drawn); `columns` replace what was drawn, by name."""
    rng = scene.rng
    if country is None:
        country = rng.choice(len(CODES), count, p=WEIGHT)
    country = np.full(count, country) if np.ndim(country) == 0 else np.asarray(country)
    cohort = Cohort(country=country, hours=HOURS[country].copy(), signup_line=None)
    _life(scene, cohort)
    _lines(scene, cohort)
    _machines(scene, cohort)
    _interests(scene, cohort)
    _papers(scene, cohort)
    for name in ("population", "group", "ring", "operator", "cell", "tier"):
        setattr(cohort, name, np.full(count, {"population": population, "group": group}.get(name, ""), object))
    for name, value in columns.items():
        drawn = getattr(cohort, name)
        setattr(cohort, name, np.full(count, value, drawn.dtype) if np.ndim(value) == 0 else value)
    if "plan" in columns:
        cohort.paid = np.isin(np.asarray(cohort.plan, object).astype(str), _PAYING)
    return cohort


def _life(scene: Scene, cohort: Cohort) -> None:
    """Surface, sign-up, volume, hours. `start` and `end` are seconds of the world within which an account is used."""
    rng, count = scene.rng, len(cohort)
    cohort.developer = rng.random(count) < 0.17
    surface = rng.choice(3, count, p=[0.62, 0.32, 0.06])
    surface[cohort.developer] = rng.choice(3, cohort.developer.sum(), p=[0.45, 0.07, 0.48])
    cohort.surface = surface
    fresh = rng.random(count) < 0.1
    age = np.where(fresh, -rng.uniform(0, scene.days, count), rng.exponential(260, count))
    cohort.born((-age * DAY).astype(np.int64))
    cohort.end = np.full(count, NEVER)
    keen = rng.normal(0, 1, count)
    cohort.rate = np.exp(1.15 + 0.85 * keen)  # exchanges on a day of use
    cohort.active = np.clip(1 / (1 + np.exp(1.35 - 0.8 * keen - rng.normal(0, 0.9, count))), 0.02, 0.97)
    programs = surface == API
    cohort.rate[programs] *= np.exp(rng.normal(0.9, 0.8, programs.sum()))
    cohort.rate = np.minimum(cohort.rate, 220)
    leaves = rng.random(count) < 0.12
    cohort.end[leaves] = (rng.uniform(0, scene.days, leaves.sum()) * DAY).astype(np.int64)
    cohort.weekend = rng.choice([0.25, 0.6, 1.0, 1.3], count, p=[0.2, 0.3, 0.4, 0.1])
    cohort.clock = rng.choice(clocks("home", "office", "student", "night"), count, p=[0.5, 0.33, 0.13, 0.04])
    cohort.shift = rng.normal(0, 1.1, count)  # hours by which somebody is late for that clock


def _lines(scene: Scene, cohort: Cohort) -> None:
    """Four lines each (home, phone, elsewhere, VPN) and the odds of each in working hours and outside them."""
    rng, count, country = scene.rng, len(cohort), cohort.country
    lines = np.zeros((count, 4, 4), np.int64)
    lines[:] = NOWHERE
    lines[:, 0] = home_lines(rng, scene.nets, country)
    lines[:, 1] = mobile_lines(rng, scene.nets, country)
    lines[:, 2] = home_lines(rng, scene.nets, country, 0.05)
    lines[:, 2, 3] = FOREVER
    mobile, elsewhere = rng.choice([0, 0.3, 0.6], count), np.where(rng.random(count) < 0.4, 1.0, 0.0)
    at_work = np.stack([np.full(count, 0.5), mobile, elsewhere, np.zeros(count)], 1)
    mobile = rng.choice([0, 0.25, 0.6], count)
    at_rest = np.stack([np.full(count, 1.0), mobile, np.zeros(count), np.zeros(count)], 1)
    tunnel = np.flatnonzero(rng.random(count) < 0.05)  # a twentieth has a VPN on at least at times
    if len(tunnel):
        lines[tunnel, 3] = vpn_lines(scene, [SITTING, 1, FOREVER], len(tunnel), [0.5, 0.3, 0.2])
        at_work[tunnel, 3] = at_rest[tunnel, 3] = rng.choice([0.3, 2.0], len(tunnel))
    cohort.lines, cohort.at_work, cohort.at_rest = lines, at_work, at_rest


def vpn_lines(scene: Scene, held: list[int], count: int, odds: list[float] | None = None) -> Any:
    """Exits of the commercial VPNs, most of the largest."""
    base, size = np.array(scene.vpns)[scene.rng.choice(4, count, p=[0.45, 0.3, 0.15, 0.1])].T
    return np.stack([np.zeros(count), base, size, scene.rng.choice(held, count, p=odds)], 1).astype(np.int64)


def _machines(scene: Scene, cohort: Cohort) -> None:
    """Devices (numbers that follow each other), clients, and how late a client is for its updates, in days."""
    rng, count = scene.rng, len(cohort)
    number = 1 + (rng.random(count) < 0.45) + (rng.random(count) < 0.1)
    stock = scene.devices(int(number.sum()))
    cohort.device = stock[np.r_[0, np.cumsum(number)[:-1]]]
    cohort.devices = number
    cohort.signup_device = cohort.device.copy()
    cohort.family = families(rng, cohort.surface, count)
    cohort.lag = rng.exponential(6, count)
    pinned = (RELEASES[cohort.family[:, 0]] == 0) | (rng.random(count) < 0.12)
    cohort.pin = np.where(pinned, rng.integers(1, 12, count), 0)


def _interests(scene: Scene, cohort: Cohort) -> None:
    """Six favourite topics, the task of a group (0: none) and how much of what is asked is of either."""
    rng, count, topics = scene.rng, len(cohort), scene.topics
    favourites = np.searchsorted(topics.cumulative, rng.random((count, 6)))
    programmers = np.flatnonzero(cohort.developer)
    if len(programmers):
        wanted = np.flatnonzero(topics.wanted(np.arange(topics.everyday)))
        odds = topics.weight[wanted] / topics.weight[wanted].sum()
        favourites[programmers[:, None], np.arange(4)] = rng.choice(wanted, (len(programmers), 4), p=odds)
    cohort.favourites = np.minimum(favourites, topics.everyday - 1)
    cohort.own_share = rng.uniform(0.3, 0.85, count)
    cohort.task, cohort.task_share = np.zeros(count, np.int64), np.zeros(count)
    cohort.season = np.zeros(count, np.int64)
    cohort.model = rng.choice(4, count, p=[0.3, 0.35, 0.25, 0.1])
    cohort.keys = np.where(cohort.surface == API, 1 + (rng.random(count) < 0.3), 0)
    cohort.limited = np.full(count, 0.012)  # share of exchanges refused for volume
    cohort.sitting = np.full(count, 7.0)  # exchanges in a sitting


def _papers(scene: Scene, cohort: Cohort) -> None:
    """What the accounts feed tells."""
    rng, count = scene.rng, len(cohort)
    cohort.email = mailboxes(rng, cohort.country)
    cohort.phone = rng.choice([0, 1, 1, 1], count)
    plans = rng.choice(["free", "plus", "pro"], count, p=[0.78, 0.19, 0.03])
    cohort.plan = np.where(cohort.surface == API, "paygo", plans).astype(object)
    cohort.organization = np.full(count, "", object)
    cohort.verified = np.where(cohort.phone > 0, "phone", "email").astype(object)
    cohort.parent = np.full(count, -1, np.int64)
    cohort.referrer = np.where(rng.random(count) < 0.02, SOMEBODY, -1)
    cohort.status = np.full(count, "active", object)
    cohort.phone_id = np.where(cohort.phone > 0, np.arange(scene.size, scene.size + count), -1)
    cohort.paid = cohort.plan != "free"


SOMEBODY = -2
"""A referrer that is any private person."""
