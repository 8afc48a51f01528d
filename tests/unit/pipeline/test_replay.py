"""Replay: identity over a sequence of days, days that are closed, volumes before the flag."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from app.model.detection import State
from app.pipeline.replay import History, ReplayedRing, add_volumes, closing_days

DAY = date(2026, 9, 1)


def accounts(first: int, last: int) -> list[str]:
    return [f"a{n:02d}" for n in range(first, last)]


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def shown(history: History) -> set[tuple[str, int, date | None]]:
    return {(ring.ring_id, len(ring.accounts), ring.flagged_on) for ring in history.listed()}


def test_ring_is_flagged_on_the_first_day_that_flags_it():
    history = History()
    (ring_id,) = history.close(on(0), [(accounts(0, 5), State.CANDIDATE)]).ids
    assert shown(history) == {(ring_id, 5, None)}
    history.close(on(1), [(accounts(0, 8), State.FLAGGED)])
    history.close(on(2), [(accounts(0, 12), State.FLAGGED)])
    assert shown(history) == {(ring_id, 12, on(1))}


def test_merged_ring_is_listed_as_its_heir():
    history = History()
    first, second = history.close(on(0), [(accounts(0, 9), State.FLAGGED), (accounts(20, 25), State.FLAGGED)]).ids
    history.close(on(1), [(accounts(0, 9) + accounts(20, 25), State.FLAGGED)])
    assert shown(history) == {(first, 14, on(0))}
    # apart again: both under their own ids, with the days they were first flagged on
    history.close(on(2), [(accounts(0, 9), State.FLAGGED), (accounts(20, 25), State.FLAGGED)])
    assert shown(history) == {(first, 9, on(0)), (second, 5, on(0))}


def test_flagged_ring_that_dissolves_is_still_listed_and_benign_groups_never():
    history = History()
    ring_id, _ = history.close(on(0), [(accounts(0, 9), State.FLAGGED), (accounts(20, 30), State.BENIGN)]).ids
    history.close(on(1), [(accounts(20, 30), State.BENIGN)])
    assert shown(history) == {(ring_id, 9, on(0))}


def test_ring_that_ended_in_a_group_that_is_not_listed_is_kept():
    history = History()
    ring_id, _ = history.close(on(0), [(accounts(0, 4), State.FLAGGED), (accounts(20, 30), State.BENIGN)]).ids
    history.close(on(1), [(accounts(0, 4) + accounts(20, 30), State.BENIGN)])
    assert shown(history) == {(ring_id, 4, on(0))}


@pytest.fixture
def facts() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE usage (account_id VARCHAR, day DATE, known_day DATE, exchanges BIGINT)")
    rows = [("a00", 0, 0, 3), ("a00", 2, 2, 4), ("a01", 1, 6, 5), ("zz", 1, 1, 100), ("a01", 4, 4, 2_500_000_000)]
    for account, day, known, count in rows:
        connection.execute("INSERT INTO usage VALUES (?, ?, ?, ?)", [account, on(day), on(known), count])
    yield connection
    connection.close()


def test_every_day_of_the_feed_is_closed_and_days_on_which_more_became_known(facts: duckdb.DuckDBPyConnection):
    assert closing_days(facts) == [on(n) for n in (0, 1, 2, 3, 4, 6)]
    assert closing_days(facts, 4) == [on(3), on(6)]
    facts.execute("DELETE FROM usage")
    assert closing_days(facts) == []


def test_volumes_up_to_and_including_the_day_of_the_flag(facts: duckdb.DuckDBPyConnection):
    rings = [
        ReplayedRing("R-A", ("a00", "a01"), on(2)),
        ReplayedRing("R-B", ("a01",), None),
        ReplayedRing("R-C", ("q",), None),
    ]
    assert {
        (r.ring_id, r.first_exchange, r.exchanges_before_flag, r.exchanges_total) for r in add_volumes(facts, rings)
    } == {
        ("R-A", on(0), 12, 2_500_000_012),
        ("R-B", on(1), 2_500_000_005, 2_500_000_005),
        ("R-C", None, 0, 0),
    }
