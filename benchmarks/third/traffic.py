"""What each exchange carries: address, topic, client, machine, model, lengths, outcome, signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.third.draw import DAY, FOREVER, Floats, Ints, hash64, zipf
from benchmarks.third.setting import Setting
from benchmarks.third.times import People, moments

SURFACES = ("api", "web", "app", "cloud:east")
OUTCOMES = ("ok", "refused", "error", "limited")
Words64 = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Traffic:
    """All exchanges in order of time, column by column; numbers are those of the registries."""

    account: Ints
    at: Floats
    address: Ints
    topic: Ints
    surface: Ints
    by_api: NDArray[np.bool_]
    client: Ints
    device: Ints
    credentials: list[str]
    credential: Ints
    model: Ints
    prompt: NDArray[np.int32]
    answer: NDArray[np.int32]
    outcome: Ints
    signature: Words64

    def __len__(self) -> int:
        return len(self.account)


def draw_traffic(s: Setting, people: People) -> Traffic:
    """Draw the exchanges of a world; the order of the lines is the order of the draws."""
    who, at, place = moments(s, people)
    address = _addresses(s, people, who, at, place)
    topic = _topics(s, people, who)
    surface = _surfaces(s, people, who)
    by_api = (surface == 0) | (surface == 3)
    client = np.where(by_api, people.array("api", int)[who], people.array("web", int)[who])
    credentials, credential = _credentials(s, people, who)
    model = _models(s, people, who)
    prompt, answer = _lengths(s, people, who)
    outcome = _outcomes(s, people, who)
    return Traffic(
        who,
        at,
        address,
        topic,
        surface,
        by_api,
        client,
        _devices(s, people, who, at),
        credentials,
        credential,
        model,
        prompt,
        answer,
        outcome,
        _signatures(s, people, who, topic),
    )


def resolve(s: Setting, who: Ints, source: Floats, at: Floats) -> Ints:
    """The address an account has of a source (start, length, period; a row each) at a time, without a draw.

    Changes of address are out of step between accounts.
    """
    seed, start, length, period = (
        s.order.seed,
        source[:, 0].astype(np.int64),
        source[:, 1].astype(np.int64),
        source[:, 2],
    )
    phase = (hash64(seed, who, 77) % np.uint64(100_000)).astype(float) / 1e5 * np.minimum(period, 30 * DAY)
    turn = np.floor((at + phase) / period)
    return start + (hash64(seed, who, start, turn) % length.astype(np.uint64)).astype(np.int64)


def _addresses(s: Setting, people: People, who: Ints, at: Floats, place: Floats) -> Ints:
    """A session keeps to one source, but for one exchange in twenty."""
    rng = s.draw.rng
    sources = np.zeros((people.n, 3, 4))
    sources[:, :, 1], sources[:, :, 2] = 1, FOREVER
    for number, account in enumerate(people.accounts):
        for rank, source in enumerate(account.sources[:3]):
            sources[number, rank] = source
    below = np.cumsum(sources[:, :, 3], 1)
    below /= below[:, -1:]
    other = rng.random(len(who)) < 0.05
    place = place.copy()
    place[other] = rng.random(other.sum())
    rank = (place[:, None] > below[who][:, :2]).sum(1)
    return resolve(s, who, sources[who, rank], at)


def _topics(s: Setting, people: People, who: Ints) -> Ints:
    """By the account's taste, a tail of anything."""
    rng, tastes = s.draw.rng, [account.topics for account in people.accounts]
    first = np.r_[0, np.cumsum([len(numbers) for numbers, _ in tastes])]
    numbers = np.concatenate([numbers for numbers, _ in tastes])
    keys = np.concatenate(
        [i + np.minimum(np.cumsum(weights) / weights.sum(), 1 - 1e-9) for i, (_, weights) in enumerate(tastes)]
    )
    at = np.searchsorted(keys, who + rng.random(len(who)) * (1 - 2e-9))
    topic = numbers[np.clip(at, first[who], first[who + 1] - 1)]
    tail = rng.random(len(who)) < people.array("tail")[who]
    topic[tail] = s.topics.any_at(rng.random(tail.sum()))
    return topic


def _surfaces(s: Setting, people: People, who: Ints) -> Ints:
    """The account's own; a third of the accounts use another one now and then."""
    own = np.array([SURFACES.index(account.surface) for account in people.accounts])
    surface = own[who]
    other = s.draw.rng.random(len(who)) < 0.04
    other &= hash64(s.order.seed, who, 5) % np.uint64(3) == 0
    surface[other] = np.where(surface[other] == 0, 1, 0)
    return surface


def _devices(s: Setting, people: People, who: Ints, at: Floats) -> Ints:
    """One of the account's machines for half a day."""
    first = np.r_[0, np.cumsum([len(account.devices) for account in people.accounts])]
    count = (first[who + 1] - first[who]).astype(np.uint64)
    which = (hash64(s.order.seed, who, np.floor(at / (DAY / 2))) % count).astype(int)
    devices: Ints = np.concatenate([account.devices for account in people.accounts]).astype(int)
    return np.asarray(devices[first[who] + which])


def _credentials(s: Setting, people: People, who: Ints) -> tuple[list[str], Ints]:
    count = people.array("credentials", int)
    first = np.r_[0, np.cumsum(count)]
    texts = ["k_" + s.draw.hexadecimal(14) for _ in range(first[-1])]
    return texts, first[who] + (s.draw.rng.random(len(who)) ** 2 * count[who]).astype(int)


def _models(s: Setting, people: People, who: Ints) -> Ints:
    """A favourite each; any model one time in eight."""
    rng, n = s.draw.rng, len(s.clients.models)
    weights = zipf(n, 0.8)
    model = rng.choice(n, people.n, p=weights / weights.sum())[who]
    other = rng.random(len(who)) < 0.12
    model[other] = rng.integers(0, n, other.sum())
    return model


def _lengths(s: Setting, people: People, who: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Tokens of prompts and answers."""
    rng, means = s.draw.rng, np.array([account.tokens for account in people.accounts])
    prompt = np.exp(means[who, 0] + rng.normal(0, 0.7, len(who))).clip(4, 180_000).astype(np.int32)
    answer = np.exp(means[who, 1] + rng.normal(0, 0.6, len(who))).clip(1, 16_000).astype(np.int32)
    return prompt, answer


def _outcomes(s: Setting, people: People, who: Ints) -> Ints:
    """Mostly ok; some accounts fail more often."""
    rng = s.draw.rng
    chance = np.array([rng.beta(1, 40) for _ in range(people.n)])
    outcome = np.zeros(len(who), int)
    failed = rng.random(len(who)) < chance[who]
    outcome[failed] = rng.integers(1, 4, failed.sum())
    return outcome


def _signatures(s: Setting, people: People, who: Ints, topic: Ints) -> Words64:
    """The cluster's signature, bent a little by the account's prompt template, with random bits flipped."""
    rng, seed, n = s.draw.rng, s.order.seed, len(who)
    every = ~np.uint64(0)

    def bits() -> Words64:
        return rng.integers(0, 2**64, n, dtype=np.uint64)

    template = people.array("template", int)[who]
    bent = hash64(seed, topic, template, rng.integers(0, 3, n)) & hash64(seed, template, 3)
    signature = hash64(seed, topic, 991) ^ np.where(template > 0, bent, 0).astype(np.uint64)
    closeness: Any = people.array("noise", int)[who]
    flips = bits() & bits() & bits()
    flips &= np.where(closeness >= 4, bits(), every)
    flips &= np.where(closeness >= 5, bits(), every)
    return signature ^ flips
