"""A world as it was played: what its feeds are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.sixth.cast import Cast
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.style import Sight
from benchmarks.sixth.traffic import Rows


@dataclass
class Played:
    """All that happened, and what the feeds keep of it."""

    scene: Scene
    cast: Cast
    rows: Rows
    logins: Rows
    signup: Any
    """Address that each account signed up from."""
    kept: Any
    """Whether an account is told of: a ring's only if it was used."""
    sight: Sight
