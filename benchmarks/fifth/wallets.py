"""A ring's instruments: cards dealt in batches, prefixes bought by the batch, stolen singles."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fifth import looks
from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.knobs import Knobs
from benchmarks.fifth.mixing import batches


def pay(scene: Scene, knobs: Knobs, account: I64, cell: I64, created: npt.NDArray[np.float64], country: I64) -> None:
    """Instruments by the ring's way of paying."""
    rng = scene.rng
    if knobs.pay == "trial":
        return
    order = rng.permutation(len(account)) if knobs.shuffled else np.arange(len(account))
    deal = np.empty(len(account), np.int64)
    deal[order] = batches(rng, len(account), *knobs.pay_batch)
    bins = looks.prefixes(rng, country)
    common: dict[str, Any] = {"country": country, "added": created + rng.exponential(0.3, len(account))}
    if knobs.pay == "own":
        kind = rng.choice(np.array(["card", "wallet", "virtual-card"], object), len(account), p=[0.7, 0.1, 0.2])
        scene.pay(account, scene.key(len(account)), kind=kind, bin=bins, **common)
        return
    if knobs.pay == "shared":
        for turn in range(int(rng.integers(1, 3))):  # a card is refused after a while, the next one is dealt
            key = scene.key(int(deal.max()) + 1)[deal]
            end = np.where(rng.random(int(deal.max()) + 1)[deal] < 0.3, rng.uniform(3, scene.days), np.nan)
            later = common["added"] + turn * rng.uniform(5, 15)
            scene.pay(account, key, bin=bins[deal], **common | {"added": later, "removed": end})
        return
    book = looks.PREPAID_BINS if knobs.pay == "prepaid" else looks.VIRTUAL_BINS
    prefix = int(rng.choice(book)) if rng.random() < 0.5 else 460000 + int(rng.integers(0, 30000))
    holder = scene.key(int(deal.max()) + 1)[deal] if rng.random() < 0.6 else scene.key(len(account))
    scene.pay(
        account,
        scene.key(len(account)),
        kind=f"{knobs.pay}-card",
        bin=prefix,
        name=holder,
        address=holder + 5,
        **common,
    )
