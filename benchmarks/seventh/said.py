"""What is asked: cluster, signature and tokens of each exchange."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh.topics import Template, bits, noise
from benchmarks.seventh.util import Arr, Rng, heavy, mix, pick, zipf
from benchmarks.seventh.world import DAY, Habit, World


def prompts(w: World, rng: Rng, h: Habit, i: Arr, k: Arr, t: Arr, day: Arr) -> dict[str, Arr]:
    """Free prompts first; templates then take their share."""
    n, top = len(i), w.topics
    talk = (rng.random(k.max() + 1 if n else 0) < 0.8)[k] if n else np.zeros(0, bool)
    fav = h.fav[i, (mix(k, 11) % np.uint64(6)).astype(int)]
    cluster = np.where(talk & (rng.random(n) < h.loyal[i] + 0.2), fav, pick(rng, top.weight, n))
    sig = top.base[cluster] ^ noise(bits(rng, n), 6)
    tiny = rng.random(n) < 0.04
    sig[tiny] = top.tiny[pick(rng, zipf(60, 1.1), int(tiny.sum()))]
    again = np.flatnonzero((rng.random(n) < 0.03)[1:] & (k[1:] == k[:-1])) + 1
    sig[again], cluster[again] = sig[again - 1], cluster[again - 1]  # the same prompt once more
    out = {
        "cluster": cluster,
        "sig": sig,
        "tin": heavy(rng, n, 180, 1.3, 3, 1e5) * h.long[i],
        "tout": heavy(rng, n, 350, 0.9, 1, 16000) * h.long[i],
    }
    for number, tp in enumerate(h.templates):
        fill(rng, tp, i, t, out, number)
    return {c: v.astype(np.int64) if c in ("tin", "tout") else v for c, v in out.items()}


def fill(rng: Rng, tp: Template, i: Arr, t: Arr, out: dict[str, Arr], number: int) -> None:
    """Some exchanges use a form of the template; the same item means the very same text."""
    share = tp.share[i] if isinstance(tp.share, np.ndarray) else tp.share
    m = np.flatnonzero((rng.random(len(i)) < share) & (t >= tp.days[0] * DAY) & (t < tp.days[1] * DAY))
    item = rng.integers(0, tp.items, len(m))
    form = (mix(item, number, 1) % np.uint64(len(tp.base))).astype(int)
    if tp.turn:  # a campaign: all work on a third of the forms, and move on together
        third = max(len(tp.base) // 3, 1)
        phase = (mix((t[m] // DAY).astype(int) // tp.turn, 3) % np.uint64(len(tp.base))).astype(int)
        form = (phase + form % third) % len(tp.base)
    out["sig"][m] = tp.base[form] ^ noise(mix(item, number), tp.level)
    out["cluster"][m] = np.where(
        rng.random(len(m)) < 0.95, tp.cluster[form], out["cluster"][m]
    )  # clustering errs now and then
    out["tin"][m], out["tout"][m] = heavy(rng, len(m), tp.tin, 0.3), heavy(rng, len(m), tp.tout, 0.45)
