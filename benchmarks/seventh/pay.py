"""Payment instruments: whose, of which bank, how many accounts on each."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.seventh.geo import attr
from benchmarks.seventh.util import Arr, Rng, heavy, pick, zipf
from benchmarks.seventh.world import DAY, World

KINDS = ["card", "virtual-card", "prepaid-card", "wallet", "bank-debit", "invoice", "crypto"]
ISSUER_VIRTUAL = 0  # virtual-card programs are written as issued in the first country of the list


def add(w: World, acc: Arr, **cols: Any) -> None:
    """Rows of the payments feed; a single value stands for all rows."""
    n = len(acc)
    row = {
        "acc": acc,
        "kind": 0,
        "country": 0,
        "bin": 0,
        "added": 0.0,
        "removed": np.nan,
        "name": 0,
        "address": 0,
        "inst": 0,
    } | cols
    w.pay.append({k: np.broadcast_to(np.asarray(v), (n,)) for k, v in row.items()})


def bank(w: World, rng: Rng, country: int) -> tuple[Arr, Arr]:
    """Card numbers' first six digits in a country with their shares; few banks issue most cards."""
    if country not in w.banks:
        n = int(rng.integers(15, 60))
        w.banks[country] = (rng.integers(400000, 559999, n), zipf(n, 1.0))
    return w.banks[country]


def bins(w: World, rng: Rng, cc: Arr) -> Arr:
    """A bank for each person."""
    out = np.zeros(len(cc), int)
    for c in np.unique(cc):
        b, p = bank(w, rng, int(c))
        out[cc == c] = b[pick(rng, p, int((cc == c).sum()))]
    return out


def kinds(rng: Rng, cc: Arr) -> Arr:
    """Kinds of instruments: where few have bank cards, prepaid cards and wallets stand in."""
    bankless = rng.random(len(cc)) > attr("card")[cc]
    return np.where(bankless, np.where(rng.random(len(cc)) < 0.5, 2, 3), pick(rng, [86, 4, 1, 6, 3], len(cc)))


def private(w: World, rng: Rng, ids: Arr) -> None:
    """Everybody on a paid plan has an instrument of their own; some free users have one from before; some change it."""
    plan = w.acc.get("plan")[ids]
    who = ids[(plan != "free") | (rng.random(len(ids)) < 0.03)]
    cc, born = w.acc.get("country")[who], w.acc.get("created")[who]
    add_private(w, rng, who, cc, born + heavy(rng, len(who), DAY, 2.0, 60, 200 * DAY))
    again = rng.random(len(who)) < 0.06
    add_private(w, rng, who[again], cc[again], rng.random(int(again.sum())) * w.end())


def add_private(w: World, rng: Rng, who: Arr, cc: Arr, added: Arr) -> None:
    """One own instrument each."""
    n, kind = len(who), kinds(rng, cc)
    named = (kind != 2) & (kind != 3)
    add(
        w,
        who,
        inst=w.codes(n),
        kind=kind,
        country=cc,
        bin=np.where(kind <= 2, bins(w, rng, cc), 0),
        added=np.minimum(added, w.end() - 600),
        name=np.where(named, w.codes(n), 0),
        address=np.where(named, w.codes(n), 0),
    )


def shared(w: World, who: Arr, kind: str, country: int, bin_: int, added: Any, name: bool = True) -> None:
    """One instrument that pays for all."""
    code = int(w.codes(3)[0])
    add(
        w,
        who,
        inst=code,
        kind=KINDS.index(kind),
        country=country,
        bin=bin_,
        added=added,
        name=code + 1 if name else 0,
        address=code + 2 if name else 0,
    )
