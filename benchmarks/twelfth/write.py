"""The feed on disk: the kinds of the contract, and the truth beside them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.twelfth.acts import acts
from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.flow import exchanges, logins
from benchmarks.twelfth.lands import CODE
from benchmarks.twelfth.naming import Names, when
from benchmarks.twelfth.world import DAY, World

Row = dict[str, Any]


def save(world: World, book: Batch, seat: Batch, rows: Batch, out: Path) -> int:
    """Write every kind and the truth. Returns the rows of exchanges."""
    (out / "truth").mkdir(parents=True)
    name = Names(world, len(book["land"]))
    done = sorted(acts(world, book), key=lambda r: (r["at"], r["account"]))
    _accounts(world, book, name, done, out)
    _payments(world, name, out)
    _table(out / "networks.csv", world.nets.rows)
    _table(out / "clusters.csv", world.topics.rows(world.seed))
    _actions(name, done, out)
    logins(world, book, seat, name, out)
    written = exchanges(world, seat, rows, name, out)
    keys = ("ring", "operator", "cell", "tier", "population", "group_id")
    truth = [
        {"account_id": name.account[i], **{k: book[k][i] for k in keys}, "class": book["klass"][i]}
        for i in range(len(book["land"]))
    ]
    _table(out / "truth" / "truth.csv", sorted(truth, key=lambda r: str(r["account_id"])))
    return written


def _table(path: Path, rows: Iterable[Row]) -> None:
    rows = list(rows)
    raw = gzip.GzipFile(path, "wb", mtime=0) if path.suffix == ".gz" else path.open("wb")
    with raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _accounts(world: World, book: Batch, name: Names, done: list[Row], out: Path) -> None:
    """Two files: accounts as they signed up, and later rows of those whose status changed."""
    kin = {k: [None if v is None else name.account[v] for v in book[k]] for k in ("parent", "referrer")}
    client = book["signup_client"].astype(np.int64) * 16 + np.where(book["signup_client"].astype(int) < 80, 1, 0)
    hidden = world.rng.random(len(book["land"])) < 0.05
    columns = {
        "account_id": name.account,
        "created_at": when(book["created"]),
        "email": book["email"],
        "plan": book["plan"],
        "country": np.where(hidden, NULL, CODE[book["land"]]),
        "organization": book["organization"],
        "status": np.full(len(client), "active", dtype=object),
        "signup_ip": name.ip(book["signup_lo"]),
        "signup_client": name.of(client, "ja4_"),
        "signup_device": name.of(book["signup_dev"], "dev-"),
        "phone_hash": name.of(book["phone"], "ph-"),
        "verified": book["verified"],
        "parent_account_id": kin["parent"],
        "referrer_id": kin["referrer"],
        "updated_at": when(book["created"]),
        "known_at": when(book["created"]),
    }
    order = np.argsort(book["created"], kind="stable")
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=False)]
    _table(out / "accounts.csv", (rows[i] for i in order))
    last = {r["account"]: r for r in done if r["action"] in ("banned", "suspended", "reinstated")}
    status = {"reinstated": "active"}
    later = [
        {
            **rows[i],
            "status": status.get(r["action"], r["action"]),
            "updated_at": when([r["at"]])[0],
            "known_at": when([r["at"]])[0],
        }
        for i, r in sorted(last.items())
    ]
    if later:
        _table(out / "accounts-changed.csv.gz", later)


def _payments(world: World, name: Names, out: Path) -> None:
    rows = world.book.payments
    get = {k: [r[k] for r in rows] for k in rows[0]}
    removed = np.where(
        world.rng.random(len(rows)) < 0.03, np.minimum(np.array(get["added"]) + 9 * DAY, world.close - 60), -1
    )
    _table(
        out / "payments.csv",
        (
            {
                "account_id": a,
                "instrument_id": i,
                "kind": k,
                "issuer_country": c,
                "bin": b,
                "added_at": t,
                "removed_at": e,
                "name_hash": n,
                "address_hash": h,
            }
            for a, i, k, c, b, t, e, n, h in zip(
                name.account[get["account"]],
                name.of(get["code"], "pi_"),
                get["kind"],
                get["issuer_country"],
                get["bin"],
                when(get["added"]),
                when(removed),
                name.of(get["holder"], "n-"),
                name.of(get["house"], "a-"),
                strict=True,
            )
        ),
    )


def _actions(name: Names, done: list[Row], out: Path) -> None:
    times = when([r["at"] for r in done])
    _table(
        out / "actions.csv",
        (
            {"account_id": name.account[r["account"]], "at": t, **{k: r[k] for k in list(r)[2:]}}
            for r, t in zip(done, times, strict=True)
        ),
    )
