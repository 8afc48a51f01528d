"""Knobs of a ring: each hides what it promises to hide, and only that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.worlds import RingSpec
from tests.unit.worlds.conftest import Make, Written

RING = RingSpec("op", 60, cells=1, first_day=0, waves=1, ban_rate=0.0, jitter_minutes=0.5)


def members(world: Written, kind: str, ring: str = "ring-1") -> pd.DataFrame:
    rows = world.feed(kind)
    return rows[rows["ring"] == ring]


def honest(world: Written, kind: str) -> pd.DataFrame:
    rows = world.feed(kind)
    return rows[rows["ring"] == ""]


def excess(rows: pd.DataFrame) -> float:
    """Exchanges in one five-minute slot against lags of 3-12 slots: 1 where nothing is synchronous."""
    since = pd.to_datetime(rows["occurred_at"]) - pd.Timestamp("2026-03-02", tz="UTC")
    slots = (since.dt.total_seconds() // 300).astype("int64").to_numpy()
    counts = np.bincount(slots).astype(float)
    lagged = [float(counts[:-lag] @ counts[lag:]) for lag in range(3, 13)]
    return float((counts * (counts - 1)).sum()) / float(np.mean(lagged))


@pytest.mark.parametrize(
    ("knob", "synchronous"), [({}, True), ({"synchrony": 0.0}, False), ({"shared_schedule": False}, False)]
)
def test_synchrony_is_the_excess_at_lag_0(make: Make, knob: dict[str, Any], synchronous: bool) -> None:
    ratio = excess(members(make(replace(RING, **knob)), "exchanges"))
    assert (ratio > 2) if synchronous else (0.7 < ratio < 1.4)


def test_nobody_pays_without_cards(make: Make) -> None:
    world = make(replace(RING, accounts_a_card=0))
    assert members(world, "payments").empty
    assert not honest(world, "payments").empty


@pytest.mark.parametrize(("accounts", "most"), [(1, 1), (12, 12)])
def test_accounts_a_card(make: Make, accounts: int, most: int) -> None:
    assert (
        members(make(replace(RING, accounts_a_card=accounts)), "payments")["instrument_id"].value_counts().max() == most
    )


def test_two_rings_on_one_pool_share_addresses_with_innocents(make: Make) -> None:
    pool = {"exits": "rented-pool", "pool": "p", "addresses": 5}
    world = make(replace(RING, **pool), replace(RING, operator="other", **pool))
    left, right = (set(members(world, "exchanges", f"ring-{at}")["ip"]) for at in (1, 2))
    innocents = honest(world, "exchanges")
    users = set(innocents.loc[innocents["group_id"] == "users of p", "ip"])
    assert left & right & users
    assert make(replace(RING, **pool, innocents_an_address=8)).counts["accounts"] == 400 + 60 + 40
    assert make(replace(RING, **pool, innocents_an_address=0)).counts["accounts"] == 400 + 60


def test_a_resellers_customers_hide_the_ring(make: Make) -> None:
    world = make(replace(RING, exits="reseller", pool="r", addresses=10))
    rows, others = members(world, "exchanges"), honest(world, "exchanges")
    others = others[others["group_id"] == "customers of r"]
    assert set(rows["ip"]) & set(others["ip"])
    assert set(rows["client"]) <= set(others["client"])
    assert set(others["population"]) == {"reseller-customer"}


def test_residential_exits_share_no_address(make: Make) -> None:
    own, residential = make(RING), make(replace(RING, exits="residential"))
    assert members(own, "exchanges").groupby("ip")["account_id"].nunique().max() > 10
    assert members(residential, "exchanges").groupby("ip")["account_id"].nunique().max() <= 2


@pytest.mark.parametrize("exits", ["hosting", "residential", "rented-pool", "reseller"])
@pytest.mark.parametrize(("days", "moves"), [(0.0, False), (3.0, True)])
def test_rotation_moves_to_other_addresses(make: Make, exits: Any, days: float, moves: bool) -> None:
    ring = replace(RING, exits=exits, pool="p", addresses=40, rotate_days=days)
    rows = members(make(ring), "exchanges")
    rows = rows.assign(early=rows["occurred_at"] < "2026-03-05")
    before, after = (rows.loc[rows["early"] == early].groupby("account_id")["ip"].agg(set) for early in (True, False))
    kept = float(np.mean([len(before[each] & after[each]) / len(after[each]) for each in before.index]))
    assert kept < 0.2 if moves else kept > 0.9


def test_only_a_share_rotates(make: Make) -> None:
    rows = members(make(replace(RING, exits="residential", rotate_days=1.0, rotate_share=0.5)), "exchanges")
    single = rows.groupby("account_id")["ip"].nunique() == 1
    assert 0.3 < single.mean() < 0.7


def test_own_lines_take_their_share_of_sittings(make: Make) -> None:
    rows = members(make(replace(RING, own_line=0.5)), "exchanges")
    counts = rows.groupby("ip")["account_id"].nunique()
    assert 0.4 < (rows["ip"].map(counts) == 1).mean() < 0.6


def test_hours(make: Make) -> None:
    def night(**knobs: Any) -> float:
        """Share of exchanges in the six emptiest hours."""
        hour = pd.to_datetime(members(make(replace(RING, **knobs)), "exchanges")["occurred_at"]).dt.hour
        return float(np.sort(np.bincount(hour, minlength=24))[:6].sum() / len(hour))

    assert night() > 0.12
    assert night(hours="office") == 0
    world = make(replace(RING, hours="people"))
    rows = members(world, "exchanges").merge(world.feed("accounts")[["account_id", "country"]], on="account_id")
    american = pd.to_datetime(rows.loc[rows["country"] == "US", "occurred_at"]).dt.hour
    assert (((american - 6) % 24) < 6).mean() < 0.08
    assert excess(rows) > 2


def test_customers_ask_what_everybody_asks(make: Make) -> None:
    kept, sold = (members(make(replace(RING, customers=share)), "exchanges") for share in (0.0, 0.6))
    most = lambda rows: float(rows["query_cluster"].value_counts(normalize=True).head(3).sum())  # noqa: E731
    assert most(kept) > 0.75
    assert most(sold) < 0.55
    assert sold["output_tokens"].median() < 0.8 * kept["output_tokens"].median()


def test_cover_traffic(make: Make) -> None:
    rows = members(make(replace(RING, cluster_share=0.2, clusters=1)), "exchanges")
    everybody = set(honest(make(RING), "exchanges")["query_cluster"])
    assert rows["query_cluster"].isin(everybody).mean() > 0.7


def test_aged_accounts_rest_before_they_work(make: Make) -> None:
    world = make(replace(RING, aged_days=30))
    created = pd.to_datetime(members(world, "accounts").set_index("account_id")["created_at"])
    first = pd.to_datetime(members(world, "exchanges").groupby("account_id")["occurred_at"].min())
    rest = (first - created.loc[first.index]).dt.total_seconds() / 86_400
    assert rest.min() > 14
    assert 25 < rest.mean() < 36


def test_a_ramp_starts_slowly(make: Make) -> None:
    rows = members(make(replace(RING, ramp_days=6)), "exchanges")
    days = rows["occurred_at"].str[:10].value_counts().sort_index()
    assert days.iloc[1] < 0.6 * days.iloc[-1]


def test_a_total_of_exchanges_is_met(make: Make) -> None:
    ring = replace(RING, size=200, ban_rate=0.1, waves=3, succession=0.5, ramp_days=3, exchanges=20_000)
    assert len(members(make(ring), "exchanges")) == pytest.approx(20_000, rel=0.05)


def test_successors_take_over_all_but_mailbox_and_dates(make: Make) -> None:
    world = make(replace(RING, ban_rate=0.3, succession=1.0, accounts_a_card=1, accounts_a_device=1))
    accounts, actions = members(world, "accounts"), members(world, "actions")
    assert len(accounts) == 60 + len(actions)
    assert len(actions) > 20
    chains = accounts.sort_values("created_at").groupby("signup_device")
    assert chains.ngroups == 60
    assert accounts["email"].nunique() > 0.98 * len(accounts)
    assert members(world, "payments")["instrument_id"].nunique() == 60
    assert make(replace(RING, ban_rate=0.3)).counts["ring_accounts"] == 60


def test_bought_mailboxes_and_usual_clients(make: Make) -> None:
    plain, hidden = make(RING), make(replace(RING, scripted=0.0, usual_client=1.0))
    shape = r"^[a-z]+\d{4}@"
    assert members(plain, "accounts")["email"].str.match(shape).all()
    assert members(hidden, "accounts")["email"].str.match(shape).mean() < 0.7
    usual = set(honest(plain, "exchanges")["client"])
    assert not set(members(plain, "exchanges")["client"]) & usual
    assert members(hidden, "exchanges")["client"].isin(usual).mean() > 0.9


def test_mimicry_of_honest_volume(make: Make) -> None:
    def spread(sigma: float) -> float:
        counts = members(make(replace(RING, rate_spread=sigma, rate=40)), "exchanges")["account_id"].value_counts()
        return float(np.log(counts).std())

    assert spread(0.1) < 0.3 < 0.8 < spread(1.1)


def test_a_ring_knob_changes_nothing_about_the_honest(make: Make) -> None:
    """Evasions draw from streams of their own."""
    hidden = replace(RING, synchrony=0.5, customers=0.3, own_line=0.3, aged_days=9, usual_client=0.5, scripted=0.5)
    one, other = (honest(make(ring), "accounts").drop(columns="account_id") for ring in (RING, hidden))
    pd.testing.assert_frame_equal(
        one.sort_values("email").reset_index(drop=True), other.sort_values("email").reset_index(drop=True)
    )
