"""The styles, and what builds each."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.tenth import contract, none, reviews, sessions, socks, wallets
from benchmarks.tenth.core import World

BUILD: dict[str, Callable[[World], None]] = {
    "contract": contract.build,
    "none": none.build,
    "wallets": wallets.build,
    "reviews": reviews.build,
    "socks": socks.build,
    "sessions": sessions.build,
}
STYLES = tuple(BUILD)
