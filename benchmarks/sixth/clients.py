"""Clients and what else an exchange tells of the product: models, surfaces, outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np

WEB, APP, API = range(3)
CHROME, MACOS, EDGE = 0, 1, 2
IOS_APP, ANDROID_APP = 7, 8
PYTHON, NODE, CLI, IDE = 9, 10, 11, 12
_FAMILIES = (
    # family, surface, share of the people there, releases a month (0: pinned by whoever builds against it)
    ("chrome/{} windows", WEB, 0.27, 1.2),
    ("chrome/{} macos", WEB, 0.10, 1.2),
    ("edge/{} windows", WEB, 0.08, 1.2),
    ("safari/{} macos", WEB, 0.07, 0.4),
    ("firefox/{} windows", WEB, 0.04, 1.1),
    ("chrome/{} android", WEB, 0.09, 1.2),
    ("safari/{} ios", WEB, 0.07, 0.4),
    ("ios-app/4.{}", APP, 0.15, 2.5),
    ("android-app/4.{}", APP, 0.13, 2.5),
    ("python-sdk/1.{}", API, 0.42, 0),
    ("node-sdk/2.{}", API, 0.2, 0),
    ("code-cli/0.{}", API, 0.18, 4),
    ("ide-plugin/3.{}", API, 0.1, 3),
    ("curl/8.{}", API, 0.04, 0),
    ("langkit/0.{}", API, 0.06, 0),
)
SURFACE = np.array([family[1] for family in _FAMILIES])
RELEASES = np.array([family[3] for family in _FAMILIES])
_SHARE = np.array([family[2] for family in _FAMILIES])
MODELS = ["sage-3-mini", "sage-3", "sage-3.5", "sage-4"]
"""The last is launched within the window in half the worlds."""
SURFACES = ["web", "app", "api", "cloud:stratus", "cloud:nimbus"]
OUTCOMES = ["ok", "refused", "error", "limited"]
OK, REFUSED, ERROR, LIMITED = range(4)


def families(rng: np.random.Generator, surface: Any, count: int) -> Any:
    """Two clients a person, first the usual one: shape (count, 2)."""
    out = np.zeros((count, 2), np.int64)
    for number in (WEB, APP, API):
        fitting = np.flatnonzero(number == SURFACE)
        there = surface == number
        share = _SHARE[fitting] / _SHARE[fitting].sum()
        out[there] = rng.choice(fitting, (there.sum(), 2), p=share)
    return out


def client_name(code: int) -> str:
    """Text of 1000 x family + version."""
    name = _FAMILIES[code // 1000][0]
    evergreen = name.startswith(("chrome", "edge", "firefox"))
    return name.format(code % 1000 + 100 if evergreen else code % 1000)
