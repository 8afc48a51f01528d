"""From numbers to feed tables: text ids, times, and what this style's feeds keep."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.fifth.cast import I64, Scene
from benchmarks.fifth.geography import CODES
from benchmarks.fifth.nets import shown
from benchmarks.fifth.style import Plan
from benchmarks.fifth.topics import CAPABILITIES

Objects = npt.NDArray[np.object_]
MODELS = np.array(["atlas-large", "atlas-medium", "atlas-small", "atlas-legacy"], object)
OUTCOMES = np.array(["ok", "refused", "limited", "error"], object)


def coded(prefix: str, numbers: npt.ArrayLike, width: int = 14) -> Objects:
    """Text ids of key numbers; none where the key is 0 or less."""
    codes, values = pd.factorize(np.asarray(numbers))
    text = np.array(
        [f"{prefix}{value & 0xFFFFFFFFFFFFFF:0{width}x}" if value > 0 else None for value in values.tolist()], object
    )
    return text[codes]


def stamps(start: pd.Timestamp, days: npt.ArrayLike) -> Objects:
    """RFC 3339 text of times given in days from the start; none where not a number."""
    seconds = np.asarray(days, float) * 86400
    moment = start.tz_localize(None) + pd.to_timedelta(np.floor(seconds), unit="s")
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_numpy(object)
    return masked(~np.isnan(seconds), text)


def masked(known: npt.ArrayLike, values: npt.ArrayLike) -> Objects:
    """The values where they are known, none elsewhere."""
    return np.where(np.asarray(known), np.asarray(values, object), np.array(None, object))


class Words:
    """Text of one world: addresses (hashed in some styles), clusters and accounts."""

    def __init__(self, scene: Scene, plan: Plan, accounts: int) -> None:
        rng = scene.rng
        self.accounts = np.array(
            [f"ac-{n:011x}" for n in rng.choice(1 << 42, accounts, replace=False).tolist()], object
        )
        total = len(scene.topics.capability)
        self.clusters = np.array(
            [f"qc{n:07x}" for n in (rng.permutation(total) + int(rng.integers(1 << 20, 1 << 24))).tolist()], object
        )
        self.salt = rng.bytes(16)
        self.hashed = plan.hashed_ip

    def ip(self, numbers: I64) -> Objects:
        """Addresses as text."""
        codes, values = pd.factorize(numbers)
        text = shown(values)
        if self.hashed:
            text = ["h:" + hashlib.blake2b(each.encode(), key=self.salt, digest_size=12).hexdigest() for each in text]
        return np.array(text, object)[codes]


def accounts(scene: Scene, cast: pd.DataFrame, words: Words, start: pd.Timestamp, plan: Plan) -> pd.DataFrame:
    """The accounts feed."""
    rng, count = scene.rng, len(cast)
    number = np.arange(count)
    net = np.where(cast.signup_net >= 0, cast.signup_net, cast.net).astype(np.int64)
    birth = np.floor(cast.created.to_numpy()).astype(np.int64)
    ip = scene.nets.address(
        net, cast.home.to_numpy().astype(np.uint64), number, np.maximum(birth, 0), number * 0 + 77, number
    )
    banned = {who for who, _, what, _ in scene.actions if what in ("banned", "suspended")}
    parent, referrer = (
        masked(cast[name] >= 0, words.accounts[cast[name].clip(lower=0)]) for name in ("parent", "referrer")
    )
    table: dict[str, Any] = {
        "account_id": words.accounts,
        "created_at": stamps(start, cast.created),
        "plan": cast["plan"],
        "country": CODES[cast.country],
        "organization": cast.organization.replace("", None),
        "status": np.where(np.isin(number, list(banned)), "suspended", "active"),
        "signup_ip": masked(rng.random(count) < 0.97, words.ip(ip)),
        "signup_client": masked(cast.p_api < 1, cast.client_web),
        "signup_device": coded("dv_", cast.device),
        "phone_hash": coded("ph_", cast.phone),
        "verified": cast.verified,
        "parent_account_id": parent,
        "referrer_id": referrer,
    }
    if plan.hashed_mail:
        table |= {
            "email_hash": [
                hashlib.blake2b(mail.encode(), key=words.salt, digest_size=12).hexdigest() for mail in cast.email
            ],
            "email_domain": cast.email.str.split("@").str[1],
            "email_pattern": cast.email.str.split("@")
            .str[0]
            .str.replace(r"[a-z]+", "a", regex=True)
            .str.replace(r"[0-9]", "9", regex=True),
        }
    else:
        table["email"] = cast.email
    return pd.DataFrame(table)


def payments(scene: Scene, words: Words, start: pd.Timestamp) -> pd.DataFrame:
    """The payments feed."""
    table = pd.concat(scene.pays, ignore_index=True).drop_duplicates(["account", "card"])
    table["added"] = table.added.clip(upper=scene.days - 0.1)
    removed = np.where((table.removed > table.added) & (table.removed < scene.days), table.removed, np.nan)
    feed = pd.DataFrame(
        {
            "account_id": words.accounts[table.account],
            "instrument_id": coded("fp_", table.card),
            "kind": table.kind,
            "issuer_country": CODES[table.country],
            "bin": masked(table.bin > 0, table.bin.astype(str)),
            "added_at": stamps(start, table.added),
            "removed_at": stamps(start, removed),
            "name_hash": coded("n", table.name),
            "address_hash": coded("a", table.address),
        }
    )
    return feed.sort_values(["account_id", "instrument_id"])


def clusters(scene: Scene, words: Words, centre: npt.NDArray[np.uint64]) -> pd.DataFrame:
    """The clusters feed."""
    kind = np.array(CAPABILITIES, object)[scene.topics.capability]
    marks = [f"{c} {m[-4:]}" for c, m in zip(kind, words.clusters, strict=True)]
    table = pd.DataFrame({"query_cluster": words.clusters, "label": marks, "capability": kind})
    table["signature"] = simhashes(centre)
    return table.sort_values("query_cluster")


def simhashes(values: npt.NDArray[np.uint64]) -> Objects:
    """Signatures as text."""
    return np.array([f"simhash64-v1:{value:016x}" for value in values.tolist()], object)
