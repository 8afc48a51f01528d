"""What a ring buys: sign-ups, mailboxes, numbers, cards."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients, pay, suppliers
from benchmarks.seventh.crew import Crew
from benchmarks.seventh.util import Arr, Rng, choose, heavy, pick
from benchmarks.seventh.world import DAY, World


def created(w: World, rng: Rng, c: Crew) -> Arr:
    """Batches: each is made within some days, before its members start to work."""
    p = c.plan
    low, high = p.t.age if not p.k.life else (0.1, 3.0 if p.tier != "evasive" else 30.0)
    groups = np.argsort(np.argsort(c.first, kind="stable")) * max(p.size // 25, 1) // p.size
    lead = heavy(rng, p.size, 1, 0.6) * rng.uniform(low, high, groups.max() + 1)[groups] + rng.exponential(
        p.t.batch / 6, p.size
    )
    return np.asarray((c.first - lead) * DAY + rng.random(p.size) * DAY * 0.3)


def enrol(w: World, rng: Rng, c: Crew) -> None:
    """Sign-up: countries of the exits, mailboxes, numbers, plan, what the lab saw."""
    p, n = c.plan, c.plan.size
    cc = suppliers.land_of(rng, c.pool, n)
    born = created(w, rng, c)
    plan = "api" if c.api else "free" if p.kind == "trials" else str(choose(rng, ["plus", "pro"], 1)[0])
    phone = np.where(
        rng.random(n) < 0.8,
        suppliers.phones(w, rng, n, p.t.per_phone if p.kind != "trials" else max(p.t.per_phone, 2)),
        0,
    )
    slot = (rng.random(n) * c.width).astype(int)
    fam = np.where(np.full(n, c.browser >= 0), c.browser, clients.draw(rng, "web", n))
    w.acc.put(
        c.ids,
        created=born,
        country=cc,
        plan=plan,
        phone=phone,
        verified=np.where(phone > 0, "phone", "email").astype(object),
        ring=p.name,
        operator=p.name.replace("ring", "operator"),
        tier=p.tier,
        population="",
        email=suppliers.mailboxes(rng, n, p.tier, p.seller, cc),
        signup_ip=w.net.flat()[c.start + slot],
        signup_device=c.devices,
        signup_client=(fam << 10) + clients.version(fam, born / DAY - 20),
        cell=[f"{p.name}-c{int(x)}" for x in cells(rng, n)],
    )
    if p.tier == "evasive":  # bought accounts: made by other people, at other places, before
        mask = rng.random(n) < 0.6
        bought = c.ids[mask]
        where = np.array(
            [w.net.draw(rng, w.net.home[int(x)][0], 1)[0] for x in w.acc.get("country")[bought]], np.uint64
        )
        w.acc.put(
            bought,
            signup_ip=where,
            signup_device=w.codes(len(bought)),
            signup_client=clients.version(np.zeros(len(bought), int), born[mask] / DAY),
        )


def cells(rng: Rng, n: int) -> Arr:
    """Crews of workers or queues within a ring."""
    k = max(n // 120, 1)
    return pick(rng, np.ones(k), n)


def cards(w: World, rng: Rng, c: Crew) -> None:
    """Instruments: a program's virtual cards, the rest bought or borrowed; few accounts on each by tier."""
    p = c.plan
    who = c.ids if p.kind != "trials" else c.ids[rng.random(len(c.ids)) < 0.25]
    own = w.codes(max(int(len(who) / p.t.per_card), 1))
    inst = rng.permutation(np.resize(own, len(who)))
    by = inst - own[0]
    virtual = rng.random(len(own)) < p.k.program
    issued = np.where(virtual, pay.ISSUER_VIRTUAL, choose(rng, w.acc.get("country")[who], len(own)))
    series = rng.integers(0, 4) if p.tier == "evasive" else 10 + p.seller
    digits = np.where(virtual, suppliers.program(w, int(series)), pay.bins(w, rng, issued))
    names = w.codes(len(own))[by] if p.tier != "plain" else int(w.codes(1)[0])
    home = choose(rng, w.codes(max(int(len(own) / {"plain": 10, "careful": 3, "evasive": 1.15}[p.tier]), 1)), len(own))[
        by
    ]
    born = w.acc.get("created")[who]
    start = c.first[np.searchsorted(c.ids, who)] * DAY
    added = np.where(start > born, born + (start - born) * rng.uniform(0.3, 1, len(who)), born + 600)
    pay.add(
        w,
        who,
        inst=inst,
        kind=np.where(virtual, 1, 0)[by],
        country=issued[by],
        bin=digits[by],
        added=added,
        name=names,
        address=home,
    )
