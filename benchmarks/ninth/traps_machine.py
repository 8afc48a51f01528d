"""Programs of honest people."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import U, choose
from benchmarks.ninth.group import Group
from benchmarks.ninth.use import ALWAYS, API, NIGHT, OFFICE
from benchmarks.ninth.world import DAY, World


def ci(w: World, n: int) -> None:
    """Review bots in hosted CI: strangers' keys behind the same runners, one client, one public prompt, on the hour."""
    c = Cast(w, n, kind="dev")
    c.use.scaled = False
    runners = w.nets.make("hosting", "Hosted Runners", 18, 2)
    c.use.pool[:], c.use.lease[:], c.use.pp[:] = runners, 0, [0.05, 0, 0.95]
    c.use.cli[:], c.use.surf[:] = w.clients.make("review-action"), API
    c.use.toff[:], c.use.tcnt[:] = w.topics.templates(6, w.topics.hot[:3])[0], 6
    c.use.pt[:], c.use.level[:] = 0.85, 1
    c.use.snap = np.where(w.rng.random(n) < 0.6, 3600.0, 0.0)
    c.use.prof = np.where(c.use.snap > 0, ALWAYS, OFFICE)
    c.use.rate, c.use.act = np.exp(w.rng.normal(2.6, 0.8, n)), w.rng.beta(4, 2, n)
    c.acc["population"][:], c.acc["group_id"][:] = "fleet", "ci-runners"


def app(w: World, n: int) -> None:
    """An application into which people paste their own key: its servers' addresses, its client, its system prompt for
    everybody.
    """
    c = Group(w, "app", "private", n, 60, 600, abroad=0.8)
    c.to_api()
    c.client(None, "app-server")
    small = np.array([w.nets.make("hosting", w.word() + " App", 28, 1, exits=4) for _ in range(c.g)])
    c.via(0, 0.93, c.per(small), -1)
    c.subject(4, 0.3, 0.5)
    c.template(3, 0.6, 3)
    c.pace(9, 0.35, sigma=1.1)
    c.use.dev[:, 0] = c.rng.integers(1, 2**63, c.n, dtype=U)


def game_bot(w: World, n: int) -> None:
    """Players of a mod whose figures talk: own keys, own homes, one client, one template set, night hours."""
    c = Group(w, "gamebot", "private", n, 60, 400, abroad=0.9)
    c.to_api()
    c.client(None, "npc-mod")
    c.subject(2, 0, 0.9)
    c.template(25, 0.9, 2)
    c.pace(35, 0.25, NIGHT, 1.0)
    c.use.pp[:] = [1, 0, 0]


def reseller(w: World, n: int) -> None:
    """An authorised reseller: sub-accounts under a parent, numbered mails, one invoice; the users themselves are
    strangers.
    """
    c = Group(w, "reseller", "reseller-customer", n, 30, 250, abroad=0.1)
    first = c.use.acct[c.first]
    c.acc["parent"] = np.where(c.use.acct == c.per(first), -1, c.per(first))
    c.mail(".net", "number")
    c.born(-150, w.days * 0.6, 40)
    c.payer("invoice", "team")
    c.acc["verified"][:] = "contract"
    c.acc["signup_ip"] = w.nets.at(np.full(c.n, w.clouds[5]), c.per(c.codes()))


def fleet(w: World, n: int) -> None:
    """A company's own test accounts: made by a script, with a contract, on a device farm, the same regression prompts
    every night.
    """
    c = Group(w, "fleet", "fleet", n, 30, 200, kind="dev")
    c.to_api()
    c.mail(".com", "number")
    c.born(-200, w.days * 0.4, 0.5)
    c.via(0, 1, c.per(c.rng.choice(w.clouds, c.g)), 1)
    c.use.dev[:, 0] = c.rng.integers(1, 2**63, c.n, dtype=U)
    c.template(60, 0.95, 1)
    c.payer("invoice", "enterprise")
    c.acc["verified"][:] = "contract"
    c.pace(18, 0.8, NIGHT, 0.2)
    c.use.snap[:] = DAY / 24


def evalbench(w: World, n: int) -> None:
    """People who try the same public benchmark at home because a tutorial says so."""
    c = Cast(w, n, kind="dev")
    off = w.benchmark or w.topics.templates(1500, w.topics.hot[:8])[0]
    c.use.toff[:], c.use.tcnt[:] = off, 1500
    c.use.pt[:], c.use.level = w.rng.uniform(0.1, 0.7, n), w.rng.integers(0, 2, n)
    c.use.cli[:] = w.clients.agent[2]
    c.use.rate, c.use.act, c.use.scaled = np.exp(w.rng.normal(3, 1, n)), w.rng.beta(1, 5, n), False


def cronusers(w: World, n: int) -> None:
    """Lone tinkerers' daily digests: at round hours, from cheap hosting, a prompt of a blog post."""
    c = Cast(w, n, kind="dev")
    c.use.pool[:, 0], c.use.pp[:], c.use.lease[:, 0] = w.rng.choice(w.clouds, n), [1, 0, 0], 1e9
    c.use.snap[:], c.use.act = choose(w.rng, [3600.0, 900.0], n).astype(float), w.rng.beta(8, 2, n)
    off, k = w.topics.templates(8, w.topics.some(1, 8)[0])
    c.use.toff[:], c.use.tcnt[:], c.use.pt[:], c.use.level[:] = off, k, 0.8, 2
    c.use.rate, c.use.scaled = np.exp(w.rng.normal(1.5, 0.6, n)), False


def gateway(w: World, n: int) -> None:
    """Customers of a big company's outgoing proxy (secure web gateway): hundreds of firms on the same exits and one TLS
    fingerprint.
    """
    c = Cast(w, n, kind="pro")
    c.use.pool[:, 2], c.use.lease[:, 2] = w.nets.make("business", "Secure Web Gateway", 22, 1, exits=24), 0
    c.use.pp[:], c.use.cli[:, 2] = [0.15, 0.1, 0.75], w.clients.make("t13d15")
    c.acc["population"][:], c.acc["group_id"][:] = "company", "gateway"
