"""Write feeds, truth and notes. Upsert feeds are CSV, exchanges are split by week in the format of the seed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.tenth.core import World

TRUTH = ["account_id", "ring", "operator", "cell", "tier", "population", "group_id"]


def write(world: World, out: Path) -> pd.DataFrame:
    """All files of a world; a style decides which feeds exist by filling `world.feeds`. Tells the truth."""
    (out / "truth").mkdir(parents=True)
    for kind, data in world.feeds.items():
        if kind == "exchanges":
            _exchanges(world, data, out)
        else:
            data.to_csv(out / f"{kind}.csv", index=False)
    truth = _truth(world)
    truth.to_csv(out / "truth" / "truth.csv", index=False)
    (out / "truth" / "notes.txt").write_text("\n".join(world.notes or ["no ring in this world"]) + "\n")
    return truth


def _exchanges(world: World, data: pd.DataFrame, out: Path) -> None:
    """A file a week, of the days that have any."""
    week = data["occurred_at"].str.slice(0, 10).rank(method="dense").sub(1).floordiv(7).astype(int)
    for number, part in data.groupby(week):
        stem = f"exchanges-w{number:02d}"
        if world.seed % 2:
            part.to_parquet(out / f"{stem}.parquet", index=False)
        else:
            part.to_csv(
                out / f"{stem}.csv.gz", index=False, compression={"method": "gzip", "compresslevel": 1, "mtime": 1}
            )


def _truth(world: World) -> pd.DataFrame:
    """Only accounts that a feed names: a log without an accounts file does not know the silent ones."""
    rows = [{"account_id": a, **world.truth.get(i, {"population": "private"})} for i, a in enumerate(world.col["id"])]
    data = pd.DataFrame(rows, columns=TRUTH).sort_values("account_id")
    if "accounts" in world.feeds:
        return data
    seen = set(world.feeds["exchanges"]["account_id"])
    return data[data["account_id"].isin(seen)]
