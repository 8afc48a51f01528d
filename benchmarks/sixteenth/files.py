"""Writes the feeds, but for exchanges and logins, and the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.world import World

ACCOUNT = {
    "account_id": "id", "created_at": "created", "email": "email", "plan": "plan", "country": "country",
    "organization": "org", "status": "status", "signup_ip": "signup_ip", "signup_client": "signup_client",
    "signup_device": "signup_dev", "phone_hash": "phone", "verified": "verified", "parent_account_id": "parent",
    "referrer_id": "referrer",
}  # fmt: skip
"""Columns of the accounts feed, and what they hold of an account."""
TRUTH = {"account_id": "id", "ring": "ring", "operator": "operator", "cell": "cell", "tier": "tier",
         "population": "population", "group_id": "group"}  # fmt: skip
ACTION = ("account_id", "at", "action", "reason", "decided_by", "case_id")


def times(seconds: Any) -> Any:
    """Unix seconds as times of whole milliseconds, in UTC."""
    whole = (pd.Series(seconds, dtype="float64") * 1000).round().astype("Int64")
    return pd.to_datetime(whole, unit="ms", utc=True).array


def save(rows: pd.DataFrame, path: Path) -> None:
    """Write a Parquet file."""
    pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path, compression="zstd")


def write(world: World, out: Path) -> pd.DataFrame:
    """All but exchanges and logins; gives the truth, a row an account."""
    accounts = sorted(world.accounts, key=lambda a: a.id)
    rows = _table(accounts, ACCOUNT)
    rows["created_at"] = times(rows.created_at.to_numpy())
    save(_hide(rows) if world.r.random() < 0.3 else rows, out / "accounts.parquet")
    _payments(world, out)
    save(pd.DataFrame(world.net.rows), out / "networks.parquet")
    save(pd.DataFrame(world.topics.rows), out / "clusters.parquet")
    actions = pd.DataFrame(world.actions, columns=ACTION).sort_values(["at", "account_id"], kind="stable")
    actions["at"] = times(actions["at"].to_numpy(dtype=float))
    save(actions, out / "actions.parquet")
    truth = _table(accounts, TRUTH)
    truth.to_csv(out / "truth" / "truth.csv", index=False)
    (out / "truth" / "rings.txt").write_text("\n".join(world.notes) + "\n", encoding="utf-8")
    return truth


def _table(accounts: list[Account], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{name: getattr(a, field) for name, field in columns.items()} for a in accounts])


def _payments(world: World, out: Path) -> None:
    """Nothing is added before the account is there."""
    born = {a.id: a.created for a in world.accounts}
    for row in world.payments:
        row["added_at"] = max(row["added_at"], born[row["account_id"]] + 60)
    rows = pd.DataFrame(world.payments).drop_duplicates(["account_id", "instrument_id"])
    rows = rows.sort_values(["added_at", "account_id"], kind="stable")
    rows = rows[rows.added_at < world.stop]
    for column in ("added_at", "removed_at"):
        rows[column] = times(pd.to_numeric(rows[column]).to_numpy(dtype=float, na_value=np.nan))
    save(rows, out / "payments.parquet")


def _hide(rows: pd.DataFrame) -> pd.DataFrame:
    """In some worlds the lab only keeps a hash and the pattern of a mailbox."""
    local, domain = rows.email.str.split("@").str[0], rows.email.str.split("@").str[1]
    pattern = local.str.replace(r"[a-z]+", "a", regex=True).str.replace(r"[0-9]+", "9", regex=True)
    hashed = rows.email.map(lambda email: f"{_fnv(email):016x}")
    return rows.drop(columns="email").assign(email_hash=hashed, email_domain=domain, email_pattern=pattern)


def _fnv(text: str) -> int:
    """A hash of 64 bits that is the same in every run."""
    out = 1469598103934665603
    for byte in text.encode():
        out = (out ^ byte) * 1099511628211 % (1 << 64)
    return out
