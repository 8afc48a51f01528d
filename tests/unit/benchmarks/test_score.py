"""The scorer on worlds small enough to reckon by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.score import bins, calibration_error, read_truth, score

ROWS = """account_id,ring,operator,cell,tier,population,group_id
a1,A,X,,plain,,
a2,A,X,,plain,,
a3,A,X,,plain,,
a4,A,X,,plain,,
b1,B,Y,,evasive,,
b2,B,Y,,evasive,,
b3,B,Y,,evasive,,
h1,,,,,company,c1
h2,,,,,company,c1
h3,,,,,private,
"""


@pytest.fixture
def truth(tmp_path: Path):
    path = tmp_path / "truth.csv"
    path.write_text(ROWS, "utf-8")
    return read_truth(path)


def test_the_true_rings_score_one(truth) -> None:
    result = score([["a1", "a2", "a3", "a4"], ["b1", "b2", "b3"]], truth)
    assert (result.precision, result.recall, result.f1) == (1.0, 1.0, 1.0)
    assert (result.false_rings, result.mixed, result.innocents) == (0, 0, 0)


def test_half_a_ring_and_an_innocent(truth) -> None:
    result = score([["a1", "a2", "h1"]], truth)
    assert (result.precision, result.recall) == (2 / 3, 2 / 7)
    # B-cubed over the 8 accounts concerned, each missed one as a group of its own
    precision, recall = (4 / 3 + 1 / 3 + 5) / 8, (1 + 2 / 4 + 1 + 1) / 8
    assert result.f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert result.tiers == {"plain": (2, 4), "evasive": (0, 3)}
    assert result.populations == {"company": (1, 2, 1, 1), "private": (0, 1, 0, 0)}


def test_false_and_mixed_rings(truth) -> None:
    result = score([["a1", "h1", "h2", "h3"], ["a2", "a3", "a4", "b1", "b2", "b3"]], truth)
    assert (result.false_rings, result.mixed, result.innocents) == (1, 1, 3)


def test_nothing_flagged_is_no_precision_rather_than_a_good_one(truth) -> None:
    result = score([], truth)
    assert (result.precision, result.recall, result.hit) == (None, 0.0, 0)


def test_calibration_error_is_zero_when_scores_are_shares(truth) -> None:
    assert calibration_error([bins({"a1": 0.5, "h1": 0.5}, truth)]) == 0.0
    assert calibration_error([bins({"h1": 0.9, "h2": 0.9}, truth)]) == pytest.approx(0.9)
    assert calibration_error([bins({}, truth)]) is None
