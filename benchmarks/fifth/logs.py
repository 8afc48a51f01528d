"""The large feed and those read off it: exchanges by day, sign-ins, decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fifth.cast import REASONS, Scene
from benchmarks.fifth.feeds import MODELS, OUTCOMES, Words, coded, masked, simhashes, stamps
from benchmarks.fifth.mixing import mix
from benchmarks.fifth.style import Plan
from benchmarks.fifth.topics import signatures


def _text(values: npt.NDArray[np.object_]) -> Any:
    codes, stock = pd.factorize(values)
    numbers: Any = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(numbers, pa.array(stock.tolist(), pa.string()))


def _clients(cast: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    api, web = (cast[name].to_numpy(object)[rows.account] for name in ("client_api", "client_web"))
    return np.where(rows.api, api, web)


def exchanges(
    out: Path,
    scene: Scene,
    cast: pd.DataFrame,
    rows: pd.DataFrame,
    words: Words,
    plan: Plan,
    start: pd.Timestamp,
    centre: npt.NDArray[np.uint64],
) -> None:
    """Write one Parquet file for each day."""
    drop = plan.drop.get("exchanges", set())
    rng, web = scene.rng, ~rows.api.to_numpy()
    phone = pd.Series(_clients(cast, rows)).str.contains("-app/", regex=False).to_numpy()
    text: dict[str, Any] = {
        "account_id": lambda: words.accounts[rows.account],
        "ip": lambda: words.ip(rows.ip.to_numpy()),
        "client": lambda: _clients(cast, rows),
        "device_id": lambda: coded("dv_", rows.device),
        "credential_id": lambda: coded("key_", rows.key),
        "model": lambda: MODELS[rows.model],
        "query_cluster": lambda: masked(rows.cluster >= 0, words.clusters[rows.cluster.clip(lower=0)]),
        "surface": lambda: np.select([~web, phone], ["api", "app"], "web").astype(object),
        "outcome": lambda: OUTCOMES[rows.outcome],
        "exchange_id": lambda: coded("x", mix(np.arange(len(rows)), 17) >> np.uint64(9)),
    }
    moment = start.value // 1_000_000 + (rows.second.to_numpy() * 1000).astype(np.int64)
    columns: dict[str, Any] = {"occurred_at": pa.array(moment, pa.timestamp("ms", "UTC"))}
    columns |= {name: _text(make()) for name, make in text.items() if name not in drop}
    columns |= {
        name: pa.array(rows[name], pa.int32()) for name in ("input_tokens", "output_tokens") if name not in drop
    }
    if "signature" not in drop:
        columns["signature"] = pa.array(simhashes(signatures(rng, rows.cluster.to_numpy(), centre)), pa.string())
    table = pa.table(columns)
    edges = np.searchsorted(rows.second.to_numpy(), np.arange(scene.days + 1) * 86400.0)
    for day in range(scene.days):
        part = table.slice(edges[day], edges[day + 1] - edges[day])
        name = f"exchanges-{(start + pd.Timedelta(days=day)).date()}.parquet"
        pq.write_table(part, out / name, compression="zstd", store_schema=False)


def logins(scene: Scene, cast: pd.DataFrame, rows: pd.DataFrame, words: Words, start: pd.Timestamp) -> pd.DataFrame:
    """Sign-ins: some of the sittings begin with one."""
    seen = rows[~rows.api].drop_duplicates(["account", "session"], keep="first")
    more = rows[~rows.api & (scene.rng.random(len(rows)) < 0.03)]
    rows = pd.concat([seen, more]).drop_duplicates(["account", "second"]).sort_values("second")
    at = np.maximum(rows.second.to_numpy() - 20, 0) / 86400
    return pd.DataFrame(
        {
            "account_id": words.accounts[rows.account],
            "at": stamps(start, at),
            "ip": words.ip(rows.ip.to_numpy()),
            "device_id": coded("dv_", rows.device),
            "client": _clients(cast, rows),
        }
    )


def decide(scene: Scene, cast: pd.DataFrame) -> None:
    """Decisions on honest accounts: spam, chargebacks, mistakes put right."""
    rng = scene.rng
    honest = np.flatnonzero((cast.ring == "").to_numpy() & (cast.created < 0).to_numpy())
    for who in rng.choice(honest, len(honest) // 150, replace=False).tolist():
        day = float(rng.uniform(0, scene.days - 1))
        what = str(rng.choice(["warned", "limited", "suspended", "banned"], p=[0.5, 0.25, 0.15, 0.1]))
        scene.act(who, day, what, str(rng.choice(REASONS)))
        if what == "suspended" and rng.random() < 0.6:
            scene.act(who, min(day + 1.5, scene.days - 0.01), "reinstated", "appeal")


def actions(scene: Scene, words: Words, start: pd.Timestamp) -> pd.DataFrame:
    """The actions feed."""
    table = pd.DataFrame(scene.actions, columns=["account", "day", "action", "reason"])
    return pd.DataFrame(
        {
            "account_id": words.accounts[table.account.astype(int)],
            "at": stamps(start, table.day),
            "action": table.action,
            "reason": table.reason,
            "decided_by": np.where(table.reason == "automated-abuse", "rules", "trust-desk"),
            "case_id": [f"case-{n:05d}" if n % 3 else None for n in range(len(table))],
        }
    )
