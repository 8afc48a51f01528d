"""What is asked: topic, signature of the prompt, tokens, outcome; and what rings let slip by it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.sixth.cast import Cast
from benchmarks.sixth.clients import ERROR, LIMITED, OK, REFUSED
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.mixing import U64, UNRELATED, mix, noise
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.topics import Task
from benchmarks.sixth.traffic import Rows, Use


def ask(scene: Scene, cast: Cast, rows: Rows, use: Use) -> Rows:
    """Fill in the content; the rows by time, with those that failed over to another account."""
    rng, account = scene.rng, rows.account
    on_task = (cast.task[account] > 0) & (rng.random(len(rows)) < cast.task_share[account])
    _habits(scene, cast, rows)
    _common_prompts(scene, rows, ~on_task)
    for number in np.unique(cast.task[account][on_task]):
        task = scene.tasks[number]
        assert task is not None
        _task(scene, rows, np.flatnonzero(on_task & (cast.task[account] == number)), task, int(number))
    _strangers(scene, cast, rows, ~on_task)
    rows.tokens_in = np.maximum(1, rows.tokens_in).astype(np.int64)
    rows.tokens_out = np.maximum(1, rows.tokens_out).astype(np.int64)
    rows.outcome = np.where(rng.random(len(rows)) < 0.012, REFUSED, OK)
    rows.outcome[rng.random(len(rows)) < 0.008] = ERROR
    pressed = np.minimum(1.5, use.volume.mean(1)[account] / 12)
    rows.outcome[rng.random(len(rows)) < cast.limited[account] * pressed] = LIMITED
    rows = rows.join(*_slips(scene, cast, rows, on_task))
    rows.tokens_out = np.where(rows.outcome >= ERROR, 0, rows.tokens_out)
    return rows.take(np.argsort(rows.second, kind="stable"))


def _habits(scene: Scene, cast: Cast, rows: Rows) -> None:
    """Favourites and everybody's topics, prompts of one's own."""
    rng, count, topics = scene.rng, len(rows), scene.topics
    favourite, popular = rng.random(count), rng.random(count)
    own = rng.random(count) < cast.own_share[rows.account]
    which = np.minimum((favourite**1.8 * 6).astype(int), 5)
    rows.cluster = np.where(own, cast.favourites[rows.account, which], topics.popular(popular))
    wanted = topics.wanted(rows.cluster)
    rows.signature = mix(rows.cluster, 77) ^ noise(rng, count, UNRELATED)
    rows.tokens_in = rng.lognormal(np.where(wanted, 5.9, 4.6), 1.0, count)
    rows.tokens_out = rng.lognormal(np.where(wanted, 6.4, 5.7), 0.8, count)


def _common_prompts(scene: Scene, rows: Rows, free: Any) -> None:
    """Short ones that everybody types ("continue", "thanks"), and those copied from lists."""
    rng = scene.rng
    short = free & (rng.random(len(rows)) < 0.055)
    which = (rng.random(short.sum()) ** 2.5 * 250).astype(int)
    rows.signature[short] = mix(which, 4242)
    rows.tokens_in[short] = 3 + which % 40
    listed = free & ~short & (rng.random(len(rows)) < 0.01)
    which = (rng.random(listed.sum()) ** 2 * 900).astype(int)
    rows.signature[listed] = mix(which, 999) ^ noise(rng, listed.sum(), 5)


def _task(scene: Scene, rows: Rows, here: Any, task: Task, number: int) -> None:
    """Topics by the rule of the task, prompts from its templates."""
    rng, count = scene.rng, len(here)
    topic = task.clusters[_turn(rng, task, rows.account[here], rows.day[here])]
    variant = (rng.random(count) * task.variants).astype(np.int64)
    rows.cluster[here] = topic
    rows.signature[here] = mix(topic, variant, number) ^ noise(rng, count, task.flip)
    length = 1 + 0.5 * ((mix(topic, variant, 3) % U64(100)).astype(float) / 100 - 0.5)
    spread = task.tokens_in[1] * (0.25 if 3 <= task.flip < UNRELATED else 1)
    rows.tokens_in[here] = rng.lognormal(np.log(task.tokens_in[0]), spread, count) * length
    rows.tokens_out[here] = rng.lognormal(np.log(task.tokens_out[0]), task.tokens_out[1], count)


def _turn(rng: np.random.Generator, task: Task, account: Any, day: Any) -> Any:
    """Index of the topic whose turn it is."""
    topics, count = len(task.clusters), len(account)
    if task.mode == "weekly":
        return (day // 7 + (rng.random(count) < 0.25)) % topics
    if task.mode == "shard":
        shard = (mix(account, 5) % U64(topics)).astype(np.int64)
        return (shard + (rng.random(count) ** 1.3 * max(4, topics // 5)).astype(np.int64)) % topics
    if task.mode == "lot":
        return ((account % task.lots) * 7 + day * 3 + (rng.random(count) * 5).astype(np.int64)) % topics
    return (rng.random(count) ** task.skew * topics).astype(np.int64)


def _strangers(scene: Scene, cast: Cast, rows: Rows, free: Any) -> None:
    """Honest developers touch the odd topic of a task too: the same public tools and papers."""
    rng, account = scene.rng, rows.account
    spare = np.arange(scene.topics.everyday, len(scene.topics))
    chance = rng.random(len(rows)) < 0.006
    odd = free & ~cast.member[account] & cast.developer[account] & chance
    if len(spare):
        rows.cluster[odd] = rng.choice(spare, odd.sum())


def _slips(scene: Scene, cast: Cast, rows: Rows, on_task: Any) -> list[Rows]:
    """One question put to several accounts; a failed exchange put again to the next: the exchanges this adds."""
    added, fine = [], rows.second
    rows.second = fine.astype(np.int64)
    for ring in scene.rings:
        first, last = ring.accounts[[0, -1]]
        here = np.flatnonzero((rows.account >= first) & (rows.account <= last) & on_task)
        if ring.sampling[0] and len(here):
            _sample(scene, rows, fine, here, ring)
        if ring.retry and len(here) > 20:
            added.append(_fail_over(scene, cast, rows, fine, here, ring))
    return added


def _sample(scene: Scene, rows: Rows, fine: Any, here: Any, ring: SimpleNamespace) -> None:
    rng, (share, times) = scene.rng, ring.sampling
    evasive = ring.tier == "evasive"
    chosen = here[rng.random(len(here)) < share]
    late = rng.exponential(4 * 3600 if evasive else 1800, len(chosen))
    chosen = chosen[np.argsort(fine[chosen] + late)]
    place = np.arange(len(chosen))
    lead = chosen[place // times * times]
    reworded = np.where(place % times > 0, noise(rng, len(chosen), 4 if evasive else 5), U64(0))
    rows.cluster[chosen] = rows.cluster[lead]
    rows.signature[chosen] = rows.signature[lead] ^ reworded
    rows.tokens_in[chosen] = np.maximum(1, rows.tokens_in[lead] + rng.integers(-6, 7, len(chosen)))


def _fail_over(scene: Scene, cast: Cast, rows: Rows, fine: Any, here: Any, ring: SimpleNamespace) -> Rows:
    rng = scene.rng
    failed = here[rng.random(len(here)) < ring.retry]
    turns = here[np.argsort(fine[here], kind="stable")]
    place = np.searchsorted(fine[turns], fine[failed]) + rng.integers(1, 12, len(failed))
    follower = turns[np.minimum(place, len(turns) - 1)]
    other = rows.account[follower] != rows.account[failed]
    failed, follower = failed[other], follower[other]
    rows.outcome[failed] = rng.choice([LIMITED, ERROR], len(failed), p=[0.8, 0.2])
    again = rows.take(follower)
    again.second = rows.second[failed] + rng.integers(1, 45, len(failed))
    for column in ("cluster", "signature", "tokens_in"):
        setattr(again, column, getattr(rows, column)[failed])
    again.outcome = np.full(len(failed), OK)
    last = np.minimum(cast.end[again.account], scene.days * DAY)
    return again.take((again.second < last) & (again.second > cast.start[again.account]))
