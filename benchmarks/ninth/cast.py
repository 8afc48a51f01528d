"""A cast is a batch of accounts with one set of habits each: groups and rings change what ordinary people share."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth import names
from benchmarks.ninth.draws import Arr, U, choose
from benchmarks.ninth.use import ALWAYS, API, APP, EVENING, NIGHT, OFFICE, STUDENT, WEB, Use, plain_use
from benchmarks.ninth.world import DAY, World

KINDS = ["consumer", "student", "pro", "dev"]
MIX = (0.5, 0.18, 0.2, 0.12)
"""Shares of the kinds."""
TEXT = ("ring", "operator", "cell", "tier", "population", "group_id", "organization")


class Cast:
    """n accounts, the columns of their rows (`acc`), their habits (`use`), and the group each is of (`gid`).

    With `ids`, a second hand on accounts that exist: stolen or rented ones.
    """

    def __init__(
        self,
        w: World,
        n: int,
        country: Arr | None = None,
        kind: str | None = None,
        mixp: tuple[float, ...] = MIX,
        ids: Arr | None = None,
    ) -> None:
        self.w, self.n, self.gid = w, n, np.arange(n)
        self.rng = w.rng
        self.country = w.countries(n) if country is None else np.asarray(country, object)
        self.kind = np.full(n, KINDS.index(kind)) if kind else w.rng.choice(4, n, p=mixp)
        self.use: Use = plain_use(w.rng, np.arange(w.n, w.n + n) if ids is None else ids, w.days)
        self.acc: dict[str, Arr] = {k: np.full(n, "", object) for k in TEXT}
        self.acc |= {"id": self.use.acct, "country": self.country}
        self._person()
        self._habits()
        self._tools()
        self._money()
        w.uses.append(self.use)
        if ids is None:
            w.n += n
            w.acc.append((self.acc, self.use))

    def _person(self) -> None:
        """Mail, phone, day of registration: growth over three years, some of it within the window."""
        n, rng, a = self.n, self.rng, self.acc
        a["local"], a["domain"] = names.locals_(rng, n), choose(rng, names.FREE, n, names.FREE_P / names.FREE_P.sum())
        private = rng.random(n) < 0.04
        a["domain"] = np.where(private, choose(rng, names.PRIVATE, n), a["domain"])
        a["created"] = (self.w.days - rng.exponential(300, n).clip(0, 1100)) * float(DAY)
        a["verified"] = choose(rng, ["none", "email", "phone", "document"], n, [0.06, 0.56, 0.35, 0.03])
        a["phone"] = np.where(rng.random(n) < 0.55, rng.integers(1, 2**63, n, dtype=U), U(0))
        a["signup_ip"], a["signup_dev"], a["signup_cli"] = np.zeros(n, U), np.zeros(n, U), np.zeros(n, np.int64)
        a["parent"], a["referrer"] = np.full(n, -1), np.full(n, -1)

    def _habits(self) -> None:
        """Heavy-tailed volumes, own hours, own topics; many have left."""
        n, rng, u, k = self.n, self.rng, self.use, self.kind
        u.tz = self.w.tz(self.country)
        u.prof = np.where(rng.random(n) < 0.07, NIGHT, np.array([EVENING, STUDENT, OFFICE, OFFICE])[k])
        u.rate = np.exp(rng.normal(np.array([1.2, 1.5, 1.8, 2.3])[k], np.array([0.8, 0.8, 0.9, 1.2])[k]))
        u.act = rng.beta(np.array([0.8, 1.2, 2, 1.8])[k], 4)
        u.weekend = np.array([1.1, 0.8, 0.3, 0.45])[k]
        u.t0 = self.acc["created"].copy()
        u.t1 = np.where(rng.random(n) < 0.25, rng.uniform(-30, self.w.days, n) * DAY, 1e12)
        u.topics = self.w.topics.some(n, 5, 0.05)
        dev = k == 3
        u.topics[dev] = self.w.topics.some(int(dev.sum()), 5, 0.6)
        u.own = rng.uniform(0.3, 0.9, n)
        u.tin = rng.normal(np.array([4, 4.6, 5.2, 6.5])[k], 0.6)
        u.tout = rng.normal(np.array([5.6, 5.9, 6, 6])[k], 0.5)
        u.scaled = True

    def _tools(self) -> None:
        """Home line, phone, work; browser, app, SDK."""
        n, rng, u, w = self.n, self.rng, self.use, self.w
        u.pool[:, 0], u.pool[:, 1] = w.carrier(self.country, w.nets.home), w.carrier(self.country, w.nets.cell)
        cloud = rng.random(n) < 0.4
        u.pool[:, 2] = np.where(cloud, rng.choice(w.clouds[:4], n), w.carrier(self.country, w.nets.home))
        u.lease[:, 0] = np.where(rng.random(n) < 0.5, 1e9, np.exp(rng.normal(2, 1.2, n)))
        u.lease[:, 1] = np.where(rng.random(n) < 0.5, 0, 1)
        u.pp = rng.dirichlet([3, 1.6, 1], n)
        vpn = rng.random(n) < 0.05
        u.pool[vpn, 0], u.lease[vpn, 0] = rng.choice(w.vpns, int(vpn.sum())), 0
        self._clients()
        u.surf[:] = [WEB, APP, WEB]
        u.devlife = np.where(rng.random(n) < 0.15, rng.uniform(1, 15, n), 1e9)
        same = rng.random(n) < 0.5
        u.dev[same, 2] = u.dev[same, 0]
        self.api(self.kind == 3)

    def _clients(self) -> None:
        """A browser, which most have at work too, and the app."""
        n, c = self.n, self.w.clients
        web, app = c.pick(c.web, n), c.pick(c.app, n)
        work = np.where(self.rng.random(n) < 0.7, web, c.pick(c.web, n))
        self.use.cli[:] = np.stack([web, app, work], 1)

    def api(self, who: Arr) -> None:
        """Those who call the API: keys, SDKs, no cookies, from home, a server or a notebook."""
        u, n, c = self.use, int(who.sum()), self.w.clients
        tool = np.where(self.rng.random(n) < 0.5, c.pick(c.sdk, n), c.pick(c.agent, n))
        u.surf[who], u.cli[who] = API, tool[:, None]
        u.pp[who] = self.rng.dirichlet([2, 0.2, 2], n)
        u.dev[who, 1:] = 0
        u.burst[who], u.gap[who] = 20, 25
        script = who & (self.rng.random(self.n) < 0.25)
        u.prof[script] = ALWAYS
        own = np.flatnonzero(script)  # one's own pipeline: the same prompt over and over
        u.toff[own] = [self.w.topics.templates(3, self.use.topics[j])[0] for j in own]
        u.tcnt[own], u.pt[own], u.level[own] = 3, self.rng.uniform(0.3, 0.95, len(own)), 2

    def _money(self) -> None:
        """A quarter pays: cards of the country's banks, wallets, some neobank and prepaid cards."""
        n, rng, a = self.n, self.rng, self.acc
        paid = rng.random(n) < np.array([0.15, 0.12, 0.5, 0.85])[self.kind]
        plan = np.where(paid, choose(rng, ["plus", "pro"], n, [0.85, 0.15]), "free")
        a["plan"] = np.where(self.kind == 3, "api", plan).astype(object)
        a["pay"] = np.where(paid, rng.integers(1, 2**63, n, dtype=U), U(0))
        kinds = ["card", "wallet", "virtual-card", "prepaid-card", "bank-debit"]
        a["pay_kind"] = choose(rng, kinds, n, [0.68, 0.16, 0.07, 0.04, 0.05])
        a["bin"] = self._bin()
        a["issuer"] = self.country.copy()
        a["pay_added"] = a["created"] + rng.exponential(20 * DAY, n) * (rng.random(n) < 0.7) + 120
        a["name"] = rng.integers(1, 2**63, n, dtype=U)
        a["addr"] = np.where(rng.random(n) < 0.9, rng.integers(1, 2**63, n, dtype=U), U(0))

    def _bin(self) -> Arr:
        """The bank identification number, of a bank that issues such cards."""
        w, kind = self.w, self.acc["pay_kind"]
        neo, pre = w.cards(self.country, w.neo), w.cards(self.country, w.prepaid)
        common = w.cards(self.country, w.bins)
        return np.where(kind == "virtual-card", neo, np.where(kind == "prepaid-card", pre, common))
