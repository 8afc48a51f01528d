"""Exchanges: the turns of each session, what they ask, how long the answers are."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.book import Batch
from benchmarks.twelfth.mix import below, mix
from benchmarks.twelfth.topics import NAMES, WIDE
from benchmarks.twelfth.world import DAY, World


def speak(world: World, book: Batch, seat: Batch) -> Batch:
    """One row an exchange, in order of time."""
    rng = world.rng
    of = np.repeat(np.arange(len(seat["who"])), seat["turns"])
    first = np.repeat(np.cumsum(seat["turns"]) - seat["turns"], seat["turns"])
    turn = np.arange(len(of)) - first
    wait = np.where(turn == 0, 0, rng.exponential(book["gap"][seat["who"][of]]) + 1)
    run = np.cumsum(wait)
    at = seat["at"][of] + (run - run[first]).astype(np.int64)
    keep = np.flatnonzero(at < world.close)
    keep = keep[np.argsort(at[keep], kind="stable")]
    out: Batch = {"of": of[keep], "who": seat["who"][of[keep]], "at": at[keep], "turn": turn[keep]}
    _topic(world, book, seat, out)
    _signature(world, book, out)
    _size(world, book, out)
    _rest(world, book, seat, out)
    return out


def _topic(world: World, book: Batch, seat: Batch, out: Batch) -> None:
    """Own prompts in the group's order, or the topic of the session with wanderings."""
    rng, who, n = world.rng, out["who"], len(out["who"])
    mood = below(np.arange(len(seat["who"])), 100, world.seed + 2)[out["of"]]
    wander = rng.random(n) < 0.12
    choice = np.where(wander, rng.integers(0, 3, n), np.where(mood < 45, 0, np.where(mood < 70, 1, 2)))
    family = np.stack([book["fam0"], book["fam1"], book["fam2"]])[choice, who]
    taste = below(who * 3 + choice, WIDE, world.seed + 3)
    popular = (WIDE * rng.random(n) ** 2.3).astype(int)
    inner = np.where(rng.random(n) < 0.4, (taste + (popular // 8)) % WIDE, popular)
    public = family * WIDE + inner
    out["own"] = seat["own"][out["of"]]
    listed = world.topics.flat()[
        book["tmpl_lo"][who] + _position(world, book, out) % np.maximum(book["tmpl_n"][who], 1)
    ]
    out["cluster"] = np.where(out["own"], listed, public)
    out["unclustered"] = rng.random(n) < 0.05


def _position(world: World, book: Batch, out: Batch) -> np.ndarray:
    """Where in its list the account is: popular first, in order, evenly, or the lesson of the day."""
    rng, who, size = world.rng, out["who"], book["tmpl_n"][out["who"]]
    start = np.maximum(np.maximum(book["start"], book["warm"]), world.day0)[who]
    end = np.minimum(book["end"], world.close)[who]
    progress = (out["at"] - start) / np.maximum(end - start, DAY)
    ordered = ((np.clip(progress, 0, 1) + book["phase"][who]) * size).astype(int) + out["turn"] // 2
    daily = (out["at"] - world.day0) // DAY + (rng.random(len(who)) < 0.2)
    even, zipf = rng.integers(0, np.maximum(size, 1)), (size * rng.random(len(who)) ** 2).astype(int)
    return np.choose(book["order"][who], [zipf, ordered, even, daily])


def _signature(world: World, book: Batch, out: Batch) -> None:
    """The cluster's hash with flipped bits: few for pasted prompts, many for free speech."""
    rng, n = world.rng, len(out["who"])
    bits = mix(out["cluster"], world.seed)
    flips = rng.poisson(np.where(out["own"], book["flip"][out["who"]], 15))
    for j in range(20):
        one = np.uint64(1) << rng.integers(0, 64, n).astype(np.uint64)
        bits = np.where(j < flips, bits ^ one, bits)
    out["signature"] = bits


def _size(world: World, book: Batch, out: Batch) -> None:
    """Tokens: a conversation drags its past along, long reasoning makes long answers."""
    rng, n = world.rng, len(out["who"])
    heavy = np.array(
        [
            1.0
            if f
            in ("coding", "debugging", "agents", "puzzles", "science", "planning", "tools", "data", "fiction", "law")
            else 0.0
            for f in NAMES
        ]
    )
    family = np.array(world.topics.family)[out["cluster"]]
    wide = np.where(out["own"], 0.45, 0.95)
    asked = np.exp(rng.normal(4.6 + 0.7 * heavy[family], wide))
    answered = np.exp(rng.normal(5.5 + 0.8 * heavy[family], 0.75)) * book["wordy"][out["who"]]
    out["input"] = np.minimum(asked + out["turn"] * 260 * rng.random(n) * 1.6, 180000).astype(int) + 5
    out["output"] = np.minimum(answered, 31000).astype(int) + 1


def _rest(world: World, book: Batch, seat: Batch, out: Batch) -> None:
    """Address, model and outcome of each exchange."""
    rng, who, of, n = world.rng, out["who"], out["of"], len(out["who"])
    moved = (rng.random(n) < 0.1) & (seat["ip_n"][of] > 0)
    out["ip"] = np.where(moved, seat["ip_lo"][of] + rng.integers(0, np.maximum(seat["ip_n"][of], 1)), seat["ip"][of])
    model = np.where(rng.random(n) < 0.06, rng.integers(0, 4, n), book["model"][who])
    new = ((out["at"] - world.day0) // DAY >= book["switch"][who]) & (model < 3)
    out["model"] = model + 4 * new
    busy = book["rate"][who] * book["turns"][who] > 30
    u, refused = rng.random(n), book["refusal"][who]
    limited = np.where(busy, 0.02, 0.004)
    out["outcome"] = np.where(
        u < refused, 1, np.where(u < refused + 0.012, 2, np.where(u < refused + 0.012 + limited, 3, 0))
    )
    out["output"] = np.where(
        out["outcome"] >= 2, 0, np.where(out["outcome"] == 1, 40 + out["output"] % 90, out["output"])
    )
