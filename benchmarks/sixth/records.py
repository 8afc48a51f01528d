"""The feeds that tell of accounts: who they are and how they pay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.sixth.clients import API, SURFACE, client_name
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.geography import CODES
from benchmarks.sixth.mail import PUBLIC
from benchmarks.sixth.mixing import hexes, mix, mixed, number
from benchmarks.sixth.people import SOMEBODY
from benchmarks.sixth.played import Played
from benchmarks.sixth.scene import Payment
from benchmarks.sixth.words import DEVICE, Words

_EMAIL, _PHONE, _INSTRUMENT, _NAME, _ADDRESS = 61, 62, 71, 72, 73
"""Salts of hashes."""


def accounts(world: Played, words: Words, signup_ip: Any) -> dict[str, Any]:
    """The accounts feed; signup_ip: the text of each account's address at sign-up."""
    scene, cast, sight = world.scene, world.cast, world.sight
    told, emails = np.flatnonzero(world.kept), _distinct(scene.rng, cast.email)
    table: dict[str, Any] = {
        "account_id": words.accounts[told],
        "created_at": words.iso(cast.created[told]),
        "plan": cast.plan[told],
        "country": np.array(CODES)[cast.country[told]],
    }
    table |= _mail(world, words, [emails[row] for row in told])
    if sight.detailed:
        table |= _details(world, words, told)
    if sight.signup:
        table |= _signup(world, words, told) | {"signup_ip": signup_ip[told]}
    if sight.phone:
        table["phone_hash"] = words.hashed(cast.phone_id[told].tolist(), _PHONE)
    return table


def _mail(world: Played, words: Words, emails: list[str]) -> dict[str, Any]:
    shape, domains = world.sight.email, [email.split("@")[1] for email in emails]
    if shape == "raw":
        return {"email": emails}
    if shape == "hash":
        return {"email_hash": words.hashed(emails, _EMAIL), "email_domain": domains}
    return {"email_domain": [domain if domain in PUBLIC else "other" for domain in domains]}


def _details(world: Played, words: Words, told: Any) -> dict[str, Any]:
    scene, cast, accounts = world.scene, world.cast, words.accounts
    referrer = cast.referrer[told]
    private = [scene.private[scene.rng.integers(len(scene.private))] for _ in range((referrer == SOMEBODY).sum())]
    referrer[referrer == SOMEBODY] = private
    referrer[referrer == told] = -1
    return {
        "organization": [name or None for name in cast.organization[told]],
        "verified": cast.verified[told],
        "parent_account_id": [accounts[row] if row >= 0 else None for row in cast.parent[told]],
        "referrer_id": [accounts[row] if row >= 0 else None for row in referrer],
        "status": cast.status[told],
    }


def _signup(world: Played, words: Words, told: Any) -> dict[str, Any]:
    """Who uses programs signed up in a browser."""
    cast, family = world.cast, world.cast.family[told, 0]
    browser = np.where(SURFACE[family] == API, cast.device[told] % 3, family)
    return {
        "signup_client": [client_name(int(code) * 1000 + 20) for code in browser],
        "signup_device": ["d-" + text for text in hexes(mix(cast.signup_device[told], words.seed, DEVICE))],
    }


def payments(world: Played, words: Words) -> pd.DataFrame:
    """The payments feed."""
    scene = world.scene
    known = [row for row in scene.payments if world.kept[row.account] and row.added < scene.days * DAY]
    table: dict[str, Any] = {
        "account_id": [words.accounts[row.account] for row in known],
        "instrument_id": [_serial(row, words.seed) for row in known],
    }
    if world.sight.payments == "full":
        table |= {
            "kind": [row.kind for row in known],
            "issuer_country": [row.country for row in known],
            "bin": [row.bin for row in known],
            "added_at": words.iso([row.added for row in known]),
            "name_hash": words.hashed([row.name for row in known], _NAME),
            "address_hash": words.hashed([row.address for row in known], _ADDRESS),
        }
    return pd.DataFrame(table).drop_duplicates(["account_id", "instrument_id"])


def _distinct(rng: np.random.Generator, emails: list[str]) -> list[str]:
    """Mailboxes without a double: whose name is taken adds a number."""
    seen: set[str] = set()
    out = []
    for email in emails:
        while email in seen:
            local, domain = email.split("@")
            email = f"{local}{rng.integers(2, 99)}@{domain}"
        seen.add(email)
        out.append(email)
    return out


def _serial(row: Payment, seed: int) -> str:
    return f"pi_{mixed(number(row.instrument), seed, _INSTRUMENT) >> 8:014x}"
