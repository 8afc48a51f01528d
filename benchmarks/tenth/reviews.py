"""Reviews: what was rated (cluster, or signature of it) and when; accounts with their age; nothing else.

Products follow a power law, reviewers too; dates are days in many dumps. Paid campaigns push rare products.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.tenth.core import Array, World, log_uniform, mix, stamps
from benchmarks.tenth.expand import accounts
from benchmarks.tenth.net import build_net
from benchmarks.tenth.people import make
from benchmarks.tenth.readers import Rows, classes, clubs, fans, giveaways, reviews, tail
from benchmarks.tenth.topics import build_topics, sign

HINT = {
    "plain": "the same rare products within hours, accounts created together and idle otherwise",
    "careful": "half of the rare products each, over days, beside popular ones; the overlap of rare products remains",
    "evasive": (
        "each did a fifth of the products over weeks, aged accounts: pairs share 0-2 rare products; in large "
        "campaigns the density of the block, in small ones nobody could"
    ),
}


def build(world: World) -> None:
    """Crowd, circles of honest fans, campaigns; the seed says whether clusters or signatures are logged."""
    world.unit = ["D", "s", "m"][world.seed % 3]
    world.topics = build_topics(world, max(4000, world.honest // 3), 0.92)
    world.net = build_net(world)
    who = make(world, world.honest)
    world.free = world.rng.permutation(who).tolist()
    parts = [reviews(world, who), *fans(world), *giveaways(world), *clubs(world), *classes(world)]
    for number in range(int(world.rng.integers(5, 21))):
        parts += _campaign(world, number)
    _write(world, parts)


def _campaign(world: World, number: int) -> list[Rows]:
    """An agency: a set of clients' rare products, a pool of reviewers, a burst per product, camouflage by tier."""
    rng = world.rng
    tier, n = (
        str(rng.choice(["plain", "careful", "evasive"], p=[0.35, 0.45, 0.2])),
        log_uniform(rng, 20, 200),
    )
    part, burst, fake = {"plain": (0.85, 9000, 2), "careful": (0.5, 80_000, 8), "evasive": (0.2, 600_000, 12)}[tier]
    who, works = make(world, n, born=_births(world, n, tier)), tail(world, int(rng.integers(8, 41)))
    i, j = np.nonzero(rng.random((n, len(works))) < part)
    when = (world.days * rng.beta(2, 1.5, len(works)) * 0.85)[j] * 86400 + rng.exponential(burst, len(i))
    when = np.maximum(when, world.col["born"][who[i]] + rng.exponential(4000, len(i)))
    s = np.repeat(who, rng.poisson(fake * rng.lognormal(0, 0.6, n)))
    camouflage = (s, world.topics.of(rng.random(len(s)) * 0.8), rng.uniform(0, world.span, len(s)))
    world.ring(who, f"farm-{number}", f"agency-{number}", tier)
    world.note(f"farm-{number}", n, f"{tier}, {len(works)} products: {HINT[tier]}")
    return [(who[i], works[j], when), camouflage]


def _births(world: World, n: int, tier: str) -> Array:
    """Plain accounts are made for the job in a night; careful in batches; evasive are bought with an age."""
    rng = world.rng
    if tier == "plain":
        return rng.uniform(-20, 5) * 86400 + rng.uniform(0, 40_000, n)
    if tier == "careful":
        return (rng.uniform(-150, -3, 4)[rng.integers(0, 4, n)] + rng.exponential(0.7, n)) * 86400
    return -(20 + rng.exponential(300, n) % 980) * 86400


def _write(world: World, parts: list[Rows]) -> None:
    """Odd seeds log the product, even ones only the signature of the text asked about it (noisy by a bit or two)."""
    s, item, at = (np.concatenate([p[k] for p in parts]) for k in range(3))
    ok = (at > world.col["born"][s]) & (at >= 0) & (at < world.span)
    order = np.argsort(at[ok], kind="stable")
    s, item, at = s[ok][order], item[ok][order], at[ok][order]
    data = pd.DataFrame({"occurred_at": stamps(world, at, world.unit), "account_id": world.col["id"][s]})
    if world.seed % 2:
        data["query_cluster"] = world.topics.names[item]
        data.loc[world.rng.random(len(data)) < 0.04, "query_cluster"] = None
    else:
        noise = np.where(
            world.rng.random(len(s)) < 0.5,
            np.uint64(1) << world.rng.integers(0, 64, len(s), dtype=np.uint64),
            np.uint64(0),
        )
        data["signature"] = sign(mix(item, 1234) ^ noise)
    world.feeds = {
        "exchanges": data,
        "accounts": accounts(world, ["country"] if world.seed % 2 == 0 else [], coarse="D"),
    }
