"""Countries: size, clock, how people connect, whom they bank with and how they are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.seventh.util import Arr, Rng, pick


@dataclass(frozen=True)
class Country:
    """What the generator knows of a country."""

    code: str
    weight: float
    tz: float
    mobile: float  # share of sessions on a carrier
    nat: int  # addresses of a carrier's gateway (few: a crowd on each)
    v6: float
    card: float  # share of payers with a bank card (the rest: prepaid, wallet)
    names: str
    mail: str  # the national webmail


_ROWS = """US 24 -6 .25 900 .5 .93 west aol.com|IN 14 5.5 .7 260 .6 .5 south rediffmail.com
BR 7 -3 .5 300 .45 .7 latin uol.com.br|DE 6 1 .2 400 .6 .7 west gmx.de|GB 6 0 .25 500 .4 .93 west btinternet.com
FR 5 1 .25 400 .6 .9 west orange.fr|JP 6 9 .3 500 .5 .9 east yahoo.co.jp|ID 5 7 .75 120 .2 .4 south yahoo.co.id
NG 3 1 .85 60 .05 .45 africa yahoo.com|VN 3 7 .55 120 .5 .5 east yahoo.com.vn|PH 4 8 .65 100 .15 .45 latin yahoo.com.ph
MX 4 -6 .5 200 .4 .7 latin live.com.mx|TR 3 3 .45 150 .05 .8 slav mynet.com|PL 3 1 .3 250 .2 .9 slav wp.pl
ES 3 1 .3 300 .1 .9 latin telefonica.net|CA 4 -5 .2 300 .4 .93 west rogers.com|AU 3 10 .25 300 .3 .93 west bigpond.com
KE 1.5 3 .9 40 .1 .3 africa yahoo.co.ke|EG 2 2 .7 60 .1 .35 africa yahoo.com|UA 2 2 .5 120 .15 .85 slav ukr.net
KR 3 9 .35 300 .2 .92 east naver.com|PK 2 5 .8 50 .1 .35 south yahoo.com|BD 2 6 .85 40 .1 .3 south yahoo.com
ZA 2 2 .6 120 .1 .8 africa webmail.co.za|SG 1 8 .3 200 .3 .93 east singnet.com.sg
HK 1 8 .3 200 .3 .9 east netvigator.com|CO 2 -5 .55 150 .2 .6 latin une.net.co|NL 2 1 .2 200 .4 .85 west ziggo.nl"""


def _country(row: str) -> Country:
    c, w, tz, mob, nat, v6, card, names, mail = row.split()
    return Country(c, float(w), float(tz), float(mob), int(nat), float(v6), float(card), names, mail)


COUNTRIES: list[Country] = [_country(r) for r in _ROWS.replace("\n", "|").split("|")]
INDEX = {c.code: i for i, c in enumerate(COUNTRIES)}


def attr(name: str) -> Arr:
    """One attribute of all countries, as an array."""
    return np.array([getattr(c, name) for c in COUNTRIES])


def market(rng: Rng) -> Arr:
    """A lab's own mix of countries: world sizes, tilted, with one or two home markets."""
    w = attr("weight") * rng.gamma(1.5, 1.0, len(COUNTRIES))
    w[rng.integers(0, len(w), 2)] += w.sum() * rng.uniform(0.05, 0.3)
    return np.asarray(w / w.sum())


def people_of(rng: Rng, weights: Arr, n: int, country: int | None = None) -> Arr:
    """Countries of n people (or all of one)."""
    return np.full(n, country) if country is not None else pick(rng, weights, n)
