"""Shifts of a ring against everybody: days on which its mix of models or capabilities changed, release pivots. Pure.

Everybody is whoever is in no ring. A change that everybody makes (a launch surge, a weekend) is in the population's mix
too, and is taken off before change points are looked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Verdict = Literal["pivot", "surge", "none"]

FEWEST: Final = 30
"""Exchanges of the ring without which a day tells nothing of its mix."""
SHORTEST: Final = 3
"""Days of the shortest stretch between two change points."""
PENALTY: Final = 3.0
"""Of a change point, in noise variances x values x log(days): 1 is BIC's for known noise; days are not independent."""
EFFECT: Final = 0.15
"""Smallest change that is told: total variation of the ring's mix, both by itself and beyond everybody's."""
MOST_VALUES: Final = 8
OTHER: Final = "(other)"
MOVED: Final = 0.5
AHEAD: Final = 0.3
FEWEST_ACCOUNTS: Final = 5
CHANCE: Final = 0.001
SURGE: Final = 0.1
CURVE: Final = 7
"""Days of the adoption curves."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Exchanges by day and value of one dimension; shape (days, values), of the ring and of everybody."""

    dimension: str
    days: tuple[date, ...]
    values: tuple[str, ...]
    ring: Floats
    everybody: Floats


@dataclass(frozen=True, slots=True)
class Moved:
    """One value's share before and after a change point, of the ring's exchanges and of everybody's."""

    value: str
    before: float
    after: float
    everybody_before: float
    everybody_after: float


@dataclass(frozen=True, slots=True)
class Change:
    """A day from which the ring's mix is another one, beyond what everybody's mix did."""

    dimension: str
    day: date
    effect: float
    """Total variation of the ring's change, or of it less everybody's, if that is smaller; 0..1."""
    before: tuple[date, date]
    """First and last day of the stretch that it is held against."""
    after: tuple[date, date]
    exchanges: int
    """Of the ring in both stretches."""
    moved: tuple[Moved, ...]
    """Values by how far the ring went beyond everybody, farthest first."""


@dataclass(frozen=True, slots=True)
class Movers:
    """Accounts that worked before a release and by the day after it, and those that had moved to the model by then."""

    model: str
    released: date
    inside: bool
    accounts: int
    movers: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """Shares of one day's exchanges on a new model."""

    day: date
    ring: float | None
    """None on a day without exchanges of the ring."""
    everybody: float | None


@dataclass(frozen=True, slots=True)
class Release:
    """A new model: what the ring did within a day of its release, against everybody's adoption."""

    model: str
    released: date
    verdict: Verdict
    """pivot: the ring moved and everybody had not; surge: everybody tries it, the ring no more than that; none."""
    ring_share: float
    """Of the ring's exchanges, on the last of the days 0 and 1 that has any."""
    everybody_share: float
    ahead: float
    """The first less the second."""
    accounts: int
    movers: int
    everybody_accounts: int
    everybody_movers: int
    bits: float
    """log2 of how much commoner movers are in the ring; not calibrated, no part of any score."""
    chance: float
    """Chance that as many accounts drawn from everybody would hold so many movers (binomial)."""
    days_ahead: int | None
    """Days from then until everybody's share reached the ring's; None if it has not."""
    curve: tuple[Adoption, ...]


def mix_of(dimension: str, rows: Iterable[tuple[bool, date, str, int]], most: int = MOST_VALUES) -> Mix:
    """The mix of rows (inside the ring, day, value, exchanges): the `most` commonest values, the rest as one.

    Commonest by the sum of their shares of the ring's and of everybody's exchanges. Days ascend; "" is unknown.
    """
    rows = list(rows)
    totals = {side: max(1, sum(n for inside, _, _, n in rows if inside is side)) for side in (True, False)}
    weight: dict[str, float] = {}
    for inside, _, value, n in rows:
        weight[value] = weight.get(value, 0.0) + n / totals[inside]
    kept = sorted(sorted(weight), key=lambda value: -weight[value])[:most]
    values = (*sorted(kept), *([OTHER] if len(weight) > len(kept) else []))
    days = sorted({day for _, day, _, _ in rows})
    counts = np.zeros((2, len(days), len(values)))
    at, where = {day: i for i, day in enumerate(days)}, {value: i for i, value in enumerate(values)}
    for inside, day, value, n in rows:
        counts[0 if inside else 1, at[day], where.get(value, len(values) - 1)] += n
    return Mix(dimension, tuple(days), values, counts[0], counts[1])


