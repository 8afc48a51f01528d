"""Honest traps of life: schools, shared places, shared misfortune, shared fashion."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth import change as ch
from benchmarks.eighth.enroll import commit
from benchmarks.eighth.geo import CODE
from benchmarks.eighth.hashing import mix, words
from benchmarks.eighth.mails import relay, staff
from benchmarks.eighth.people import People, draft
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def course(w: World) -> None:
    """A school course: one image on thirty machines, made within the hour, the same assignment on the same days."""
    c = w.country()
    for k in range(w.size(3, 12)):
        p, t0 = draft(w, w.size(18, 120), "student", c), ch.sometime(w, 0.02, 0.5)
        ch.born(w, p, t0, 3000)
        p.hi[:] = w.span
        ch.at(p, w.pool(w.net("education", c), 2, 2, 3600), 0.75)
        ch.tool(p, w.cat.clients("web", 1)[0], w.surface("web"), 0.8)
        ch.devices(w, p, 30)
        ch.about(w, p, ["software-engineering", "mathematics"], 5, 0.9)
        ch.script(w, p, 6, 0.6, 3)
        ch.mailed(w, p, staff(f"college{k}-{w.groups}.edu"), 0.8)
        ch.unpaid(p)
        ch.rates(w, p, 4, 0.8)
        ch.tag(w, p, "university", "course")
        commit(w, p)


def hackathon(w: World) -> None:
    """A weekend competition: one hall's network, promo credits, accounts of that morning, one task, nights through."""
    p, t0 = draft(w, w.size(60, 400), "dev", w.country()), ch.sometime(w, 0.1, 0.8)
    ch.born(w, p, t0, 3 * 3600)
    p.hi = np.minimum(p.lo + 2 * DAY, w.span)
    ch.at(p, w.pool(w.net("education", int(p.country[0])), 4, 4, 7200), 0.9)
    ch.about(w, p, ["agentic-reasoning", "tool-use", "software-engineering"], 15, 0.9)
    ch.script(w, p, 5, 0.5, 3)
    ch.unpaid(p)
    p.plan[:] = "promo"
    ch.rates(w, p, 45, 0.9)
    ch.tag(w, p, "university", "hackathon")
    commit(w, p)


def viral(w: World) -> None:
    """A video's prompts: three templates pasted by thousands; half made the account for it, by the author's link."""
    p, t0 = draft(w, w.size(300, 2000), "app"), ch.sometime(w, 0.1, 0.6)
    ch.born(w, p, t0, 3 * DAY)
    late = w.rng.exponential(1.2 * DAY, p.n)
    p.created = np.minimum(t0 + late, w.span - 7300)
    p.lo = np.maximum(p.created, 0)
    p.hi = np.minimum(p.lo + w.rng.exponential(4, p.n) * DAY + 3600, w.span)
    ch.script(w, p, 3, 0.8, 5)
    ch.about(w, p, ["writing", "marketing-copy", "image-description"], 4, 0.8)
    p.extra["referrer"] = np.where(w.rng.random(p.n) < 0.6, w.count, -1)
    ch.unpaid(p)
    ch.rates(w, p, 3, 1)
    ch.tag(w, p, "private", "viral-video")
    commit(w, p)


def surge(w: World) -> None:
    """A launch with a country's influencers: accounts made in hours, promo code, one carrier, gone in a week."""
    p, t0 = draft(w, w.size(400, 2500), "app", w.country()), ch.sometime(w, 0.05, 0.8)
    ch.born(w, p, t0, 8 * 3600)
    p.hi = np.minimum(p.lo + 3600 + w.rng.exponential(2.5, p.n) * DAY, w.span)
    p.src[:, 1] = w.mobiles[int(p.country[0])][0]
    ch.unpaid(p)
    p.plan[:] = "promo"
    ch.rates(w, p, 1.5, 1.1)
    ch.tag(w, p, "carrier", "surge")
    commit(w, p)


def cafe(w: World) -> None:
    """Internet cafes: twelve machines and one line each, guests come back."""
    for c in w.rng.choice([CODE[x] for x in ("PH", "VN", "ID", "KE", "NG", "KR", "EG")], w.size(4, 14)):
        p = draft(w, w.size(15, 90), "web", int(c))
        ch.at(p, w.pool(w.net("residential", int(c)), 1, 1, DAY), 0.8)
        ch.tool(p, w.cat.clients("web", 1)[0], w.surface("web"), 0.85)
        ch.devices(w, p, 12)
        ch.rates(w, p, 1.5, 0.8)
        ch.tag(w, p, "private", "cafe")
        commit(w, p)


