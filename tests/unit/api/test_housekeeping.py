"""What a server forgets by itself."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from app.api import housekeeping
from app.api.member_order import Order, Orders


async def test_orders_are_forgotten_again_and_again(monkeypatch: pytest.MonkeyPatch):
    """So an erased account's id leaves the memory of a server that nobody asks for its ring."""
    orders, rounds = Orders(), 0
    done = asyncio.Event()

    async def pause(seconds: float) -> None:
        nonlocal rounds
        assert len(orders) == 0
        order = Order.of({"revision": [1], "account_ids": ["gone"], "scores": [0.5]})
        orders.keep("R-1", order)
        rounds += 1
        if rounds == 3:
            done.set()
            await asyncio.Event().wait()

    async def write(*steps: Any) -> list[list[dict[str, int]]]:
        return [[{"pruned": 0}]]

    monkeypatch.setattr(housekeeping.asyncio, "sleep", pause)
    store: Any = SimpleNamespace(write=write)
    jobs: Any = SimpleNamespace(prune=lambda: None)
    keeping = asyncio.create_task(housekeeping.keep_house(store, jobs, orders))
    await asyncio.wait_for(done.wait(), 30)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