def changes(mix: Mix) -> tuple[Change, ...]:
    """Change points of the ring's mix less everybody's, strongest evidence kept: see `breaks`."""
    told = (mix.ring.sum(axis=1) >= FEWEST) & (mix.everybody.sum(axis=1) >= FEWEST)
    days = [day for day, is_told in zip(mix.days, told.tolist(), strict=True) if is_told]
    ring, everybody = mix.ring[told], mix.everybody[told]
    ends = [0, *breaks(ring, everybody), len(days)]
    found = []
    for start, at, end in zip(ends, ends[1:], ends[2:], strict=False):
        before, after = slice(start, at), slice(at, end)
        moved = _moved(mix.values, ring, everybody, before, after)
        found.append(
            Change(
                dimension=mix.dimension,
                day=days[at],
                effect=_effect(ring, everybody, before, after),
                before=(days[start], days[at - 1]),
                after=(days[at], days[end - 1]),
                exchanges=int(ring[start:end].sum()),
                moved=moved,
            )
        )
    return tuple(found)


def breaks(ring: Floats, everybody: Floats) -> list[int]:
    """Positions at which a new stretch begins, ascending. Arrays of counts, shape (days, values), no empty day.

    PELT (Killick, Fearnhead, Eckley 2012) on sqrt(ring's shares) - sqrt(everybody's), which makes the noise of shares
    equal (Hellinger); then stretches that differ by less than EFFECT are joined, the most alike first.
    """
    if len(ring) < 2 * SHORTEST or ring.shape[1] < 2:
        return []
    import ruptures

    signal = np.sqrt(_shares(ring)) - np.sqrt(_shares(everybody))
    sampling = (1 / ring.sum(axis=1) + 1 / everybody.sum(axis=1)).mean() / 4
    # Days differ by more than sampling. The median squared step (.4549 is that of a normal) is robust to the changes.
    steps = np.median(np.diff(signal, axis=0) ** 2, axis=0).mean() / (2 * 0.4549)
    penalty = PENALTY * max(sampling, steps) * signal.shape[1] * math.log(len(signal))
    found = ruptures.Pelt(model="l2", min_size=SHORTEST, jump=1).fit(signal).predict(pen=penalty)[:-1]
    while found:
        ends = [0, *found, len(ring)]
        parts = [slice(start, end) for start, end in pairwise(ends)]
        effects = [_effect(ring, everybody, before, after) for before, after in pairwise(parts)]
        weakest = min(range(len(found)), key=effects.__getitem__)
        if effects[weakest] >= EFFECT:
            break
        found.pop(weakest)
    return [int(at) for at in found]


def releases(mix: Mix, counted: Sequence[Movers]) -> tuple[Release, ...]:
    """What the ring did with each new model, by day of release. `mix` is the model mix with every model by name."""
    pairs: dict[tuple[date, str], dict[bool, Movers]] = {}
    for one in counted:
        pairs.setdefault((one.released, one.model), {})[one.inside] = one
    return tuple(_release(mix, model, day, pairs[day, model]) for day, model in sorted(pairs))


