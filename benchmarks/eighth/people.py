"""A draft of accounts: what ordinary people of a kind have, for a trap or a ring to change before it is enrolled."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.eighth.geo import MOBILE
from benchmarks.eighth.hashing import Arr, mix, words
from benchmarks.eighth.kinds import KINDS, Kind
from benchmarks.eighth.mails import many, person
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


@dataclass
class People:
    """Columns over n accounts.

    Places are 0 home, 1 on the move, 2 elsewhere; the client and the device have a second one.
    """

    n: int
    kind: Kind
    country: Arr
    created: Arr
    lo: Arr
    hi: Arr
    rate: Arr
    src: Arr
    skey: Arr
    place: Arr
    client: Arr
    surf: Arr
    second: Arr
    device: Arr
    cred: Arr
    upgrade: Arr
    topics: Arr
    tmpl: Arr
    tshare: float
    noise: int
    model: Arr
    email: Arr
    plan: Arr
    inst: Arr
    who: Arr
    extra: dict[str, Arr] = field(default_factory=dict)
    truth: dict[str, object] = field(default_factory=dict)
    jitter: float = 0.1
    logins: float = 0.3


def life(w: World, n: int) -> tuple[Arr, Arr, Arr]:
    """Created, first and last second of use: most are old, some come within the window, many leave soon."""
    r = w.rng
    new = r.random(n) < w.growth
    created = np.where(new, r.random(n) ** 0.9 * w.span, -r.exponential(220, n) * DAY)
    lo = np.maximum(created, 0)
    stay = r.exponential(35, n) * DAY
    hi = np.where(new, np.minimum(w.span, lo + 3600 + stay), np.where(r.random(n) < 0.82, w.span, r.random(n) * w.span))
    return created, lo, np.maximum(hi, lo + 1800)


def households(w: World, country: Arr) -> Arr:
    """Keys of homes: neighbours in the list who live in one country now and then live in one flat."""
    first = np.r_[True, country[1:] != country[:-1]] | (w.rng.random(len(country)) < 0.87)
    return mix(np.cumsum(first), words(w.rng, 1))


def draft(w: World, n: int, name: str, country: int | None = None) -> People:
    """n ordinary people of a kind, in one country or as the market has them."""
    r, k = w.rng, KINDS[name]
    c = np.sort(r.choice(len(w.market), n, p=w.market)) if country is None else np.full(n, country)
    created, lo, hi = life(w, n)
    home, me = households(w, c), words(r, n)
    rate = k.rate * np.minimum(r.lognormal(0, k.sigma, n), 60) * w.scale
    surf = np.tile([w.surface(s) for s in k.surfaces], (n, 1))
    client = np.stack([w.cat.clients(s, n) for s in k.surfaces], 1)
    paid = r.random(n) < k.paid
    mob = np.clip(MOBILE[c] * r.uniform(0.3, 1.7, n), 0.02, 0.95) * (name not in ("bot", "dev"))
    return People(
        n=n,
        kind=k,
        country=c,
        created=created,
        lo=lo,
        hi=hi,
        rate=rate,
        src=places(w, c, name),
        skey=np.stack([home, mix(me, 1), mix(me, 2)], 1),
        place=np.stack([1 - mob, mob, np.zeros(n)], 1),
        client=client,
        surf=surf,
        second=r.uniform(0, 0.35, n),
        device=np.stack([mix(me, 3), mix(me, 4)], 1),
        cred=mix(me, 5),
        upgrade=r.random(n) * 2 * w.span,
        topics=interests(w, n, k),
        tmpl=np.where(r.random(n) < 0.06, w.cat.viral[r.integers(0, 40, n)], 0).astype(np.uint64),
        tshare=0.5,
        noise=3,
        model=models(w, n, paid),
        email=many(r, n, person),
        plan=np.where(paid, k.plans[1], k.plans[0]).astype(object),
        inst=np.where(paid, mix(me, 7), 0).astype(np.uint64),
        who=me,
    )


def places(w: World, c: Arr, name: str) -> Arr:
    """Sources: the home line (for services a cloud), the carrier, a third that a group may set."""
    n, pick = len(c), w.rng.integers(0, 1 << 20, (2, len(c)))
    home = np.array([w.homes[x][p % len(w.homes[x])] for x, p in zip(c, pick[0], strict=True)], int)
    move = np.array([w.mobiles[x][p % len(w.mobiles[x])] for x, p in zip(c, pick[1], strict=True)], int)
    if name == "bot":
        home = np.array(w.clouds)[pick[0] % len(w.clouds)]
    return np.stack([home, move, home], 1) if n else np.zeros((0, 3), int)


def interests(w: World, n: int, k: Kind, size: int = 8) -> Arr:
    """Each person's topics, the first the dearest; services have few."""
    if k.name == "bot":
        return np.tile(w.cat.topics(n)[:, None], (1, 2))
    t = w.cat.topics(n * size).reshape(n, size)
    if k.caps:
        own = w.cat.topics(n * size, list(k.caps)).reshape(n, size)
        t = np.where(w.rng.random((n, size)) < 0.7, own, t)
    return t


def models(w: World, n: int, paid: Arr) -> Arr:
    """The model one has chosen: the small for free accounts."""
    r = w.rng
    return np.where(paid, r.choice(5, n, p=[0.08, 0.2, 0.14, 0.4, 0.18]), r.choice(5, n, p=[0.25, 0.6, 0.05, 0.1, 0]))
