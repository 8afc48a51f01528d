"""Honest people who come in crowds: cafes, surges of sign-ups, shop-bought cards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.fifth import looks
from benchmarks.fifth.cast import Scene
from benchmarks.fifth.crowd import cards, habits
from benchmarks.fifth.geography import ZONES, countries
from benchmarks.fifth.mixing import batches
from benchmarks.fifth.nets import SESSION


def cafes(scene: Scene, count: int) -> None:
    """Internet cafes, libraries, coworking rooms: strangers on the same machines or the same line."""
    rng = scene.rng
    place = batches(rng, count, 8, 45)
    for number in range(int(place.max()) + 1):
        size = int((place == number).sum())
        where = int(rng.choice([1, 9, 10, 11, 12, 16, 0, 3]))
        base = scene.nets.narrow(
            "business" if rng.random() < 0.5 else "residential", f"Open desk {number}", rng.random() < 0.4
        )
        net = scene.nets.net(base, int(rng.integers(1, 4)), SESSION)
        country = np.full(size, where)
        machines = rng.random() < 0.6
        columns = habits(scene, country, group=f"cafe-{number}", net=net, share2=rng.uniform(0, 0.6, size))
        if machines:
            columns |= {
                "device": scene.key()[0],
                "devices": int(rng.integers(5, 16)),
                "client_web": looks.BROWSERS[int(rng.integers(0, 22))],
            }
        account = scene.add(size, **columns)
        cards(scene, account, country, 0.12)


def launches(scene: Scene, count: int) -> None:
    """A surge: a region opens, or a video goes round; many sign up within days and all try the same prompts."""
    rng = scene.rng
    wave = batches(rng, count, 60, 500)
    for number in range(int(wave.max()) + 1):
        size = int((wave == number).sum())
        country = countries(rng, size, int(rng.integers(0, len(ZONES))), float(rng.choice([0.3, 0.95])))
        start = rng.uniform(-5, scene.days * 0.7)
        created = start + np.minimum(rng.exponential(rng.uniform(0.2, 1.5), size), 6)
        sheet = scene.topics.bundle(scene.topics.fresh(int(rng.integers(4, 14)), tuple(range(12))))
        columns = habits(
            scene,
            country,
            group=f"launch-{number}",
            created=created,
            bundle=sheet,
            p_bundle=rng.beta(2, 3, size),
            last=999.0,
        )
        if rng.random() < 0.4:  # a tutorial in hosted notebooks
            columns |= {
                "net": scene.land.notebooks,
                "share2": rng.uniform(0.2, 0.8, size),
                "p_api": 0.8,
                "client_api": looks.KITS[0],
                "net2": scene.land.home(rng, country),
            }
        columns["last"] = columns["first"] + rng.exponential(6, size)
        account = scene.add(size, **columns)
        cards(scene, account, country, 0.1)


def gifts(scene: Scene, count: int) -> None:
    """People without bank cards, on shop-bought prepaid cards of one prefix and one billing agent."""
    rng = scene.rng
    country = rng.choice([1, 9, 10, 12, 4], count)
    account = scene.add(count, **habits(scene, country, group="gift-card"))
    bins: npt.NDArray[np.int64] = np.full(count, 431900 + int(rng.integers(0, 90)))
    agent = scene.key()[0]
    scene.pay(
        account,
        scene.key(count),
        kind="prepaid-card",
        bin=bins,
        country=country,
        name=scene.key(count),
        address=agent,
        added=-rng.exponential(20, count),
    )