def shelter(w: World) -> None:
    """Refugees' shelters: one hotspot, donated phones of one model, prepaid cards of one bank, one language's needs."""
    for c in w.rng.choice([CODE["PL"], CODE["RO"], CODE["DE"], CODE["TR"]], w.size(2, 6)):
        p = draft(w, w.size(25, 180), "app", int(c))
        ch.at(p, w.pool(w.net("mobile", int(c)), 2, 2, 3600), 0.9)
        ch.tool(p, w.cat.clients("app", 1)[0], w.surface("app"), 0.9)
        ch.born(w, p, ch.sometime(w, 0.05, 0.4), 5 * DAY)
        p.hi[:] = w.span
        p.inst = np.where(w.rng.random(p.n) < 0.4, mix(p.who, 77), 0).astype(np.uint64)
        prepaid(p, 471000 + int(c))
        ch.mailed(w, p, relay, 0.3)
        ch.about(w, p, ["translation", "legal-and-finance", "health-questions"], 14, 0.9)
        ch.rates(w, p, 3, 0.8)
        ch.tag(w, p, "private", "shelter")
        commit(w, p)


def prepaid(p: People, code: int) -> None:
    """Everybody's own card, of one BIN."""
    p.extra["bin"] = np.full(p.n, code)
    p.extra["pkind"] = np.full(p.n, "prepaid-card", object)


def vpn_customers(w: World) -> None:
    """A VPN's customers in a country where half the web is blocked: few exits, always others, privacy mail."""
    net, c = w.net("vpn"), w.country()
    for exits in w.rng.integers(10, 120, w.size(2, 5)):
        p = draft(w, w.size(80, 700), "web", c if w.chance() else None)
        ch.at(p, w.pool(net, int(exits), 8, 3 * 3600), float(w.rng.uniform(0.6, 1)))
        ch.mailed(w, p, relay, 0.25)
        p.rate *= 2
        ch.tag(w, p, "private", "vpn")
        commit(w, p)


def travellers(w: World) -> None:
    """Holiday crowds: an airport's, a ship's, a resort's one gateway, for days each; all leave it again."""
    pool = w.pool(w.net("business"), 2, 2, 1800)
    for _ in range(w.size(3, 8)):
        p, t0 = draft(w, w.size(60, 400), "app"), ch.sometime(w, 0, 0.8)
        ch.during(w, p, t0, t0 + w.rng.uniform(2, 6) * DAY)
        ch.at(p, pool, 0.8)
        ch.rates(w, p, 2, 0.9)
        ch.tag(w, p, "carrier", "travellers")
        commit(w, p)


def blackout(w: World) -> None:
    """A country's cable breaks: silence for hours, then everybody at once through one satellite operator's gateways."""
    c, t0 = w.country(), ch.sometime(w, 0.2, 0.7)
    w.outages.append((t0, float(w.rng.uniform(6, 20) * 3600), c))
    p = draft(w, w.size(150, 900), "app", c)
    ch.during(w, p, t0, t0 + 4 * DAY)
    ch.at(p, w.pool(w.net("business", c), 6, 3, 1200), 0.85)
    ch.rates(w, p, 3, 0.9)
    ch.tag(w, p, "carrier", "satellite")
    commit(w, p)


def neobank(w: World) -> None:
    """Students of one neobank: virtual cards of one BIN, student plan at the campaign's start, campus networks."""
    p = draft(w, w.size(150, 900), "student", w.country())
    p.inst = mix(p.who, 78)
    prepaid(p, 516000 + int(p.country[0]))
    p.extra["pkind"][:] = "virtual-card"
    ch.born(w, p, ch.sometime(w, 0.02, 0.5), 4 * DAY)
    ch.tag(w, p, "private", "neobank")
    commit(w, p)


def second_hand(w: World) -> None:
    """Refurbished phones with cloned ids: strangers share a device id, in lots of up to two hundred."""
    p = draft(w, w.size(100, 600), "app")
    p.device[:] = words(w.rng, 4)[w.rng.integers(0, 4, p.n)][:, None]
    ch.tag(w, p, "private", "cloned-ids")
    commit(w, p)


def aggregator(w: World) -> None:
    """A payment aggregator (mobile money, app-store top-up): hundreds of strangers, one settlement instrument."""
    for c in w.rng.choice([CODE[x] for x in ("KE", "ID", "PH", "NG", "IN", "BR")], w.size(1, 4)):
        p = draft(w, w.size(40, 500), "app", int(c))
        ch.paid_by(w, p, "wallet")
        p.extra["pname"], p.extra["paddr"] = mix(p.who, 11), mix(p.skey[:, 0], 12)
        p.rate *= 2
        ch.tag(w, p, "private", "aggregator")
        commit(w, p)


LIFE = [
    aggregator,
    course,
    hackathon,
    viral,
    surge,
    cafe,
    shelter,
    vpn_customers,
    travellers,
    blackout,
    neobank,
    second_hand,
]
