"""Clocks that step, by seconds or by years: no token lives on, no event is refused, no listener misses a change."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api import audit, changes
from app.api.audit import AuditLog
from app.api.changes import Changes
from app.api.tokens import TokenFile
from app.errors import Unauthenticated
from app.settings import Settings
from tests.examples import examples

START = datetime(2026, 3, 1, tzinfo=UTC)
STEPS = st.lists(st.integers(-3 * 366 * 86_400, 3 * 366 * 86_400).map(lambda n: timedelta(seconds=n)), max_size=8)


class Clock:
    """A clock that is set forward and back; stands in for `datetime` where that is asked for now."""

    def __init__(self) -> None:
        self.at = START

    def now(self, zone: Any = None) -> datetime:
        return self.at


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clock")


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_token_is_good_within_its_term_and_never_outside(tmp_path_factory: Any, steps: list[timedelta]):
    clock = Clock()
    file = TokenFile(tmp_path_factory.mktemp("tokens"), clock.now)
    token, record = file.create("viewer", "ann", 30)
    for step in steps:
        clock.at = START + step
        if clock.at < START + timedelta(days=30):
            assert file.principal(token).name == "ann"
            assert file.last_used(record) == clock.at.isoformat(timespec="minutes")
        else:
            with pytest.raises(Unauthenticated, match="expired"):
                file.principal(token)


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_chain_holds_over_steps(tmp_path_factory: Any, steps: list[timedelta]):
    log, clock = AuditLog(Settings(home=tmp_path_factory.mktemp("audit"))), Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "datetime", clock)
        for number, step in enumerate(steps):
            clock.at = START + step
            log.append("ann", "admin", "did", f"q-{number}")
    assert log.verify().events == len(steps)
    assert [event["at"] for event in log.tail(99)] == [(START + step).isoformat() for step in steps]


class Graph:
    """Changes of rings as the graph tells them: those made since a moment."""

    def __init__(self) -> None:
        self.made: list[tuple[str, datetime]] = []

    async def read(self, query: Any, *, known_runs: list[str], since: datetime) -> list[dict[str, Any]]:
        told = {"reason": "note", "ring_id": "R-A", "state": "flagged"}
        return [{**told, "cause": cause} for cause, at in self.made if at >= since]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_change_is_missed_over_steps(steps: list[timedelta]):
    """Each note is written just before the clock steps; the next look finds it all the same."""
    graph, clock = Graph(), Clock()

    async def heard() -> list[str]:
        watch = Changes(lambda: graph)  # type: ignore[arg-type,return-value]
        await watch.look()
        found = []
        for number, step in enumerate(steps):
            graph.made.append((f"n{number}", clock.at))
            clock.at = START + step
            found += [event.cause for event in await watch.look()]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "datetime", clock)
        assert set(asyncio.run(heard())) == {f"n{number}" for number in range(len(steps))}
