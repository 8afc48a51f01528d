"""Client programs: families, their versions over time, and how a lab writes them down."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh.util import Arr, Rng, mix, zipf

WEB = [
    "chrome-win",
    "chrome-mac",
    "safari-mac",
    "edge-win",
    "firefox-win",
    "chrome-linux",
    "firefox-linux",
    "opera-win",
    "brave-mac",
    "samsung-browser",
    "chrome-chromeos",
]
APP = ["ios-app", "android-app", "ipados-app", "safari-ios", "chrome-android"]
API = [
    "python-sdk",
    "node-sdk",
    "curl",
    "go-http",
    "langchain",
    "litellm",
    "python-requests",
    "aiohttp",
    "java-okhttp",
    "vscode-ext",
    "jetbrains-ext",
    "lm-eval",
]
ODD = [f"odd-{i}" for i in range(40)]  # house builds, kiosks, headless patches, relays: each rare
ALL = WEB + APP + API + ODD
WEIGHTS = {"web": zipf(len(WEB), 1.0), "app": zipf(len(APP), 0.9), "api": zipf(len(API), 0.9)}
FIRST = {"web": 0, "app": len(WEB), "api": len(WEB) + len(APP), "odd": len(WEB) + len(APP) + len(API)}


def draw(rng: Rng, kind: str, n: int) -> Arr:
    """Families of n people of one surface."""
    if kind == "odd":
        return FIRST["odd"] + rng.integers(0, len(ODD), n)
    return FIRST[kind] + rng.choice(len(WEIGHTS[kind]), n, p=WEIGHTS[kind])


def version(family: Arr, day: Arr) -> Arr:
    """The newest version of a family on a day: each family has a rhythm of its own (9 to 35 days)."""
    rhythm = 9 + (mix(family, 7) % np.uint64(27)).astype(np.int64)
    return (day.astype(np.int64) + 400 + (mix(family, 9) % np.uint64(30)).astype(np.int64)) // rhythm


def label(code: int, style: str) -> str:
    """A client as the lab writes it: a name with a version, or a TLS fingerprint, which few versions change."""
    family, ver = code >> 10, code & 1023
    if style == "name":
        name = ALL[family] if family < FIRST["odd"] else f"client-{int(mix(family)) % 9973}"
        return f"{name}/{ver}"
    h = int(mix(family, ver // 3))
    return f"t13d{h % 4 + 14}{h % 9 + 10:02d}h2_{h & 0xFFFFFFFFFFFF:012x}_{int(mix(family, 3)) & 0xFFFFFFFFFFFF:012x}"
