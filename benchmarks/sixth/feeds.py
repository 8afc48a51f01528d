"""Writes what the feeds keep: exchanges by day, accounts, payments, sign-ins and the rest; and the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sixth.clients import MODELS, OUTCOMES, SURFACES, client_name
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.mixing import hexes, mix
from benchmarks.sixth.played import Played
from benchmarks.sixth.records import accounts, payments
from benchmarks.sixth.topics import CAPABILITIES
from benchmarks.sixth.words import DEVICE, Words, address_text, column, named

_KEY = 52
"""Salt of hashes."""


class Writer:
    """Writes the feeds of one world into a directory."""

    def __init__(self, world: Played, out: Path) -> None:
        self.world, self.out, self.words = world, out, Words(world.scene, len(world.cast))
        rows, logins = world.rows, world.logins
        codes = np.concatenate([rows.ip, logins.ip, world.signup])
        values, places = np.unique(codes, return_inverse=True)
        self.addresses = address_text(self.words, values, world.sight.ip)
        self.ip, self.login_ip, self.signup_ip = np.split(places, [len(rows), len(rows) + len(logins)])

    def write(self) -> None:
        """Every feed that the sight keeps, and the truth."""
        sight = self.world.sight
        self._exchanges()
        if sight.accounts:
            signup = self.addresses[self.signup_ip]
            name = f"accounts-{self.world.scene.first_day + self.world.scene.days}.csv.gz"
            self._csv(name, accounts(self.world, self.words, signup), shuffle=True)
        if sight.payments != "none":
            self._csv("payments.csv", payments(self.world, self.words), shuffle=True)
        if sight.logins:
            self._logins()
        if sight.cluster:
            self._clusters()
        if sight.networks:
            self._networks()
        if sight.actions:
            self._actions()
        self._truth()

    def _exchanges(self) -> None:
        scene, rows, words, sight = self.world.scene, self.world.rows, self.words, self.world.sight
        count = len(rows)
        columns = {
            "exchange_id": pa.array(np.char.add("ex", hexes(mix(np.arange(count), words.seed, 91)))),
            "occurred_at": words.moments(rows.second, scene.rng.integers(0, 1000, count)),
            "account_id": column(words.accounts, rows.account),
            "ip": column(self.addresses, self.ip),
            "model": column(MODELS, rows.model),
            "surface": column(SURFACES, rows.surface),
            "outcome": column(OUTCOMES, rows.outcome),
        }
        if sight.client:
            columns["client"] = named(rows.client, client_name)
        if sight.device:
            columns["device_id"] = named(rows.device, words.key(DEVICE, "d-"))
        if sight.credential:
            columns["credential_id"] = named(rows.key, words.key(_KEY, "key_", 12))
        if sight.cluster:
            columns["query_cluster"] = column(words.clusters, rows.cluster)
        if sight.signature:
            columns["signature"] = pa.array(np.char.add("simhash64-v1:", hexes(rows.signature)))
        if sight.tokens:
            columns |= {"input_tokens": pa.array(rows.tokens_in), "output_tokens": pa.array(rows.tokens_out)}
        table = pa.table(columns)
        edges = np.searchsorted(rows.second, np.arange(scene.days + 1) * DAY)
        for day in range(scene.days):
            part = table.slice(edges[day], edges[day + 1] - edges[day])
            name = f"exchanges-{scene.first_day + day}.parquet"
            pq.write_table(part, self.out / name, compression="zstd", compression_level=1)

    def _logins(self) -> None:
        logins, words = self.world.logins, self.words
        known = np.flatnonzero(self.world.kept[logins.account] & (logins.second < self.world.scene.days * DAY))
        known = known[np.argsort(logins.second[known], kind="stable")]
        table = pa.table(
            {
                "account_id": column(words.accounts, logins.account[known]),
                "at": words.moments(logins.second[known]),
                "ip": column(self.addresses, self.login_ip[known]),
                "device_id": named(logins.device[known], words.key(DEVICE, "d-")),
                "client": named(logins.client[known], client_name),
            }
        )
        pq.write_table(table, self.out / "logins-all.parquet")

    def _clusters(self) -> None:
        scene, asked = self.world.scene, np.unique(self.world.rows.cluster)
        topics = scene.topics
        table = {
            "query_cluster": [self.words.clusters[topic] for topic in asked],
            "label": [topics.labels[topic] if scene.rng.random() < 0.97 else None for topic in asked],
            "capability": [CAPABILITIES[topics.capability[topic]] for topic in asked],
        }
        pd.DataFrame(table).to_json(self.out / "clusters.jsonl", orient="records", lines=True)

    def _networks(self) -> None:
        rows = [row for row in self.world.scene.nets.rows if self.world.scene.rng.random() < self.world.sight.networks]
        self._csv("networks.csv", pd.DataFrame(rows, columns=["prefix", "asn", "organization", "kind"]))

    def _actions(self) -> None:
        scene, words = self.world.scene, self.words
        known = [row for row in scene.actions if self.world.kept[row[0]]]
        deciders = ["policy-bot", "reviewer-2", "reviewer-5"]
        table = {
            "account_id": [words.accounts[row[0]] for row in known],
            "at": words.iso(np.array([max(row[1], 0) for row in known], np.int64)),
            "action": [row[2] for row in known],
            "reason": [row[3] for row in known],
            "decided_by": [scene.rng.choice(deciders) for _ in known],
        }
        self._csv("actions.csv", table)

    def _truth(self) -> None:
        cast, told = self.world.cast, np.flatnonzero(self.world.kept)
        if not self.world.sight.accounts:  # only those that some feed names
            told = told[np.isin(told, self.world.rows.account)]
        table = {"account_id": self.words.accounts[told]}
        for name in ("ring", "operator", "cell", "tier", "population"):
            table[name] = getattr(cast, name)[told]
        table["group_id"] = cast.group[told]
        frame = pd.DataFrame(table).sort_values("account_id")
        (self.out / "truth").mkdir(exist_ok=True)
        frame.to_csv(self.out / "truth" / "truth.csv", index=False)

    def _csv(self, name: str, table: Any, shuffle: bool = False) -> None:
        frame = pd.DataFrame(table)
        if shuffle:
            frame = frame.sample(frac=1, random_state=self.words.seed)
        packed = {"method": "gzip", "compresslevel": 1, "mtime": 0} if name.endswith(".gz") else None
        frame.to_csv(self.out / name, index=False, compression=packed)
