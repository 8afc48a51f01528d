"""How long a ring's accounts live: age before work, bans, successors; and what total volume that gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.worlds.cast import Rows
from app.worlds.chance import stream
from app.worlds.honest import Crowd
from app.worlds.names import FREE_DOMAINS, people
from app.worlds.spec import RingSpec, WorldSpec
from app.worlds.traffic import volume


def live(crowd: Crowd, ring: RingSpec, at: int, values: dict[str, Any]) -> dict[str, Rows]:
    """The ring's columns with age, bans and successors; there may be more rows than before."""
    values = {name: _column(value, ring.size) for name, value in values.items()}
    values["banned"] = _bans(crowd, ring, values["created"])
    values["ends"] = np.where(np.isnan(values["banned"]), values["ends"], values["banned"])
    rng = stream(crowd.spec.seed, "life", at)
    if ring.aged_days:
        values["starts"] = values["created"]
        values["created"] = values["created"] - ring.aged_days * rng.uniform(0.5, 1.5, ring.size)
    if ring.succession:
        values = _succeed(crowd.spec, ring, values, rng)
    if ring.exchanges:
        values["rate"] = values["rate"] * ring.exchanges / max(1e-9, _expected(crowd.spec, values))
    return values


def _column(value: Any, count: int) -> Rows:
    return np.full(count, value) if np.ndim(value) == 0 else np.asarray(value)


def _bans(crowd: Crowd, ring: RingSpec, starts: Any) -> Any:
    """Day of an account's ban, NaN for none."""
    lived = crowd.rng.exponential(1 / ring.ban_rate if ring.ban_rate else 1e9, len(starts))
    day = starts + 2 + lived
    return np.where(day < crowd.spec.days, day, np.nan)


def _succeed(spec: WorldSpec, ring: RingSpec, values: dict[str, Rows], rng: np.random.Generator) -> dict[str, Rows]:
    """Generation after generation: a banned account's heir takes over everything but mailbox and dates."""
    generations = [values]
    while True:
        last = generations[-1]
        heirs = np.flatnonzero(~np.isnan(last["banned"]) & (rng.random(len(last["banned"])) < ring.succession))
        if not len(heirs):
            return {name: np.concatenate([each[name] for each in generations]) for name in values}
        begin = last["banned"][heirs] + rng.uniform(0.05, 1, len(heirs))
        day = begin + 2 + rng.exponential(1 / ring.ban_rate if ring.ban_rate else 1e9, len(heirs))
        heir = {name: column[heirs] for name, column in last.items()}
        heir["banned"] = np.where(day < spec.days, day, np.nan)
        heir |= {"ends": np.where(day < spec.days, day, 1e9), "mail": _mailboxes(rng, heir["mail"])}
        if "starts" in heir:
            heir |= {"starts": begin, "created": heir["created"] + rng.uniform(0, 0.1, len(heirs))}
        else:
            heir["created"] = begin
        generations.append(heir)


def _mailboxes(rng: np.random.Generator, former: Rows) -> Rows:
    """New mailboxes after the former ones' rule: the same shape, other digits at the end."""
    number = rng.integers(0, 10_000, len(former))
    locals_, domains = zip(*(mail.split("@") for mail in former), strict=True)
    stems = [local.rstrip("0123456789") for local in locals_]
    made = [f"{stem}{digit:04d}@{domain}" for stem, digit, domain in zip(stems, number, domains, strict=True)]
    return np.array(made, object)


def bought(crowd: Crowd, ring: RingSpec, at: int, mail: Rows) -> Rows:
    """Some mailboxes are bought ones, which people once named."""
    if ring.scripted == 1.0:
        return mail
    rng = stream(crowd.spec.seed, "mailboxes", at)
    other = people(rng, len(mail), rng.choice(FREE_DOMAINS[:3], len(mail)))
    return np.where(rng.random(len(mail)) < ring.scripted, mail, other)


def _expected(spec: WorldSpec, values: dict[str, Rows]) -> float:
    """Exchanges that the columns promise, as traffic draws them."""
    starts = values.get("starts", values["created"])
    columns = values | {"starts": starts}
    total = 0.0
    for day in range(spec.days):
        there = np.minimum(values["ends"], day + 1) - np.maximum(starts, day)
        total += float((volume(columns, day) * np.clip(there, 0, 1)).sum())
    return total
