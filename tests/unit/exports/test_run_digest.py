"""Digests of runs: every change in its place, and a text that a mail program takes."""

from __future__ import annotations

from email import message_from_string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.exports.run_digest import digest_of, mail

IDS = ("A", "B", "C", "D")


def row(ring_id: str, *, current: bool = True, fresh: bool = False, joined: int = 0, **more: Any) -> dict[str, Any]:
    told = {
        "ring_id": ring_id,
        "state": "flagged",
        "current": current,
        "fresh": fresh,
        "joined": joined,
        "left": 0,
        "heirs": [],
    }
    return {**told, "accounts": 1200, "exchanges": 7, "score": 0.9, **more}


def test_each_change_is_in_its_place():
    rows = [
        row("NEW", fresh=True),
        row("GROWN", joined=3, left=1),
        row("SAME"),
        row("OLD", current=False, heirs=["X", "Y"]),
        row("X", fresh=True),
        row("Y", fresh=True),
        row("HALF", heirs=["Z"]),
        row("Z", fresh=True),
        row("P", current=False, heirs=["GROWN"]),
        row("GONE", current=False),
        row("JUDGED", state="benign", joined=2),
    ]
    told = digest_of(rows, "D-000001", "D-000002", "2026-09-01")
    assert [one["ring_id"] for one in told.new] == ["NEW"]
    assert [one["ring_id"] for one in told.grown] == ["GROWN"]
    assert told.split == (("HALF", ("HALF", "Z")), ("OLD", ("X", "Y")))
    assert told.merged == (("GROWN", ("P",)),)
    assert [one["ring_id"] for one in told.gone] == ["GONE", "JUDGED"]
    sent = message_from_string(mail(told))
    assert sent["Subject"] == "Rings as of 2026-09-01: 1 new, 1 grown, 2 split, 1 merged, 2 gone"
    body = str(sent.get_payload())
    assert "GROWN  1,200 accounts, 7 exchanges, score 0.900; 3 joined, 1 left" in body
    assert "JUDGED  1,200 accounts, 7 exchanges, score 0.900; judged benign" in body
    assert "OLD is now X and Y" in body and "P became part of GROWN" in body and "SAME" not in body


def test_no_change_is_said():
    assert "Nothing changed." in mail(digest_of([], "", "D-000001", "2026-09-01"))


@given(
    st.lists(
        st.builds(
            row,
            st.sampled_from(IDS),
            current=st.booleans(),
            fresh=st.booleans(),
            joined=st.integers(0, 2),
            heirs=st.lists(st.sampled_from(("W", "X", "Y")), unique=True),
        ),
        unique_by=lambda one: one["ring_id"],
    )
)
def test_an_ended_ring_is_told_exactly_once(rows: list[dict[str, Any]]):
    told = digest_of(rows, "", "D-000001", "")
    ended = [one["ring_id"] for one in rows if not one["current"]]
    split = [old for old, _ in told.split if old in ended]
    merged = [old for _, gone in told.merged for old in gone]
    assert sorted([*split, *merged, *(one["ring_id"] for one in told.gone)]) == sorted(ended)
