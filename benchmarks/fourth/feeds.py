"""The feeds of a world that describe accounts: accounts, payments, logins, actions; and the truth."""

from __future__ import annotations

import hashlib
import re

import numpy as np
import pandas as pd

from benchmarks.fourth.feedplan import FeedPlan
from benchmarks.fourth.tools import DAY, Array, unit
from benchmarks.fourth.traffic import Traffic, exits_at
from benchmarks.fourth.world import World
from benchmarks.fourth.writing import stamps, words

TRUTH = ("account_id", "ring", "operator", "cell", "tier", "population", "group_id")


def addresses(world: World, plan: FeedPlan, codes: Array) -> Array:
    """Addresses as the feeds tell them: text, a keyed hash, or nothing."""
    unique, back = np.unique(codes, return_inverse=True)
    if plan.address == "none":
        return np.full(len(codes), None, dtype=object)
    text = world.net.strings(unique)
    if plan.address == "hashed":
        text = np.array(
            [None if one is None else f"h:{digest(one, world.order.seed)[:24]}" for one in text], dtype=object
        )
    return text[back]


def digest(text: str, key: int) -> str:
    """A keyed hash in hex."""
    return hashlib.blake2b(text.encode(), key=str(key).encode(), digest_size=20).hexdigest()


def accounts_table(world: World, plan: FeedPlan, people: pd.DataFrame, ids: Array) -> pd.DataFrame:
    """The accounts feed."""
    rng, salt = world.rng, world.order.seed
    people = people.reset_index(drop=True)
    number = np.arange(len(people))
    first = exits_at(world, people, number, np.zeros(len(people)), "p3_login")
    signup = people["signup_ip"].to_numpy(dtype=np.int64)
    clients = np.array([*world.clients, None], dtype=object)
    parent, referrer = (people[name].to_numpy(dtype=np.int64) for name in ("parent", "referrer"))
    referrer = np.where(referrer == number, -1, referrer)
    table = pd.DataFrame(
        {
            "account_id": ids, "created_at": stamps(people["created"].to_numpy(dtype=float)), "email": people["email"],
            "plan": people["plan"], "country": people["country"], "organization": people["organization"],
            "status": people["status"],
            "signup_ip": addresses(world, plan, np.where(signup == -2, first, signup)),
            "signup_client": clients[people["signup_client"].to_numpy(dtype=np.int64)],
            "signup_device": words("dv-", people["signup_device"].to_numpy(), salt),
            "phone_hash": words("tel", people["phone"].to_numpy(), salt), "verified": people["verified"],
            "parent_account_id": np.where(parent >= 0, ids[parent], None),
            "referrer_id": np.where(referrer >= 0, ids[referrer], None),
        }
    )  # fmt: skip
    for name in ("email", "country", "signup_ip", "signup_client", "signup_device", "phone_hash", "verified"):
        table.loc[rng.random(len(table)) < plan.holes, name] = None
    if plan.address == "none":
        table = table.drop(columns="signup_ip")
    return hide_mail(table, salt) if plan.email == "hashed" else table


def hide_mail(table: pd.DataFrame, key: int) -> pd.DataFrame:
    """Mail as hash, domain and shape (letters `a`, digits `9`)."""
    text = [one if isinstance(one, str) else None for one in table["email"]]
    table["email_hash"] = [one and digest(one, key) for one in text]
    table["email_domain"] = [one and one.partition("@")[2] for one in text]
    table["email_pattern"] = [
        one and re.sub(r"[a-z]", "a", re.sub(r"[0-9]", "9", one.partition("@")[0])) for one in text
    ]
    return table.drop(columns="email")


def payments_table(world: World, plan: FeedPlan, ids: Array) -> pd.DataFrame:
    """The payments feed: added once the account is there, known before the world ends, now and then removed."""
    rng, salt = world.rng, world.order.seed
    rows = world.payments().drop_duplicates(["account", "instrument"])
    account = rows["account"].to_numpy(dtype=np.int64)
    born = world.accounts()["created"].to_numpy(dtype=float)[account]
    end = world.start + world.days * DAY - 1
    added = np.minimum(np.maximum(rows["added"].to_numpy(dtype=float), born + 60 + 3000 * rng.random(len(rows))), end)
    gone = np.where(rng.random(len(rows)) < 0.03, added + rng.exponential(20, len(rows)) * DAY, np.nan)
    gone = np.where(gone < end, gone, np.nan)
    return pd.DataFrame(
        {
            "account_id": ids[account], "instrument_id": words("pm-", rows["instrument"].to_numpy(), salt),
            "kind": rows["kind"].to_numpy(),
            "issuer_country": rows["issuer_country"].to_numpy(), "bin": rows["bin"].to_numpy(),
            "added_at": stamps(added),
            "removed_at": stamps(gone), "name_hash": words("nm", rows["name"].to_numpy(), salt),
            "address_hash": words("ad", rows["address"].to_numpy(), salt),
        }
    )  # fmt: skip


def logins_table(world: World, plan: FeedPlan, people: pd.DataFrame, traffic: Traffic, ids: Array) -> pd.DataFrame:
    """The logins feed: on some days, minutes before the first exchange; operators slip here more than elsewhere."""
    day = (traffic.at // DAY).astype(np.int64)
    key, first = np.unique(traffic.account * 64 + day, return_index=True)
    chosen = first[unit(key, 41) < people["login"].to_numpy(dtype=float)[traffic.account[first]]]
    account, at = traffic.account[chosen], np.maximum(traffic.at[chosen] - 20 - 600 * unit(chosen, 43), 0)
    at = np.maximum(at, people["created"].to_numpy(dtype=float)[account] - world.start + 1)
    exit_ = exits_at(world, people, account, at, "p3_login")
    clients = np.array([*world.clients, None], dtype=object)
    table = pd.DataFrame(
        {
            "account_id": ids[account], "at": stamps(world.start + at), "ip": addresses(world, plan, exit_),
            "device_id": words("dv-", people["device"].to_numpy(dtype=np.int64)[account], world.order.seed),
            "client": clients[people["client"].to_numpy(dtype=np.int64)[account]],
        }
    )  # fmt: skip
    table = table.drop_duplicates(["account_id", "at", "ip", "device_id"])
    return table.drop(columns="ip") if plan.address == "none" else table


def truth_table(people: pd.DataFrame, ids: Array) -> pd.DataFrame:
    """Who is who."""
    table = people[list(TRUTH[1:])].copy()
    table.insert(0, "account_id", ids)
    return table
