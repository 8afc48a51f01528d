"""Replay: identity over a sequence of days, days that are closed, volumes before the flag."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.detection import State
from app.model.gap import FamilyDays
from app.pipeline.gap import Volume, add_volumes, hourly
from app.pipeline.history import History, Seen, TrackedRing
from app.pipeline.replay import closing_days

DAY = date(2026, 9, 1)


def accounts(first: int, last: int) -> list[str]:
    return [f"a{n:02d}" for n in range(first, last)]


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def shown(history: History) -> set[tuple[str, int, date | None]]:
    return {(ring.ring_id, len(ring.accounts), ring.flagged_on) for ring in history.listed()}


def test_ring_is_flagged_on_the_first_day_that_flags_it():
    history = History()
    (ring_id,) = history.close(on(0), [Seen(accounts(0, 5), State.CANDIDATE)]).ids
    assert shown(history) == {(ring_id, 5, None)}
    history.close(on(1), [Seen(accounts(0, 8), State.FLAGGED)])
    history.close(on(2), [Seen(accounts(0, 12), State.FLAGGED)])
    assert shown(history) == {(ring_id, 12, on(1))}


def test_merged_ring_is_listed_as_its_heir():
    history = History()
    first, second = history.close(
        on(0), [Seen(accounts(0, 9), State.FLAGGED), Seen(accounts(20, 25), State.FLAGGED)]
    ).ids
    history.close(on(1), [Seen(accounts(0, 9) + accounts(20, 25), State.FLAGGED)])
    assert shown(history) == {(first, 14, on(0))}
    # apart again: both under their own ids, with the days they were first flagged on
    history.close(on(2), [Seen(accounts(0, 9), State.FLAGGED), Seen(accounts(20, 25), State.FLAGGED)])
    assert shown(history) == {(first, 9, on(0)), (second, 5, on(0))}


def test_flagged_ring_that_dissolves_is_still_listed_and_benign_groups_never():
    history = History()
    ring_id, _ = history.close(on(0), [Seen(accounts(0, 9), State.FLAGGED), Seen(accounts(20, 30), State.BENIGN)]).ids
    history.close(on(1), [Seen(accounts(20, 30), State.BENIGN)])
    assert shown(history) == {(ring_id, 9, on(0))}


def test_ring_that_ended_in_a_group_that_is_not_listed_is_kept():
    history = History()
    ring_id, _ = history.close(on(0), [Seen(accounts(0, 4), State.FLAGGED), Seen(accounts(20, 30), State.BENIGN)]).ids
    history.close(on(1), [Seen(accounts(0, 4) + accounts(20, 30), State.BENIGN)])
    assert shown(history) == {(ring_id, 4, on(0))}


def test_evidence_is_dated_by_the_first_closing_that_had_it():
    history = History()
    history.close(on(0), [Seen(accounts(0, 5), State.CANDIDATE, ("payment",))])
    history.close(on(1), [Seen(accounts(0, 6), State.FLAGGED, ("content", "payment"), ("content",))])
    history.close(on(2), [Seen(accounts(0, 6), State.FLAGGED, ("content",), ("content", "payment"))])
    (ring,) = history.listed()
    assert ring.evidence == (FamilyDays("payment", on(0), on(2)), FamilyDays("content", on(1), on(1)))
    assert (ring.unflagged_on, ring.flagged_on) == (on(0), on(1))


@given(st.integers(0, 2), st.integers(0, 80), st.lists(st.integers(0, 95), max_size=30))
def test_hourly_saves_what_came_after_the_first_hour_at_most(flag: int, start: int, hours: list[int]):
    at = sorted({start, *hours})
    volumes = [(on(hour // 24), hour % 24, Volume(1, 2, 3)) for hour in at]
    ring = TrackedRing("R-A", ("a",), on(flag), on(flag - 1) if flag else None)
    found = hourly(ring, volumes)
    late = [hour for hour in at if hour < 24 * (flag + 1)]
    if not late:
        assert found is None
        return
    first = 1 + max(late[0], 24 * flag)
    assert found is not None
    assert found.not_before == datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=first)
    count = sum(hour >= first for hour in late)
    assert found.saved == Volume(count, 2 * count, 3 * count)


@pytest.fixture
def facts() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE usage (account_id VARCHAR, day DATE, known_day DATE, hour TINYINT, exchanges BIGINT, "
        "input_tokens BIGINT, output_tokens BIGINT)"
    )
    rows = [("a00", 0, 0, 3), ("a00", 2, 2, 4), ("a01", 1, 6, 5), ("zz", 1, 1, 100), ("a01", 4, 4, 2_500_000_000)]
    for account, day, known, count in rows:
        values = [account, on(day), on(known), 7, count, 10 * count, None]
        connection.execute("INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    yield connection
    connection.close()


def test_every_day_of_the_feed_is_closed_and_days_on_which_more_became_known(facts: duckdb.DuckDBPyConnection):
    assert closing_days(facts) == [on(n) for n in (0, 1, 2, 3, 4, 6)]
    assert closing_days(facts, 4) == [on(3), on(6)]
    facts.execute("DELETE FROM usage")
    assert closing_days(facts) == []


RINGS = (
    TrackedRing("R-A", ("a00", "a01"), on(2), on(1)),
    TrackedRing("R-B", ("a01",), None, on(6)),
    TrackedRing("R-C", ("q",), None),
)


def test_volumes_up_to_and_including_the_day_of_the_flag(facts: duckdb.DuckDBPyConnection):
    one, two, none = add_volumes(facts, RINGS)
    assert (one.first_exchange, one.before, one.total.exchanges) == (on(0), Volume(12, 120, 0), 2_500_000_012)
    assert one.total.input_tokens == 25_000_000_120
    assert one.days == ((on(0), 3), (on(1), 5), (on(2), 4), (on(4), 2_500_000_000))
    assert one.hourly is not None
    assert one.hourly.saved.exchanges == 4  # at 7 o'clock, hours after the closing of the day before
    assert [one.captured_by(day) for day in (None, on(1), on(9))] == [None, 8, 2_500_000_012]
    assert (two.first_exchange, two.before.exchanges, two.hourly) == (on(1), 2_500_000_005, None)
    assert (none.first_exchange, none.before, none.total, none.days) == (None, Volume(), Volume(), ())


def test_volumes_of_a_day_know_nothing_later(facts: duckdb.DuckDBPyConnection):
    whole = add_volumes(facts, RINGS, on(2))
    facts.execute("DELETE FROM usage WHERE day > ? OR known_day > ?", [on(2), on(2)])
    assert add_volumes(facts, RINGS) == whole
    assert whole[0].total.exchanges == 7  # the five of day 1 became known on day 6
