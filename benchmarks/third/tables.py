"""The small feeds as tables: accounts, payments, clusters, networks, actions; and the truth."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.third.account import Account
from benchmarks.third.addresses import Network
from benchmarks.third.cast import Cast
from benchmarks.third.draw import hash64
from benchmarks.third.exchanges import Names
from benchmarks.third.setting import Setting
from benchmarks.third.writer import timestamp


def accounts(s: Setting, people: list[Account], names: Names) -> pd.DataFrame:
    """The accounts feed; in a few worlds with mailboxes hashed."""
    hashed = s.draw.chance(0.35 if s.order.style == "sparse" else 0.08)
    return pd.DataFrame([_account(s, account, names) | _mailbox(account.email, hashed) for account in people])


def _account(s: Setting, account: Account, names: Names) -> dict[str, Any]:
    device, address = account.signup_device, account.signup_ip
    return {
        "account_id": account.account_id,
        "created_at": timestamp(np.floor(account.created)),
        "plan": account.plan,
        "country": account.country,
        "organization": account.organization,
        "status": account.status,
        "signup_ip": None if address is None else names.addresses[address],
        "signup_client": s.clients.texts[account.signup_client],
        "signup_device": None if device is None else s.devices[device],
        "phone_hash": account.phone,
        "verified": account.verified,
        "parent_account_id": account.parent,
        "referrer_id": account.referrer,
    }


def _mailbox(email: str, hashed: bool) -> dict[str, str]:
    if not hashed:
        return {"email": email}
    local, domain = email.split("@")
    numbered = re.sub(r"\d+", lambda digits: f"9{len(digits[0])}", local)
    digest = hashlib.sha256(("k3" + email).encode()).hexdigest()[:32]
    return {"email_hash": digest, "email_domain": domain, "email_pattern": re.sub(r"[a-z]+", "a", numbered)}


def payments(cast: Cast) -> pd.DataFrame:
    """The payments feed: the first row of an account and instrument, in no order."""
    seed = cast.setting.order.seed

    def digest(text: str) -> str:
        return hashlib.sha256((str(seed) + text).encode()).hexdigest()[:20]

    rows = [
        {
            "account_id": row.account_id,
            "instrument_id": row.instrument,
            "kind": row.kind,
            "issuer_country": row.country,
            "bin": row.bin,
            "added_at": timestamp(row.added),
            "removed_at": timestamp(row.removed),
            "name_hash": digest(row.name),
            "address_hash": digest(row.address),
        }
        for row in cast.payments.rows
    ]
    table = pd.DataFrame(rows).drop_duplicates(["account_id", "instrument_id"])
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def clusters(s: Setting, names: Names) -> pd.DataFrame:
    """The clusters feed, which lacks some topics and some capabilities."""
    rng, count = s.draw.rng, len(s.topics.labels)
    missing = rng.random(count) < s.draw.uniform(0, 0.15)
    signatures = hash64(s.order.seed, np.arange(count), 991)
    return pd.DataFrame(
        [
            {
                "query_cluster": names.clusters[topic],
                "label": s.topics.labels[topic],
                "capability": None if rng.random() < 0.05 else s.topics.capabilities[topic],
                "signature": f"simhash64-v1:{int(signatures[topic]):016x}",
            }
            for topic in range(count)
            if not missing[topic]
        ]
    )


def networks(s: Setting) -> pd.DataFrame:
    """The networks feed."""
    rows = pd.DataFrame(s.addresses.networks, columns=list(Network._fields), dtype=object)
    return rows.drop_duplicates("prefix")


def actions(cast: Cast) -> pd.DataFrame:
    """The actions feed; in some worlds it says when each was known."""
    table = pd.DataFrame(
        cast.measures, columns=["account_id", "at", "action", "reason", "decided_by", "case_id"]
    ).sort_values("at")
    table["at"] = [timestamp(at) for at in table["at"]]
    table = table.drop_duplicates(["account_id", "at", "action"])
    if cast.setting.draw.chance(0.3):
        table["known_at"] = table["at"]
    return table


def truth(people: list[Account]) -> pd.DataFrame:
    """Who is in which ring, cell and tier, or of which honest population and group."""
    columns = ("account_id", "ring", "operator", "cell", "tier", "population")
    return pd.DataFrame([{name: getattr(a, name) for name in columns} | {"group_id": a.group} for a in people])
