"""The ordinary crowd, with its firms, universities and family plans."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth import change as ch
from benchmarks.eighth.enroll import commit
from benchmarks.eighth.hashing import Arr, mix, mod, words
from benchmarks.eighth.kinds import KINDS
from benchmarks.eighth.mails import company_domain, staff
from benchmarks.eighth.people import People, draft
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def crowd(w: World, n: int, rows: float) -> None:
    """n people of all kinds; rates scaled so that they make about so many rows."""
    share = np.array([k.share for k in KINDS.values()]) * w.rng.lognormal(0, 0.3, len(KINDS))
    sizes = w.rng.multinomial(n, share / share.sum())
    drafts = [draft(w, int(s), name) for s, name in zip(sizes, KINDS, strict=True)]
    want = sum(float(np.minimum(p.rate * (p.hi - p.lo) / DAY, 3500).sum()) for p in drafts)
    w.scale = rows / want
    for p in drafts:
        p.rate = p.rate * w.scale
        {"seat": seats, "student": students}.get(p.kind.name, family)(w, p)
        commit(w, p)
        if p.kind.name in ("app", "web"):
            w.peers = (np.r_[w.peers[0], p.src[:, 0]], np.r_[w.peers[1], p.skey[:, 0]])


def family(w: World, p: People) -> None:
    """Some flats pay with one card; some share a tablet."""
    home = p.skey[:, 0]
    one = (p.inst > 0) & (home % np.uint64(100) < 35)
    p.inst = np.where(one, mix(home, 21), p.inst)
    p.extra["pname"] = np.where(one, mix(home, 22), mix(p.who, 11))
    p.device[:, 1] = np.where(home % np.uint64(7) == 0, mix(home, 23), p.device[:, 1])
    if p.kind.name in ("app", "web"):
        w.groups += 1
        many = np.r_[False, home[1:] == home[:-1]] | np.r_[home[1:] == home[:-1], False]
        p.truth["population"] = np.where(many, "private", "").astype(object)
        p.truth["group"] = np.array(
            [f"flat-{h % 10**9}" if m else "" for h, m in zip(home.tolist(), many, strict=True)], object
        )


def students(w: World, p: People) -> None:
    """Campuses: NAT of the university, its mail for half of them."""
    uni = p.country * 40 + np.minimum(w.rng.geometric(0.12, p.n), 30)
    ch.at(p, np.array(w.campuses)[p.country], 0.35, mix(uni, 71))
    names = {u: f"uni{u}.edu" for u in np.unique(uni)}
    own = np.flatnonzero(w.rng.random(p.n) < 0.5)
    for i in own:
        p.email[i] = staff(names[uni[i]])(w.rng)
    p.truth["population"] = "university"
    p.truth["group"] = np.array([f"uni-{u}" for u in uni], object)


def seats(w: World, p: People) -> None:
    """Firms of Zipf sizes: own domain, office addresses or a security gateway, one payer."""
    org = members(w, p)
    names = {o: company_domain(w.rng) for o in np.unique(org)}
    p.email = np.array([staff(names[o])(w.rng) for o in org], object)
    p.extra["organization"] = np.array([names[o].split(".")[0].title() for o in org], object)
    ch.at(p, np.array(w.offices)[p.country], 0.6, mix(org, 72))
    gate = mix(org, 73) % np.uint64(4) == 0
    sase = w.pool(w.net("hosting"), 400, 32, 4 * 3600)
    p.src[gate, 2] = sase
    bill(w, p, org)
    p.truth.update(population="company", group=np.array([f"firm-{o}" for o in org], object))


def members(w: World, p: People) -> Arr:
    """Which firm everybody works for: few large ones, most with two to ten seats."""
    r, out = w.rng, np.zeros(p.n, int)
    i, o = 0, 0
    while i < p.n:
        size = int(min(2 + r.pareto(1.1) * 2, 400))
        out[i : i + size] = o
        i, o = i + size, o + 1
    return out


def bill(w: World, p: People, org: Arr) -> None:
    """The firm pays: on every seat in some labs, on the first seat in others."""
    first = np.r_[True, org[1:] != org[:-1]]
    key = mix(org, words(w.rng, 1))
    p.inst = np.where(first | w.lab.org_pays_all, mix(key, 1), 0).astype(np.uint64)
    p.extra.update(pname=mix(key, 2), paddr=mix(key, 3))
    p.extra["pkind"] = np.where(mod(key, 3) == 0, "invoice", "card").astype(object)
    p.extra["admin"] = np.maximum.accumulate(np.where(first, np.arange(p.n), 0))
    p.extra["parent"] = np.where(first, -1, p.extra["admin"] + w.count)
