"""Payments: who pays with what, and which instruments several accounts share."""

from dataclasses import dataclass

import numpy as np

from benchmarks.fifteenth.places import bins
from benchmarks.fifteenth.world import DAY, Arr, World, tokens


@dataclass(frozen=True)
class Purse:
    """How the members of a group pay."""

    share: float = 0.5  # of accounts that pay at all
    reuse: float = 1.0  # accounts to an instrument
    kind: str = ""  # empty: as people do
    bins: int = 0  # issuers; 0: any bank
    names: str = "own"  # own, card (as the instrument), one
    country: str = ""
    mixed: bool = True  # instruments go to random members, else to neighbours


PEOPLE = {"card": 0.74, "wallet": 0.14, "bank-debit": 0.06, "prepaid-card": 0.04, "virtual-card": 0.02}


def pay(world: World, who: Arr, created: Arr, country: Arr, purse: Purse) -> int:
    """Write the instruments of a group's accounts, made at those seconds since 1970; give how many there are."""
    rng = world.rng
    at = np.flatnonzero(rng.random(len(who)) < purse.share)
    if not len(at):
        return 0
    total = max(1, round(len(at) / purse.reuse))
    which = rng.integers(0, total, len(at)) if purse.mixed else np.arange(len(at)) * total // len(at)
    if purse.reuse <= 1:
        which = np.arange(len(at))
    cards = _cards(world, total, purse)
    lands = {int(w): purse.country or str(country[a]) for w, a in zip(which, at, strict=True)}
    _rows(world, who[at], created[at], which, cards, lands, purse)
    return total


def _cards(world: World, n: int, purse: Purse) -> dict[str, list[str]]:
    kinds = [purse.kind or world.pick(PEOPLE) for _ in range(n)]
    issuers = bins(world, purse.bins) if purse.bins else []
    return {
        "id": tokens(world.rng, n, "pi_", 7),
        "kind": kinds,
        "bin": [(issuers[int(world.rng.integers(len(issuers)))] if issuers else bins(world)[0])
                if "card" in k else "" for k in kinds],
        "name": tokens(world.rng, n, "n", 5),
        "address": tokens(world.rng, n, "a", 5),
    }  # fmt: skip


def _rows(
    world: World, who: Arr, created: Arr, which: Arr, cards: dict[str, list[str]], lands: dict[int, str], purse: Purse
) -> None:
    rng, n = world.rng, len(who)
    own = tokens(rng, n, "n", 5)
    name = own if purse.names == "own" else [cards["name"][0 if purse.names == "one" else w] for w in which]
    home = tokens(rng, n, "a", 5)
    address = home if purse.names == "own" else [cards["address"][0 if purse.names == "one" else w] for w in which]
    blank = rng.random(n) < 0.25
    added = np.minimum(created + (rng.exponential(3 * DAY, n) + 60).astype(np.int64), world.end - 1)
    world.say(
        "payments", account=who, instrument_id=[cards["id"][w] for w in which], kind=[cards["kind"][w] for w in which],
        issuer_country=[lands[int(w)] for w in which], bin=[cards["bin"][w] or None for w in which], added_at=added,
        name_hash=[None if b else x for b, x in zip(blank, name, strict=True)],
        address_hash=[None if b else x for b, x in zip(blank, address, strict=True)],
    )  # fmt: skip


def leftover(world: World, who: Arr, created: Arr, n: int) -> None:
    """One card on a few accounts, as of an operator's first week."""
    some = world.rng.choice(len(who), min(n, len(who)), replace=False)
    purse = Purse(1.0, float(max(1, len(some))), "card", 1, "card")
    pay(world, who[some], created[some], np.full(len(some), "US"), purse)
