"""What the lab did to accounts: to rings late and in part, to honest people by mistake and mostly taken back."""

import numpy as np
import pandas as pd

from benchmarks.fourteenth.world import World

_WHY = np.array(["automation", "payment-dispute", "terms", "duplicate-accounts", "content", "chargeback"], dtype=object)


def _row(df: pd.DataFrame, at: np.ndarray, action: str, rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {"account_id": df["account_id"].to_numpy(), "at": at, "action": action, "reason": rng.choice(_WHY, len(df))}
    )


def _mistakes(world: World, df: pd.DataFrame, share: float, back: float) -> list[pd.DataFrame]:
    """Suspensions of honest accounts, and their return some days later."""
    rng = world.rng
    hit = df.index[(rng.random(len(df)) < share).astype(bool)]
    at = (
        rng.uniform(1, world.days - 0.5, len(hit))
        if share < 0.1
        else rng.uniform(2, world.days - 4) + rng.exponential(0.05, len(hit))
    )
    later = np.where(rng.random(len(hit)) < back, at + rng.gamma(2, 1.2, len(hit)), 1e9)
    df.loc[hit, "gap0"], df.loc[hit, "gap1"] = at, later
    some = df.loc[hit]
    out = _row(some, at, "banned" if rng.random() < 0.5 else "suspended", rng)
    fine = later < world.days
    return [out, _row(some[fine], later[fine], "reinstated", rng)]


def actions(world: World, df: pd.DataFrame) -> pd.DataFrame:
    """All rows of the actions feed, times in days; the gaps of the suspended are put into the frame."""
    rng = world.rng
    df["gap0"], df["gap1"] = np.nan, np.nan
    honest = df[df["ring"] == ""].copy()
    rows = [*world.bans, *_mistakes(world, honest, 0.005, 0.6)]
    groups = honest["group_id"].unique()
    for name in rng.choice(groups[groups != ""], 2, replace=False):
        unlucky = honest[honest["group_id"] == name].copy()
        rows += _mistakes(world, unlucky, 0.5, 0.9)
        honest.loc[unlucky.index, ["gap0", "gap1"]] = unlucky[["gap0", "gap1"]]
    df.loc[honest.index, ["gap0", "gap1"]] = honest[["gap0", "gap1"]]
    busy = df[rng.random(len(df)) < np.where(df["rate"] > 20, 0.03, 0.006)]
    rows.append(_row(busy, rng.uniform(0.5, world.days, len(busy)), str(rng.choice(["warned", "limited"])), rng))
    out = pd.concat(rows, ignore_index=True)
    born = df.set_index("account_id")["born"].reindex(out["account_id"]).to_numpy()
    out["at"] = np.maximum(out["at"], born + 0.01)
    out = out[out["at"] < world.days].sort_values(["at", "account_id"]).reset_index(drop=True)
    out["decided_by"] = rng.choice(["rule-engine", "analyst-1", "analyst-2", "payments-team"], len(out))
    out["case_id"] = [f"case-{i // 7}" for i in range(len(out))]
    return out
