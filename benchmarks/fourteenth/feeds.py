"""The feeds as files: tables as CSV, exchanges and logins as Parquet, a file a day."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fourteenth.columns import addresses, content, gear, size
from benchmarks.fourteenth.content import AREAS
from benchmarks.fourteenth.gear import stock
from benchmarks.fourteenth.hashing import mix, names, unit, where_told
from benchmarks.fourteenth.nets import texts
from benchmarks.fourteenth.traffic import Day, counts
from benchmarks.fourteenth.world import FIRST, World


def stamp(days: pd.Series) -> pd.Series:
    """Days from the window's start as RFC 3339; none stays none."""
    seconds = pd.to_timedelta((pd.Series(days).astype(float) * 86400).round(), unit="s")
    return (pd.Timestamp(FIRST) + seconds).dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _signup_ip(df: pd.DataFrame, table: np.ndarray) -> np.ndarray:
    key = df["key"].to_numpy()
    pick = (unit(key, 171) > df["cum0"].to_numpy()).astype(int)
    start, width, line = (np.where(pick == 0, df[f"{c}0"], df[f"{c}1"]) for c in ("start", "len", "line"))
    found = table[start + (mix(line, df["born"].astype(int), 172) % width.astype(np.uint64)).astype(np.int64)]
    desk, low, wide = (df[c].to_numpy() for c in ("signup_desk", "desk_start", "desk_len"))
    at = table[low + (mix(desk, 173) % np.maximum(wide, 1).astype(np.uint64)).astype(np.int64)]
    return texts(np.where(desk != 0, at, found), mix(key, 174))


def accounts(world: World, df: pd.DataFrame, table: np.ndarray, acts: pd.DataFrame) -> pd.DataFrame:
    """The accounts feed: the last action is the status."""
    last = acts.sort_values("at", kind="stable").groupby("account_id")["action"].last()
    status = (
        last.reindex(df["account_id"]).map({"banned": "banned", "suspended": "suspended"}).fillna("active").to_numpy()
    )
    desk = df["signup_desk"].to_numpy()
    device = np.where(desk != 0, mix(desk, 52), df["dev1"].to_numpy().astype(np.uint64))
    known = unit(df["key"].to_numpy(), 175) < 0.75
    out = df[["account_id", "email", "country", "organization", "phone_hash", "verified"]].copy()
    out["created_at"], out["plan"], out["status"] = stamp(df["born"]), df["plan_name"], status
    out["signup_ip"], out["signup_client"] = _signup_ip(df, table), df["web_client"]
    out["signup_device"] = where_told(known, names("dev_", device))
    out["parent_account_id"], out["referrer_id"] = df["parent"].where(df["parent"] != df["account_id"]), df["referrer"]
    return out.sort_values("account_id").reset_index(drop=True)


def payments(world: World) -> pd.DataFrame:
    """The payments feed, within the window."""
    out = pd.concat(world.payments, ignore_index=True)
    out = out[out["added"] < world.days].copy()
    out["removed"] = out["removed"].where(out["removed"] < world.days)
    out["added_at"], out["removed_at"] = stamp(out["added"]), stamp(out["removed"])
    return (
        out.drop(columns=["added", "removed"])
        .drop_duplicates(["account_id", "instrument_id"])
        .sort_values(["account_id", "instrument_id"])
    )


def clusters(world: World) -> pd.DataFrame:
    """The clusters feed; some are not told."""
    edges = world.plans.edges
    area = np.repeat(np.array(AREAS, dtype=object), np.diff(edges))
    number = np.arange(edges[-1])
    out = pd.DataFrame(
        {
            "query_cluster": [f"qc-{i:05d}" for i in number],
            "capability": area,
            "signature": names("simhash64-v1:", mix(number, 181)),
        }
    )
    out["label"] = out["capability"] + " " + (number % 97).astype(str)
    return out[world.rng.random(len(out)) < 0.95]


def _frame(
    d: Day, world: World, table: np.ndarray, popular: tuple[np.ndarray, np.ndarray], ids: np.ndarray
) -> pd.DataFrame:
    """A day's exchanges."""
    said = content(d, world.plans, world.days)
    ours = said.pop("_ours")
    micro = (d.minute * 60e6).astype(np.int64)
    at = pd.Series(FIRST + micro.astype("timedelta64[us]")).dt.tz_localize("UTC")
    out = {
        "occurred_at": at,
        "account_id": ids[d.who],
        "ip": addresses(d, table),
        **gear(d, popular),
        **said,
        **size(d, ours),
    }
    out["exchange_id"] = names("ex_", d.mix(191))
    return pd.DataFrame(out)


def _logins(d: Day, rows: pd.DataFrame, table: np.ndarray) -> pd.DataFrame:
    """The first web session of a day, or the console of an API account; desks log in for many."""
    _, first = np.unique(d.who, return_index=True)
    some = first[d.unit(192)[first] < np.where(rows["surface"].to_numpy()[first] == "api", 0.06, 0.5)]
    out = rows.iloc[some][["account_id", "ip", "device_id", "client"]].copy()
    out["at"] = rows["occurred_at"].iloc[some] - pd.to_timedelta((5 + 200 * d.unit(193)[some]).round(), unit="s")
    desk, key = d.col("desk")[some], d.col("key")[some]
    at = d.col("desk_start")[some] + (mix(desk, 173) % np.maximum(d.col("desk_len")[some], 1).astype(np.uint64)).astype(
        np.int64
    )
    out["ip"] = np.where(desk != 0, texts(table[at], mix(key, d.day)), out["ip"])
    own = np.where(out["device_id"].isna(), names("dev_", d.col("dev1")[some]), out["device_id"])
    out["device_id"] = np.where(desk != 0, names("dev_", mix(desk, 52)), own)
    return out


def _parquet(path: Path, rows: pd.DataFrame) -> None:
    pq.write_table(
        pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None), path, compression="zstd"
    )


def exchanges(world: World, df: pd.DataFrame, table: np.ndarray, out: Path, cap: int) -> int:
    """All days, and how many rows they have; a world that is too large loses honest exchanges by lot."""
    count, rng = counts(world.rng, df, world.days), world.rng
    honest = (df["ring"] == "").to_numpy()
    keep = (cap - count[~honest].sum()) / max(1, count[honest].sum())
    if keep < 1:
        count[honest] = rng.binomial(count[honest], max(0.3, keep))
    world.knobs["_kept_share_of_honest"] = round(float(min(1, keep)), 3)
    cols = {c: df[c].to_numpy() for c in df.columns}
    popular, ids = (stock(rng, 64, False), stock(rng, 64, True)), df["account_id"].to_numpy()
    written = 0
    for day in range(world.days):
        d = Day(cols, count[:, day], day)
        rows = _frame(d, world, table, popular, ids)
        twice = rows[d.unit(194) < 0.0008]
        name = str((FIRST + np.timedelta64(day, "D")).astype("datetime64[D]"))
        written += len(rows) + len(twice)
        _parquet(out / f"exchanges-{name}.parquet", pd.concat([rows, twice], ignore_index=True))
        _parquet(out / f"logins-{name}.parquet", _logins(d, rows, table))
    return written