def _release(mix: Mix, model: str, released: date, sides: Mapping[bool, Movers]) -> Release:
    nobody = Movers(model, released, inside=False, accounts=0, movers=0)
    ours, theirs = sides.get(True, nobody), sides.get(False, nobody)
    curve = adoption(mix, model, released)
    first = [one for one in curve[:2] if one.ring is not None]
    share = (first[-1].ring if first else None) or 0.0
    everybody = (first[-1].everybody if first else None) or 0.0
    commoner = ((ours.movers + 0.5) / (ours.accounts + 1)) / ((theirs.movers + 0.5) / (theirs.accounts + 1))
    chance = chance_of(ours.movers, ours.accounts, (theirs.movers + 1) / (theirs.accounts + 1))
    moved = share >= MOVED and share - everybody >= AHEAD
    sure = ours.accounts >= FEWEST_ACCOUNTS and theirs.accounts >= FEWEST_ACCOUNTS and chance <= CHANCE
    surge = max((one.everybody or 0.0 for one in curve), default=0.0) >= SURGE
    then = first[-1].day if first else released
    caught_up = [one.day for one in curve if one.day >= then and (one.everybody or 0.0) >= share]
    return Release(
        model=model,
        released=released,
        verdict="pivot" if moved and sure else "surge" if surge else "none",
        ring_share=share,
        everybody_share=everybody,
        ahead=share - everybody,
        accounts=ours.accounts,
        movers=ours.movers,
        everybody_accounts=theirs.accounts,
        everybody_movers=theirs.movers,
        bits=math.log2(commoner),
        chance=chance,
        days_ahead=(caught_up[0] - then).days if caught_up else None,
        curve=curve,
    )


def adoption(mix: Mix, model: str, released: date) -> tuple[Adoption, ...]:
    """Shares on the model on the days from its release on, of the ring and of everybody."""
    if model not in mix.values:
        return ()
    at = mix.values.index(model)
    until = released + timedelta(days=CURVE)
    return tuple(
        Adoption(day, _share(mix.ring[i], at), _share(mix.everybody[i], at))
        for i, day in enumerate(mix.days)
        if released <= day < until
    )


def chance_of(movers: int, accounts: int, rate: float) -> float:
    """Chance that of `accounts` at least `movers` move where each does with `rate`."""
    from scipy.stats import binom

    return float(binom.sf(movers - 1, accounts, min(1.0, rate)))


def change_text(change: Change) -> str:
    """The change as a sentence."""
    top = change.moved[0]
    return (
        f"{change.day}: {change.dimension} mix changed by {change.effect:.2f} beyond everybody's; "
        f"{top.value or 'unknown'} {top.before:.0%} -> {top.after:.0%} "
        f"(everybody {top.everybody_before:.0%} -> {top.everybody_after:.0%})"
    )


def release_text(release: Release) -> str:
    """What was seen of a release as a sentence."""
    said = {
        "pivot": "the ring moved to it within a day, everybody had not",
        "surge": "everybody's launch surge, the ring no further than that can explain",
        "none": "no move of the ring",
    }[release.verdict]
    return (
        f"{release.released}: {release.model}: {said}; {release.ring_share:.0%} of the ring's exchanges within a day, "
        f"{release.everybody_share:.0%} of everybody's; {release.movers} of {release.accounts} accounts moved, "
        f"{release.everybody_movers} of {release.everybody_accounts} of everybody's"
    )


def _moved(values: Sequence[str], ring: Floats, everybody: Floats, before: slice, after: slice) -> tuple[Moved, ...]:
    shares = [_pooled(counts, part) for counts in (ring, everybody) for part in (before, after)]
    rows = [Moved(value, *(float(share[i]) for share in shares)) for i, value in enumerate(values)]
    beyond = {m.value: abs((m.after - m.before) - (m.everybody_after - m.everybody_before)) for m in rows}
    return tuple(sorted(rows, key=lambda m: (-beyond[m.value], m.value)))


def _effect(ring: Floats, everybody: Floats, before: slice, after: slice) -> float:
    ours = _pooled(ring, after) - _pooled(ring, before)
    theirs = _pooled(everybody, after) - _pooled(everybody, before)
    # A ring that stays as it is while everybody moves has not shifted.
    return float(min(1.0, np.abs(ours).sum() / 2, np.abs(ours - theirs).sum() / 2))


def _pooled(counts: Floats, part: slice) -> Floats:
    """Mean of the days' shares: a busy day counts like any other."""
    mean: Floats = _shares(counts[part]).mean(axis=0)
    return mean


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12), dtype=np.float64)


def _share(counts: Any, at: int) -> float | None:
    total = float(counts.sum())
    return float(counts[at]) / total if total else None
