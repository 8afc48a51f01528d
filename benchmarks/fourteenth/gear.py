"""Devices and clients of a group's members."""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.hashing import mix, unit
from benchmarks.fourteenth.world import Group, World

_SDK = ["sdk-python", "sdk-node", "sdk-go", "sdk-java", "curl", "langkit", "sdk-rust", "okhttp", "httpx"]
_SDK_P = np.array([38, 26, 6, 5, 5, 9, 2, 4, 5]) / 100
_WEB = [
    "chrome-win",
    "chrome-mac",
    "safari-ios",
    "chrome-android",
    "safari-mac",
    "firefox-win",
    "edge-win",
    "firefox-linux",
    "chrome-linux",
]
_WEB_P = np.array([26, 14, 20, 18, 7, 5, 7, 1, 2]) / 100
_FRESH = np.array([0.35, 0.25, 0.2, 0.1, 0.06, 0.04])


def stock(rng: np.random.Generator, n: int, web: bool) -> np.ndarray:
    """Popular clients: a product, its version and its TLS fingerprint."""
    shelf, share, base = (_WEB, _WEB_P, 138) if web else (_SDK, _SDK_P, 41)
    product, age = rng.choice(len(shelf), n, p=share), rng.choice(6, n, p=_FRESH)
    texts = [
        [f"{p}/{base - a}:ja4-{int(mix(i, a // 2, int(web))[0]) % 16**8:08x}" for a in range(6)]
        for i, p in enumerate(shelf)
    ]
    return np.array(texts, dtype=object)[product, age]


def _custom(rng: np.random.Generator) -> str:
    """A client that somebody wrote for themselves."""
    a, b, c = (int(x) for x in rng.integers(0, 16**8, 3))
    return f"client-{a % 16**6:06x}/1.{b % 9}:ja4-{c:08x}"


def clients(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """The API client and the browser of each member."""
    n, rng, way = len(df), world.rng, knobs["client"]
    df["api_client"], df["web_client"] = stock(rng, n, False), stock(rng, n, True)
    df["client_rot"] = way == "rotate"
    if way in ("own", "rotate"):
        return
    ours = rng.random(n) < knobs["client_share"]
    for column, web in (("api_client", False), ("web_client", True)):
        text = group.once(column, lambda: str(stock(rng, 1, web)[0]))  # noqa: B023
        name = group.once("app", lambda: _custom(rng))
        made = np.full(n, name if way == "custom" else text, dtype=object)
        if way == "unique":
            made = np.array(
                [
                    f"{c.split(':')[0]}:ja4-{int(k):08x}"
                    for c, k in zip(df[column], mix(df["key"], 36) >> np.uint64(32), strict=True)
                ],
                dtype=object,
            )
        df[column] = np.where(ours & (not web or way != "custom" or knobs["surface"] == "app"), made, df[column])


def devices(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Two devices a member; shared ones by so many members, cloned ids of an image, or ones that are reset."""
    n, way = len(df), knobs["device"]
    own, per = df["key"].to_numpy(), max(1, round(knobs["per_device"]))
    first, second = mix(own, 31).astype(np.int64), mix(own, 32).astype(np.int64)
    if way in ("shared", "image"):
        salt = group.once("batch", lambda: [0])
        salt[0] += 1
        line = np.arange(n) if way == "image" else world.rng.permutation(n)
        first = mix(group.key, 33, salt[0], line // per).astype(np.int64)
    if way == "shared":
        other = mix(group.key, 33, salt[0], world.rng.integers(0, n, n) // per).astype(np.int64)
        second = np.where(world.rng.random(n) < 0.5, other, second)
    df["dev1"], df["dev2"] = first, second
    df["dev2_p"] = np.where(unit(own, 34) < 0.4, unit(own, 35) * 0.5, 0.02)
    df["dev_days"] = knobs.get("reset_days", 0) if way == "reset" else 0
    df["dev_p"] = 0.0 if way == "none" else 0.95
