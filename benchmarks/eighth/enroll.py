"""Enrolment: a draft gets its account ids, sign-up facts, instruments and its line in the truth."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth.activity import play
from benchmarks.eighth.hashing import Arr, mix, mod, unit
from benchmarks.eighth.people import People
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def commit(w: World, p: People, act: bool = True) -> Arr:
    """Enrol, pay, and play; the new account numbers."""
    a = np.arange(w.count, w.count + p.n)
    w.count += p.n
    p.extra["a"] = a
    w.add("accounts", **account(w, p))
    pay(w, p)
    if act:
        p.rate = p.rate * min(1.0, w.cap / max(1.0, float((p.rate * (p.hi - p.lo)).sum() / DAY)))
        play(w, p)
        mishaps(w, p)
    return a


def col(p: People, name: str, default: object) -> Arr:
    """A column of the draft, or its default."""
    got = p.extra.get(name)
    return got if got is not None else np.full(p.n, default, object if isinstance(default, str | None) else None)


def account(w: World, p: People) -> dict[str, Arr]:
    """Columns of the account table."""
    r, n = w.rng, p.n
    src, key = col(p, "sign_src", -1).astype(int), col(p, "sign_key", 0)
    src, key = np.where(src < 0, p.src[:, 0], src), np.where(src < 0, p.skey[:, 0], key).astype(np.uint64)
    hi, lo = w.where(src, key, p.created)
    verified = np.where(r.random(n) < 0.45, "phone", "email").astype(object)
    verified[r.random(n) < 0.06] = "none"
    out = {
        "a": p.extra["a"],
        "created": p.created,
        "country": p.country,
        "email": p.email,
        "plan": p.plan,
        "hi": hi,
        "lo": lo,
        "client": col(p, "sign_client", -1),
        "device": np.where(p.surf[:, 0] == 0, p.device[:, 1], p.device[:, 0]),
        "organization": col(p, "organization", None),
        "parent": col(p, "parent", -1),
        "referrer": col(p, "referrer", -1),
        "verified": p.extra.get("verified", verified),
        "status": col(p, "status", "active"),
        "phone": p.extra.get("phone", np.where(verified == "phone", mix(p.who, 9), 0).astype(np.uint64)),
    }
    out["client"] = np.where(out["client"] < 0, p.client[:, 0], out["client"]).astype(int)
    if "sign_device" in p.extra:
        out["device"] = p.extra["sign_device"]
    for c in ("ring", "operator", "cell", "tier", "population", "group"):
        v = p.truth.get(c, "")
        out[c] = v if isinstance(v, np.ndarray) else np.full(n, v, object)
    return out


def pay(w: World, p: People) -> None:
    """One row an account that has an instrument; a few changed theirs."""
    r, has = w.rng, p.inst > 0
    n = int(has.sum())
    kinds = np.array(["card", "wallet", "bank-debit", "prepaid-card", "virtual-card"], object)
    kind = p.extra.get("pkind", r.choice(kinds, p.n, p=[0.72, 0.15, 0.06, 0.04, 0.03]))[has]
    issuer = p.extra.get("issuer", p.country)[has]
    bins = p.extra.get("bin", 400000 + mod(mix(issuer_all(p), mod(mix(p.who, 31), 25) ** 2 // 25, w.seed), 159999))[has]
    added = np.maximum(p.created[has], p.lo[has] - DAY * 90 * (r.random(n) < 0.5)) + r.exponential(3600, n)
    home = p.skey[:, 0]
    w.add(
        "payments",
        a=p.extra["a"][has],
        inst=p.inst[has],
        kind=kind,
        issuer=issuer,
        bin=bins,
        added=np.minimum(added, w.span - 60),
        name=p.extra.get("pname", mix(p.who, 11))[has],
        addr=p.extra.get("paddr", mix(home, 12))[has],
    )
    twice = np.flatnonzero(has)[unit(mix(p.who[has], 14)) < 0.05]
    if len(twice) and "bin" not in p.extra:
        w.add(
            "payments",
            a=p.extra["a"][twice],
            inst=mix(p.who[twice], 13),
            kind=np.full(len(twice), "card", object),
            issuer=p.country[twice],
            bin=400000 + mod(mix(p.country[twice], p.who[twice] % np.uint64(7)), 159999),
            added=r.random(len(twice)) * w.span,
            name=mix(p.who[twice], 11),
            addr=mix(home[twice], 12),
        )


def issuer_all(p: People) -> Arr:
    """The issuer's country of every account."""
    return np.asarray(p.extra.get("issuer", p.country)).astype(np.int64)


def mishaps(w: World, p: People) -> None:
    """The desk also warns, limits and wrongly suspends honest people."""
    r = w.rng
    hit = np.flatnonzero(r.random(p.n) < 0.004)
    acts = r.choice(["warned", "limited", "suspended", "banned"], len(hit), p=[0.4, 0.35, 0.2, 0.05])
    whys = r.choice(["rate", "payment-dispute", "content-policy", "spam", "unusual-login"], len(hit))
    at = p.lo[hit] + r.random(len(hit)) * (p.hi - p.lo)[hit]
    desk(w, p, hit, at, acts, whys)
    back = hit[(acts == "suspended") & (r.random(len(hit)) < 0.6)]
    later = np.minimum(p.hi[back] + 3600, w.span - 1)
    desk(w, p, back, later, np.full(len(back), "reinstated"), np.full(len(back), "appeal"))


def desk(w: World, p: People, k: Arr, t: Arr, action: Arr, reason: Arr) -> None:
    """Actions of the desk on some of a draft."""
    w.add("actions", a=p.extra["a"][k], t=t, action=action.astype(object), reason=reason.astype(object))
