"""The evaluation that `ringleader evaluate` prints: overall figures, rings, populations, who is wrongly accused."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.stats import beta

from app.evaluation.metrics import account_figures, bcubed_figures, contingency, pairwise_figures, ratio

MIXED_ACCOUNTS: Final = 3
MIXED_SHARE: Final = 0.05
BOOTSTRAPS: Final = 500


def evaluate(table: pd.DataFrame, attributes: pd.DataFrame | None = None) -> dict[str, Any]:
    """All figures. `table`: account_id, ring, operator, tier, population, group_id, found (text, empty for none).

    `attributes` (account_id, country, plan) adds false flags by country and plan.
    """
    cells = contingency(table)
    honest = table[table["ring"] == ""]
    innocents = int((honest["found"] != "").sum())
    report = {
        "accounts": account_figures(table),
        "pairwise": pairwise_figures(cells),
        "bcubed": bcubed_figures(cells),
        "false_rings": false_rings(table),
        "mixed_rings": mixed_rings(table),
        "innocents_per_100k": ratio(innocents * 100_000, len(honest)),
        "rings": rings(table),
        "populations": populations(honest),
        "innocents": innocents,
        "innocents_in_true_rings": innocents - _in_false_rings(table),
        "flagged_rings": int(table.loc[table["found"] != "", "found"].nunique()),
        "tiers": tiers(table),
    }
    if attributes is not None:
        joined = honest.merge(attributes, on="account_id", how="left")
        report["false_flags"] = {name: _by(joined, name) for name in ("country", "plan")}
    return report


def _purity(table: pd.DataFrame) -> pd.Series[float]:
    """Found ring -> share of its accounts that are in any true ring."""
    flagged = table[table["found"] != ""]
    return (flagged["ring"] != "").astype("float64").groupby(flagged["found"]).mean()


def false_rings(table: pd.DataFrame) -> int:
    """Found rings of which less than half the accounts are ring accounts."""
    return int((_purity(table) < 0.5).sum())


def _in_false_rings(table: pd.DataFrame) -> int:
    purity = _purity(table)
    wrong = set(purity.index[purity < 0.5])
    return int(((table["ring"] == "") & table["found"].isin(wrong)).sum())


def mixed_rings(table: pd.DataFrame) -> int:
    """Found rings in which a second operator has at least 3 accounts and 5 % of the ring."""
    flagged = table[(table["found"] != "") & (table["operator"] != "")]
    counts = flagged.groupby(["found", "operator"]).size().rename("n").reset_index()
    sizes = table[table["found"] != ""].groupby("found").size()
    counts = counts.sort_values(["found", "n"], ascending=[True, False])
    second = counts[counts.groupby("found").cumcount() == 1]
    enough = (second["n"] >= MIXED_ACCOUNTS) & (
        second["n"] >= MIXED_SHARE * second["found"].map(sizes).astype("float64")
    )
    return int(enough.sum())


def rings(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each true ring with the found ring that holds most of it; precision and recall of that found ring."""
    sizes = table[table["found"] != ""].groupby("found").size()
    result = []
    for name, members in table[table["ring"] != ""].groupby("ring"):
        held = members.loc[members["found"] != "", "found"].value_counts()
        best = sorted(held.items(), key=lambda item: (-item[1], str(item[0])))[:1]
        found, hit = (str(best[0][0]), int(best[0][1])) if best else (None, 0)
        result.append(
            {
                "truth_ring": name,
                "operator": members["operator"].iloc[0],
                "size": len(members),
                "found_as": found,
                "precision": ratio(hit, int(sizes[found])) if found else None,
                "recall": hit / len(members),
                "flagged": int((members["found"] != "").sum()),
                "fragments": len(held),
            }
        )
    return result


def tiers(table: pd.DataFrame) -> dict[str, float | None]:
    """Recall by evasion tier."""
    guilty = table[(table["ring"] != "") & (table["tier"] != "")]
    return {str(tier): float((rows["found"] != "").mean()) for tier, rows in guilty.groupby("tier")}


def populations(honest: pd.DataFrame) -> list[dict[str, Any]]:
    """False flags by honest population: exact upper 95 % bound (Clopper and Pearson 1934) and a group bootstrap."""
    named = honest.assign(flag=honest["found"] != "", population=honest["population"].replace("", "unnamed"))
    return [_population(str(name), rows) for name, rows in named.groupby("population")]


def _population(name: str, rows: pd.DataFrame) -> dict[str, Any]:
    flagged, total = int(rows["flag"].sum()), len(rows)
    grouped = rows[rows["group_id"] != ""].groupby("group_id")["flag"].agg(["sum", "count"])
    upper = float(beta.ppf(0.95, flagged + 1, total - flagged)) if flagged < total else 1.0
    return {
        "population": name,
        "accounts": total,
        "flagged": flagged,
        "rate": ratio(flagged, total),
        "upper_95": upper,
        "groups": len(grouped),
        "groups_flagged": int((grouped["sum"] > 0).sum()),
        "bootstrap_95": _bootstrap(grouped),
    }


def _bootstrap(grouped: pd.DataFrame) -> list[float] | None:
    """2.5 % and 97.5 % of the rate when whole groups are drawn again: accounts of one group are not independent."""
    if len(grouped) < 2 or not grouped["sum"].any():
        return None
    sums, counts = grouped["sum"].to_numpy(), grouped["count"].to_numpy()
    drawn = np.random.default_rng(0).integers(0, len(sums), (BOOTSTRAPS, len(sums)))
    rates = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return [float(value) for value in np.quantile(rates, (0.025, 0.975))]


def _by(honest: pd.DataFrame, column: str) -> list[dict[str, Any]]:
    named = honest.assign(flag=honest["found"] != "", value=honest[column].fillna(""))
    return [
        {"value": value, "accounts": len(rows), "flagged": int(rows["flag"].sum()), "rate": float(rows["flag"].mean())}
        for value, rows in named.groupby("value")
    ]
