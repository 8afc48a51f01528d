"""A ring's traffic: exact 64-bit sums, zero-filled days, weeks, splits, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import BIG, LONG, START, traffic

pytestmark = pytest.mark.graph

ASKED = """query T($id: ID!, $from: Date, $until: Date, $bucket: Bucket!, $split: [TrafficDimension!]!, $top: Int!) {
  ring(id: $id) { exchanges traffic(from: $from, until: $until, bucket: $bucket, splitBy: $split, topN: $top) {
    from until total { exchanges inputTokens outputTokens }
    buckets { start capability model exchanges } byCapability { key exchanges } byModel { key exchanges } } } }"""


def ask(data: Any, **given: Any) -> Any:
    return data(ASKED, **{"id": BIG, "from": None, "until": None, "bucket": "DAY", "split": [], "top": 10, **given})[
        "ring"
    ]


def test_totals_are_64_bit_and_equal_the_rings(data: Any):
    ring = ask(data)
    assert ring["traffic"]["total"]["exchanges"] == ring["exchanges"] == LONG
    assert sum(bucket["exchanges"] for bucket in ring["traffic"]["buckets"]) == LONG


def test_days_without_traffic_are_there_with_zero(data: Any):
    days = [(bucket["start"], bucket["exchanges"] > 0) for bucket in ask(data)["traffic"]["buckets"]]
    assert days == [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False), ("2026-03-04", True)]


def test_every_split_adds_up(data: Any):
    for split in (["CAPABILITY"], ["MODEL"], ["CAPABILITY", "MODEL"]):
        for top in (1, 10):
            found = ask(data, split=split, top=top)["traffic"]
            assert sum(bucket["exchanges"] for bucket in found["buckets"]) == LONG
    shares = {share["key"]: share["exchanges"] for share in ask(data)["traffic"]["byCapability"]}
    expected: dict[str, int] = {}
    for row in traffic():
        if row["ring_id"] == BIG:
            expected[row["capability"]] = expected.get(row["capability"], 0) + row["exchanges"]
    assert shares == expected


def test_what_topn_leaves_out_is_called_other(data: Any):
    found = ask(data, split=["CAPABILITY"], top=1)["traffic"]["buckets"]
    assert {bucket["capability"] for bucket in found} == {"agentic-reasoning", "(other)"}


def test_a_range_is_half_open(data: Any):
    found = ask(data, **{"from": "2026-03-02", "until": "2026-03-04"})["traffic"]
    assert [bucket["start"] for bucket in found["buckets"]] == ["2026-03-02", "2026-03-03"]
    assert (found["from"], found["until"]) == ("2026-03-02", "2026-03-04")


def test_weeks_begin_on_monday(data: Any):
    assert START.weekday() == 6
    starts = [bucket["start"] for bucket in ask(data, bucket="WEEK")["traffic"]["buckets"]]
    assert starts == ["2026-02-23", "2026-03-02"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"from": "2026-03-04", "until": "2026-03-04"}, "is empty"),
        ({"from": "2000-01-01", "until": "2026-01-01"}, "bucket: WEEK"),
        ({"top": 0}, "allowed are 1 to 20"),
        ({"top": 21}, "allowed are 1 to 20"),
    ],
)
def test_refusals_say_what_to_change(api: Any, given: dict[str, Any], words: str):
    variables = {"id": BIG, "from": None, "until": None, "bucket": "DAY", "split": [], "top": 10, **given}
    assert words in api(ASKED, **variables)["errors"][0]["message"]
