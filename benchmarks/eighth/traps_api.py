"""Honest traps of machines: CI, apps, fleets, resellers, harnesses, preinstalled software."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth import change as ch
from benchmarks.eighth.enroll import commit
from benchmarks.eighth.hashing import words
from benchmarks.eighth.mails import company_domain, numbered, relay, staff
from benchmarks.eighth.people import draft
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def ci_jobs(w: World) -> None:
    """CI runners: hundreds of projects' keys at one cloud, one SDK, at full hours, templates of one popular action."""
    p = draft(w, w.size(100, 500), "bot")
    ch.at(p, w.pool(w.net("hosting"), 300, 32, 900), 1)
    ch.tool(p, w.cat.family("api"), w.surface("api"))
    ch.about(w, p, ["software-engineering", "tool-use"], 30, 0.9)
    ch.script(w, p, 2, 0.8, 3)
    p.device[:, 0] = p.device[:, 0] // np.uint64(3) * np.uint64(3)  # the bots that run by the clock
    ch.rates(w, p, 6, 1.1)
    ch.tag(w, p, "fleet", "ci")
    commit(w, p)


def app_users(w: World) -> None:
    """A desktop app with which people use keys of their own: one client, one long system prompt, everywhere."""
    p = draft(w, w.size(200, 1500), "dev")
    ch.tool(p, w.cat.family("api"), w.surface("api"), 0.9)
    ch.script(w, p, 3, 0.85, 3)
    p.rate *= 0.7
    ch.tag(w, p, "private", "byokey-app")
    commit(w, p)


def white_label(w: World) -> None:
    """A reseller's customers: sub-accounts under one parent, by its script, through its gateway, on its invoice."""
    p = draft(w, w.size(80, 700), "bot")
    name = company_domain(w.rng)
    ch.at(p, w.pool(w.net("hosting"), 6, 2, 1800), 0.95)
    ch.tool(p, w.cat.family("api"), w.surface("api"))
    ch.mailed(w, p, numbered("tenant", name))
    ch.firm(p, name, "contract")
    ch.paid_by(w, p, "invoice")
    p.extra["parent"] = np.r_[-1, np.full(p.n - 1, w.count)]
    ch.rates(w, p, 6, 1.3)
    ch.tag(w, p, "reseller-customer", "whitelabel")
    commit(w, p)


def preinstalled(w: World) -> None:
    """A laptop vendor's assistant: accounts made at first boot, trial plan, one app, the vendor's template."""
    p = draft(w, w.size(300, 2500), "app")
    ch.tool(p, w.cat.family("app"), w.surface("app"), 0.8)
    ch.unpaid(p)
    p.plan[:] = "partner-trial"
    ch.mailed(w, p, relay, 0.15)
    ch.script(w, p, 2, 0.5, 4)
    ch.tag(w, p, "fleet", "preinstalled")
    commit(w, p)


def robots(w: World) -> None:
    """Kiosks or robots: an account each, SIM cards of one carrier, one program, few intents, day and night."""
    p = draft(w, w.size(60, 500), "bot", w.country())
    move = w.mobiles[int(p.country[0])][0]
    p.src[:, 0] = move
    ch.tool(p, w.cat.family("api"), w.surface("api"))
    name = company_domain(w.rng)
    ch.mailed(w, p, numbered("unit", name))
    ch.firm(p, name)
    ch.paid_by(w, p, "invoice" if w.chance() else "card")
    ch.script(w, p, 5, 0.97, 5)
    ch.about(w, p, ["customer-support", "image-description", "translation"], 6, 1)
    ch.born(w, p, ch.sometime(w, 0, 0.3), 2 * DAY)
    p.hi[:] = w.span
    ch.rates(w, p, 8, 0.5)
    ch.tag(w, p, "fleet", "robots")
    commit(w, p)


def harness(w: World) -> None:
    """Benchmark runners: strangers run one public harness: equal prompts, equal client, nothing else in common."""
    p = draft(w, w.size(60, 400), "dev")
    ch.tool(p, w.cat.family("api"), w.surface("api"))
    base = words(w.rng, 60)
    p.tmpl, p.tshare, p.noise = base[w.rng.integers(0, 60, p.n)], 0.9, 6
    ch.about(w, p, ["mathematics", "agentic-reasoning", "software-engineering", "tool-use"], 25, 0.95)
    t0 = w.rng.uniform(0, w.span * 0.9, p.n)
    p.lo, p.hi = (
        np.maximum(t0, p.created),
        np.minimum(np.maximum(t0, p.created) + w.rng.uniform(0.2, 3, p.n) * DAY, w.span),
    )
    ch.rates(w, p, 40, 0.7)
    ch.tag(w, p, "private", "harness")
    commit(w, p)


def authorised(w: World) -> None:
    """A research house: sub-accounts, a job queue, a whole field asked through, by contract and known."""
    p = draft(w, w.size(20, 120), "bot", w.country())
    name = company_domain(w.rng)
    ch.at(p, w.pool(w.net("hosting"), 8, 8, 3600), 1)
    ch.tool(p, w.cat.clients("api", 1)[0], w.surface("api"))
    ch.mailed(w, p, numbered("eval", name, 1))
    ch.firm(p, name, "contract")
    ch.paid_by(w, p, "invoice")
    p.topics = w.cat.topics(p.n * 40, ["mathematics", "agentic-reasoning", "tool-use"], 0.6).reshape(p.n, 40)
    ch.script(w, p, 8, 0.9, 4)
    p.plan[:] = "enterprise"
    ch.rates(w, p, 60, 0.4)
    ch.tag(w, p, "authorised-bulk", "institute")
    commit(w, p)


def testers(w: World) -> None:
    """Integrators' test accounts: one engineer, six accounts with plus addresses, one laptop, one card."""
    for _ in range(w.size(15, 60)):
        p = draft(w, int(w.rng.integers(2, 9)), "dev", w.country())
        p.skey[:], p.src[:], p.device[:] = p.skey[0], p.src[0], p.device[0]
        p.client[:] = p.client[0]
        base, dom = str(p.email[0]).split("@")
        p.email = np.array(
            [f"{base}+{k}@{dom}" for k in ("", "dev", "qa", "stage", "old", "ci", "x", "y", "z")[: p.n]], object
        )
        ch.paid_by(w, p, "card")
        ch.tag(w, p, "private", "tester")
        commit(w, p)


def marketplace(w: World) -> None:
    """Office plugin of a cloud marketplace: firms' seats all arrive through the marketplace's gateway and surface."""
    p = draft(w, w.size(150, 900), "seat")
    ch.tool(p, w.cat.family("api"), w.surface("cloud:nimbus"))
    ch.at(p, w.pool(w.net("hosting"), 24, 8, 600), 0.98)
    ch.script(w, p, 9, 0.6, 3)
    dom = [company_domain(w.rng) for _ in range(40)]
    p.email = np.array([staff(dom[int(w.rng.integers(40))])(w.rng) for _ in range(p.n)], object)
    ch.tag(w, p, "company", "marketplace-plugin")
    commit(w, p)


API = [ci_jobs, app_users, white_label, preinstalled, robots, harness, authorised, testers, marketplace]
