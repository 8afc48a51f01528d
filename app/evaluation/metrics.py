"""Clusterings against truth: account-wise, pairwise and B-cubed figures from one contingency table.

All three look at the accounts that are in a true ring or in a flagged one; honest accounts that nobody flagged say
nothing about rings. An honest account that was flagged is its own true group, so grouping it with anything costs
precision. B-cubed is that of Amigó, Gonzalo, Artiles and Verdejo, "A comparison of extrinsic clustering evaluation
metrics" (2009).
"""

from __future__ import annotations

import pandas as pd

Ratio = float | None
Figures = dict[str, Ratio]


def ratio(part: float, whole: float) -> Ratio:
    """part / whole, None where it is undefined."""
    return part / whole if whole else None


def f1(precision: Ratio, recall: Ratio) -> Ratio:
    """Harmonic mean; None where both are undefined, 0 where they are 0 or one is missing."""
    if precision is None and recall is None:
        return None
    precision, recall = precision or 0.0, recall or 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def figures(precision: Ratio, recall: Ratio) -> Figures:
    """The three numbers of every score."""
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall)}


def account_figures(table: pd.DataFrame) -> Figures:
    """Of flagged accounts, how many are in a ring; of ring accounts, how many were flagged.

    `table` has one row an account with `ring` (true) and `found` (flagged ring), empty text for none.
    """
    flagged, guilty = table["found"] != "", table["ring"] != ""
    hit = int((flagged & guilty).sum())
    return figures(ratio(hit, int(flagged.sum())), ratio(hit, int(guilty.sum())))


def contingency(table: pd.DataFrame) -> pd.DataFrame:
    """Counts of accounts by (true group, found group), honest flagged accounts as single true groups.

    Ring accounts that were not found are single found groups. Columns: truth, found, n.
    """
    subject = table[(table["ring"] != "") | (table["found"] != "")]
    # A leading letter keeps made-up single groups apart from given names.
    truth = ("r" + subject["ring"]).where(subject["ring"] != "", "a" + subject["account_id"])
    found = ("f" + subject["found"]).where(subject["found"] != "", "a" + subject["account_id"])
    counted = pd.DataFrame({"truth": truth, "found": found}).groupby(["truth", "found"], sort=True).size()
    return counted.rename("n").reset_index()


def pairwise_figures(cells: pd.DataFrame) -> Figures:
    """Of pairs grouped together, how many belong together; of pairs that belong together, how many were grouped."""
    both = _pairs(cells["n"])
    return figures(
        ratio(both, _pairs(cells.groupby("found")["n"].sum())), ratio(both, _pairs(cells.groupby("truth")["n"].sum()))
    )


def bcubed_figures(cells: pd.DataFrame) -> Figures:
    """Mean over accounts of the share of its found (true) group that truly (as found) belongs with it."""
    total = float(cells["n"].sum())
    found, truth = cells.groupby("found")["n"].transform("sum"), cells.groupby("truth")["n"].transform("sum")
    square = cells["n"].astype("float64") ** 2
    return figures(ratio(float((square / found).sum()), total), ratio(float((square / truth).sum()), total))


def _pairs(sizes: pd.Series[int]) -> float:
    sizes64 = sizes.astype("float64")
    return float((sizes64 * (sizes64 - 1) / 2).sum())
