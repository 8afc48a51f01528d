"""How a set of accounts is used; `Use` is a table of habits, one row an account (or one hand on an account)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.ninth.draws import Arr, Rng, U

OFFICE, EVENING, STUDENT, NIGHT, ALWAYS, FACTORY, LATE = range(7)
HOURS = np.array(
    [
        [0, 0, 0, 0, 0, 0, 1, 3, 8, 11, 12, 11, 7, 10, 12, 11, 9, 6, 3, 2, 2, 1, 1, 0],
        [3, 1, 1, 0, 0, 1, 2, 4, 4, 4, 5, 5, 6, 6, 5, 5, 6, 7, 8, 10, 12, 12, 9, 6],
        [6, 4, 2, 1, 0, 0, 1, 2, 5, 7, 8, 8, 6, 8, 9, 9, 8, 7, 7, 9, 11, 12, 12, 9],
        [12, 11, 9, 6, 4, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8, 10, 12, 13],
        [1] * 24,
        [0, 0, 0, 0, 0, 0, 0, 0, 2, 12, 13, 13, 3, 8, 13, 13, 13, 12, 5, 9, 11, 9, 3, 0],  # nine-nine-six
        [9, 9, 8, 8, 6, 3, 1, 0, 0, 0, 0, 0, 1, 2, 4, 5, 5, 5, 6, 8, 9, 9, 9, 9],
    ],
    float,
)
CDF = np.cumsum(HOURS / HOURS.sum(1, keepdims=True), 1)
STATIC = 1e9
WEB, APP, API = 0, 1, 2


@dataclass
class Use:
    """Habits of n hands. Places are 0 home, 1 mobile, 2 work (or whatever a group or a ring makes of them)."""

    acct: Arr
    tz: Arr
    prof: Arr
    rate: Arr  # exchanges on an active day
    act: Arr  # chance that a day is active
    weekend: Arr  # factor of `act` at weekends
    boost: Arr  # (n or 1, days) factor of the rate by day
    t0: Arr  # seconds from the world's start
    t1: Arr
    pp: Arr  # (n, 3) how often at each place
    pool: Arr  # (n, 3) network pool
    key: Arr  # (n, 3) who rents the address: person, home, or office
    lease: Arr  # (n, 3) days an address is kept; 0 a session, -1 an exchange
    dev: Arr  # (n, 3) device code, 0 none
    devlife: Arr  # days until a cookie is cleared
    cli: Arr  # (n, 3)
    surf: Arr  # (n, 3)
    cred: Arr
    topics: Arr  # (n, k) favourite clusters
    own: Arr  # chance that a session is about a favourite
    pt: Arr  # chance that an exchange comes from a template
    toff: Arr
    tcnt: Arr
    level: Arr  # bits flipped, in sixteenths, against the template
    tin: Arr  # log of tokens
    tout: Arr
    gap: Arr  # seconds between exchanges of a session
    burst: Arr  # exchanges in a session
    snap: Arr  # seconds of a cron grid, 0 none
    adopt: Arr  # when the newest model is taken up
    upd: Arr  # when the client is upgraded
    trouble: Arr  # chance of refused / limited
    slip: Arr  # chance that a login comes from `lpool` with `ldev`
    lpool: Arr
    ldev: Arr
    who: Arr  # seeds the sessions: two people of one home do not sit down at the same minute
    scaled: bool = False  # may the honest budget scale it
    outages: tuple[tuple[float, float], ...] = ()  # when whoever runs them is down

    def expected(self, days: int) -> Arr:
        """Expected exchanges of each row."""
        span = np.clip(np.minimum(self.t1, days * 86400) - np.maximum(self.t0, 0), 0, None) / 86400
        return np.asarray(self.rate * self.act * span * self.boost.mean())


def plain_use(rng: Rng, acct: Arr, days: int) -> Use:
    """Blank habits: everything present, nothing shared."""
    n = len(acct)

    def full(v: float) -> Arr:
        return np.full(n, v, float)

    def zeros(*more: int) -> Arr:
        return np.zeros((n, *more), np.int64)

    def codes(*more: int) -> Arr:
        return rng.integers(1, 2**63, (n, *more), dtype=U)

    return Use(
        acct=acct,
        tz=full(0),
        prof=zeros(),
        rate=full(3),
        act=full(0.3),
        weekend=full(1),
        boost=np.ones((1, days)),
        t0=full(-1e12),
        t1=full(1e12),
        pp=np.tile([1.0, 0, 0], (n, 1)),
        pool=zeros(3),
        key=codes(3),
        lease=np.tile([12.0, 0, STATIC], (n, 1)),
        dev=codes(3),
        devlife=full(STATIC),
        cli=zeros(3),
        surf=zeros(3),
        cred=codes(),
        topics=zeros(5),
        own=full(0.6),
        pt=full(0),
        toff=zeros(),
        tcnt=np.ones(n, np.int64),
        level=np.full(n, 1),
        tin=full(5),
        tout=full(5.8),
        gap=full(90),
        burst=full(5),
        snap=full(0),
        adopt=rng.exponential(12, n) * 86400,
        upd=rng.exponential(6, n) * 86400,
        trouble=full(0.025),
        slip=full(0),
        lpool=zeros(),
        ldev=np.zeros(n, U),
        who=codes(),
    )
