"""Figures against hand-made examples, a brute-force count and scikit-learn."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics.cluster import pair_confusion_matrix

from app.evaluation.metrics import account_figures, bcubed_figures, contingency, pairwise_figures
from app.evaluation.report import evaluate


def table(*rows: tuple[str, str]) -> pd.DataFrame:
    """(true ring, found ring) of each account; operator = ring."""
    return pd.DataFrame(
        [(f"a{at}", ring, ring, "", "", found) for at, (ring, found) in enumerate(rows)],
        columns=["account_id", "ring", "operator", "tier", "population", "found"],
    ).assign(group_id="")


def test_a_hand_made_example() -> None:
    # Ring r of four: three found as x with one honest account, one missed.
    example = table(("r", "x"), ("r", "x"), ("r", "x"), ("", "x"), ("r", ""), ("", ""))
    assert account_figures(example) == {"precision": 0.75, "recall": 0.75, "f1": 0.75}
    cells = contingency(example)
    pairs = pairwise_figures(cells)
    assert (pairs["precision"], pairs["recall"]) == (3 / 6, 3 / 6)
    cubed = bcubed_figures(cells)
    # Precision: three at 3/4, the honest one at 1/4, the missed one alone at 1. Recall: three at 3/4, 1/4 and 1.
    assert cubed["precision"] == pytest.approx((3 * 0.75 + 0.25 + 1) / 5)
    assert cubed["recall"] == pytest.approx((3 * 0.75 + 1 + 0.25) / 5)


def test_nothing_found_and_nothing_there() -> None:
    report = evaluate(table(("", ""), ("", "")))
    assert report["accounts"] == {"precision": None, "recall": None, "f1": None}
    assert (report["false_rings"], report["mixed_rings"], report["innocents_per_100k"]) == (0, 0, 0)
    assert evaluate(table(("r", ""), ("", "")))["accounts"]["precision"] is None


def test_a_ring_that_mixes_operators() -> None:
    mixed = table(*[("r", "x")] * 20, *[("s", "x")] * 3)
    assert evaluate(mixed)["mixed_rings"] == 1
    assert evaluate(table(*[("r", "x")] * 20, *[("s", "x")] * 2))["mixed_rings"] == 0
    assert evaluate(table(*[("r", "x")] * 97, *[("s", "x")] * 3))["mixed_rings"] == 0


def test_false_rings_and_innocents() -> None:
    report = evaluate(table(("r", "x"), ("r", "x"), ("", "x"), ("", "y"), ("", "y"), ("r", "y"), ("", "")))
    assert report["false_rings"] == 1
    assert report["innocents"] == 3
    assert report["innocents_in_true_rings"] == 1
    assert report["innocents_per_100k"] == 75_000


labels = st.lists(st.tuples(st.sampled_from(["", "r", "s"]), st.sampled_from(["", "x", "y", "z"])), max_size=40)


@given(labels)
def test_pairs_agree_with_brute_force(rows: list[tuple[str, str]]) -> None:
    subject = [(r or f"t{at}", f or f"f{at}") for at, (r, f) in enumerate(rows) if r or f]
    together = [(a[0] == b[0], a[1] == b[1]) for a, b in combinations(subject, 2)]
    both, true, found = (sum(t and f for t, f in together), sum(t for t, _ in together), sum(f for _, f in together))
    got = pairwise_figures(contingency(table(*rows)))
    assert got["precision"] == (both / found if found else None)
    assert got["recall"] == (both / true if true else None)


@given(labels)
def test_renaming_groups_changes_nothing(rows: list[tuple[str, str]]) -> None:
    names = {"x": "z", "y": "x", "z": "y", "": ""}
    before, after = table(*rows), table(*[(ring, names[found]) for ring, found in rows])
    was, now = bcubed_figures(contingency(before)), bcubed_figures(contingency(after))
    assert now == {name: value if value is None else pytest.approx(value) for name, value in was.items()}


def test_pairs_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    truth, found = rng.integers(0, 5, 300), rng.integers(0, 4, 300)
    (_, fp), (fn, tp) = pair_confusion_matrix(truth, found)
    got = pairwise_figures(contingency(table(*[(f"r{t}", f"f{f}") for t, f in zip(truth, found, strict=True)])))
    assert got["precision"] == pytest.approx(tp / (tp + fp))
    assert got["recall"] == pytest.approx(tp / (tp + fn))
