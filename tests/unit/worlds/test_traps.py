"""Knobs of a world: each trap links the honest people that it promises to link."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.unit.worlds.conftest import Make, Written


def group(world: Written, kind: str, population: str) -> pd.DataFrame:
    rows = world.feed(kind)
    return rows[rows["population"] == population]


def largest(rows: pd.DataFrame, column: str) -> int:
    """Most accounts with one value."""
    return int(rows.groupby(column)["account_id"].nunique().max())


@pytest.mark.parametrize(
    ("knob", "population"),
    [
        ("companies", "company"), ("universities", "university"), ("agencies", "agency"), ("hackathons", "hackathon"),
        ("fleets", "fleet"), ("reseller_customers", "reseller-customer"), ("classrooms", "classroom"),
        ("prepaid", "prepaid"), ("carriers", "carrier"), ("vpn_only", "vpn"),
    ],
)  # fmt: skip
def test_a_share_is_its_population(make: Make, knob: str, population: str) -> None:
    truth = make(**{knob: 0.25}, days=1).truth()
    assert (truth["population"] == population).sum() == pytest.approx(100, abs=12)
    assert (make(**{knob: 0.0}, days=1).truth()["population"] != population).all()


def test_carriers_put_strangers_behind_few_addresses(make: Make) -> None:
    rows = group(make(carriers=0.5, carrier_addresses=2, rate=5.0), "exchanges", "carrier")
    assert rows["ip"].nunique() <= 8
    assert largest(rows, "ip") > 30


def test_vpn_users_share_its_exits_only(make: Make) -> None:
    rows = group(make(vpn_only=0.5, vpn_addresses=3, rate=5.0), "exchanges", "vpn")
    assert rows["ip"].nunique() == 3


def test_a_class_shares_room_machines_topics_and_hour(make: Make) -> None:
    rows = group(make(classrooms=0.1, accounts=1000), "accounts", "classroom")
    for _, room in rows.groupby("group_id"):
        created = pd.to_datetime(room["created_at"])
        assert room["signup_ip"].nunique() == 1
        assert (created.max() - created.min()).total_seconds() <= 3_600
        assert room["signup_device"].nunique() <= max(1, len(room) // 3)


def test_gift_cards_are_one_prepaid_instrument(make: Make) -> None:
    rows = group(make(prepaid=0.3), "payments", "prepaid")
    assert set(rows["kind"]) == {"prepaid-card"}
    assert (rows.groupby("group_id")["instrument_id"].nunique() == 1).all()
    assert largest(rows, "instrument_id") >= 10


def test_programs_run_on_the_hour(make: Make) -> None:
    world, without = make(programs=0.5, rate=3.0), make(rate=3.0)

    def early(rows: pd.DataFrame) -> float:
        rows = rows[(rows["population"] == "private") & (rows["surface"] == "api")]
        return float((pd.to_datetime(rows["occurred_at"]).dt.minute % 30 < 5).mean())

    assert early(world.feed("exchanges")) > 0.9
    assert (without.truth()["population"] == "private").any()
    assert (without.feed("exchanges").query("population == 'private'")["surface"] == "app").all()


def test_some_honest_accounts_are_banned_and_stop(make: Make) -> None:
    world = make(banned=0.3, accounts=1000)
    actions = world.feed("actions")
    assert (actions["ring"] == "").all()
    assert 200 < len(actions) < 320
    last = world.feed("exchanges").groupby("account_id")["occurred_at"].max()
    banned = actions.set_index("account_id")["at"]
    both = banned.index.intersection(last.index)
    assert (last[both] <= banned[both]).all()
    assert len(make(accounts=1000).feed("actions")) == 0


def test_a_course_is_a_share_of_its_university(make: Make) -> None:
    rows = group(make(universities=0.5, course_share=1.0, accounts=1000, days=8), "accounts", "university")
    created = pd.to_datetime(rows["created_at"])
    assert (created.max() - created.min()).days <= 2


def test_only_the_feeds_asked_for_are_told(make: Make) -> None:
    world = make(feeds=("exchanges", "payments"))
    kinds = {path.name.split("-")[0].split(".")[0] for path in world.folder.glob("*.parquet")}
    assert kinds == {"exchanges", "payments"}
