"""Two simulated labs on a real Neo4j: one operator in both is found in both, nothing raw is exchanged."""

from __future__ import annotations

import ipaddress
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.exports.sharing.box import Box
from app.exports.sharing.foreign import Observed, Own, make_set
from app.exports.sharing.hashing import Hasher
from app.exports.sharing.local import Answer, find
from app.exports.sharing.package import make_revocation
from app.exports.sharing.source import Terms, package_of, read_shared_rings
from app.exports.signed import canonical
from app.exports.stix.build import hidden
from app.graph import Neo4jStore, load_key
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.graph.signing import public_hex
from app.ingest import ingest
from app.model.attribution import Tlp
from app.settings import Settings
from app.worlds import simulate
from app.worlds.spec import RingSpec, WorldSpec

pytestmark = pytest.mark.graph

SECRET, OTHER = Hasher(b"s" * 32), Hasher(b"o" * 32)
KEY, OWN = Ed25519PrivateKey.from_private_bytes(b"a" * 32), b"g" * 32
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
RING = RingSpec("operator-north", 40, cells=2, addresses=4, mail="own-domain", infrastructure="north")
LABS = {
    "ours": WorldSpec(seed=11, accounts=600, days=5, lab="ours", rings=(RING,)),
    "partner": WorldSpec(seed=12, accounts=600, days=5, lab="partner", rings=(replace(RING, size=30),)),
    "stranger": WorldSpec(
        seed=13, accounts=600, days=5, lab="stranger", rings=(replace(RING, infrastructure="south"),)
    ),
}
FLAG = """
CREATE (:DetectionRun {run_id: 'D-000001', parameters: '{}', started_at: datetime('2026-03-30T00:00:00Z')})
CREATE (r:Ring {ring_id: $ring, state: 'flagged', current: true, score: 0.9, size: size($members), exchanges: 5000,
                input_tokens: 1, output_tokens: 1, first_seen: date('2026-03-05'), last_seen: date('2026-03-06'),
                families: [], bits: 1.0, reason: '', from_run: 'D-000001', last_run: 'D-000001'})
WITH r UNWIND $members AS id
MATCH (a:Account {account_id: id})
CREATE (a)-[:MEMBER_OF {score: 0.9, from_run: 'D-000001'}]->(r)
"""

CLEAR = "MATCH (n:DetectionRun|Ring) DETACH DELETE n"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("labs")
    for name, spec in LABS.items():
        simulate(root / name, spec)
    return {name: root / name for name in LABS}


class Load:
    """`load(lab)`: the graph is that lab's; its ring is flagged unless told otherwise."""

    def __init__(self, store: Neo4jStore, settings: Settings, worlds: dict[str, Path]) -> None:
        self.store, self.settings, self.worlds = store, settings, worlds
        self.loaded = ""

    def __call__(self, lab: str, flagged: bool = True) -> None:
        if self.loaded != lab:  # tests only read, but for the ring
            self._ingest(lab)
        self.store.driver.execute_query(CLEAR)
        if flagged:
            truth = pd.read_csv(self.worlds[lab] / "truth" / "truth.csv", keep_default_na=False)
            members = truth.loc[truth["ring"] == "ring-1", "account_id"].tolist()
            self.store.driver.execute_query(FLAG, ring=f"R-{lab.upper()[:8]}AA", members=members)

    def _ingest(self, lab: str) -> None:
        self.store.auto(EMPTY_LINKS)
        self.store.auto(EMPTY_NODES)
        with tempfile.TemporaryDirectory() as facts:
            ingest(self.store, self.settings.model_copy(update={"facts_url": facts}), self.worlds[lab])
        self.loaded = lab


@pytest.fixture(scope="module")
def load(session_store: Neo4jStore, session_settings: Settings, worlds: dict[str, Path]) -> Load:
    return Load(session_store, session_settings, worlds)


@pytest.fixture(scope="module")
def package(session_store: Neo4jStore, load: Load, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What our lab sends."""
    load("ours")
    return send(session_store, tmp_path_factory.mktemp("sent") / "package.json")


def send(store: Neo4jStore, path: Path, days: int = 30) -> Path:
    rings, source = read_shared_rings(store, [])
    terms = Terms(Tlp.AMBER, days)
    made = package_of(rings, source, terms, shared=SECRET, own=Hasher(OWN), key=KEY, now=NOW)
    path.write_bytes(canonical(made.document))
    return path


def received(tmp_path: Path, *files: Path, at: datetime = NOW) -> Box:
    box = Box(tmp_path / "home", lambda: at)
    for one in files:
        box.receive(one, public_hex(KEY), "")
    return box


def matched(store: Neo4jStore, box: Box, *secrets: Hasher) -> Answer:
    return find(store, box.received(), secrets, b"p" * 32)


def test_one_operator_in_two_labs_is_found(session_store: Neo4jStore, load: Load, package: Path, tmp_path: Path):
    load("partner")
    answer = matched(session_store, received(tmp_path, package), SECRET)
    (found,) = [one for one in answer.matches if one.likely]
    assert (found.subject, found.state, found.accounts) == ("R-PARTNERAA", "flagged", 30)
    assert {"payment", "device", "network", "email"} <= set(found.families)
    assert found.tlp == "amber" and found.ring not in package.name
    load("partner", flagged=False)  # the partner knows nothing yet: its accounts are told one by one
    accounts = {
        one.subject for one in matched(session_store, received(tmp_path, package), SECRET).matches if one.likely
    }
    assert len(accounts) == 30


def test_without_the_secret_nothing_matches(session_store: Neo4jStore, load: Load, package: Path, tmp_path: Path):
    load("partner")
    answer = matched(session_store, received(tmp_path, package), OTHER)
    assert answer.matches == [] and dict(answer.locked) == {SECRET.fingerprint: answer.live} and answer.live > 10


def test_revoked_and_expired_indicators_do_not_match(
    session_store: Neo4jStore, load: Load, package: Path, tmp_path: Path
):
    load("partner")
    told = json.loads(package.read_bytes())
    box = received(tmp_path, package)
    (before,) = [one for one in matched(session_store, box, SECRET).matches if one.likely]
    cards = [one["hash"] for one in told["indicators"] if one["kind"] == "instrument"]
    one = tmp_path / "one.json"
    one.write_bytes(canonical(make_revocation([], cards, KEY, NOW)))
    box.receive(one, public_hex(KEY), "")
    (after,) = [found for found in matched(session_store, box, SECRET).matches if found.likely]
    assert "payment" in before.families and "payment" not in after.families
    late = matched(session_store, Box(tmp_path / "home", lambda: NOW + timedelta(days=30)), SECRET)
    assert (late.matches, late.live, late.lost["expired"]) == ([], 0, len(told["indicators"]))
    whole = tmp_path / "whole.json"
    whole.write_bytes(canonical(make_revocation([told["package"]], [], KEY, NOW)))
    box.receive(whole, public_hex(KEY), "")
    answer = matched(session_store, box, SECRET)
    assert (answer.matches, answer.live) == ([], 0)


def test_what_stix_and_misp_named_is_found_here(
    session_store: Neo4jStore, load: Load, worlds: dict[str, Path], session_settings: Settings, tmp_path: Path
):
    load("partner")
    key = load_key(session_settings)
    accounts: Any = pd.read_parquet(worlds["partner"] / "accounts.parquet")
    one = accounts[accounts["signup_device"] != ""].iloc[0]
    card = pd.read_parquet(worlds["partner"] / "payments.parquet")["instrument_id"].iloc[0]
    (asn,) = session_store.driver.execute_query(
        "MATCH (n:Network) WHERE n.asn IS NOT NULL RETURN min(n.asn) AS asn"
    ).records
    told = [
        Observed("email", one["email"], "their campaign"),
        Observed("address", one["signup_ip"], "their campaign"),
        Observed("asn", str(asn["asn"]), "their campaign"),
        Observed("account", hidden(key, "account", one["account_id"]), "their campaign"),
        Observed("instrument", hidden(key, "instrument", card), "another"),
    ]
    box = received(tmp_path)
    assert box.receive_set(make_set("stix", "bundle--1", "amber", Own(key).take(told), NOW, 30))
    answer = find(session_store, box.received(), [], key)
    (found,) = [each for each in answer.matches if each.subject == one["account_id"] and each.ring == "their campaign"]
    assert {"email", "ip", "account"} <= {each.kind for each in found.shared} and found.likely
    assert [each.shared[0].value for each in answer.matches if each.ring == "another"][:1] == [card]
    assert find(session_store, box.received(), [], b"x" * 32).matches == []


def test_unrelated_labs_find_nothing(session_store: Neo4jStore, load: Load, package: Path, tmp_path: Path):
    load("stranger")
    assert [one for one in matched(session_store, received(tmp_path, package), SECRET).matches if one.likely] == []


def test_nothing_raw_is_exchanged(package: Path, worlds: dict[str, Path]):
    text = package.read_text()
    assert json.loads(text)["indicators"] and not list(leaks(text))
    raw = set(raw_values(worlds["ours"]))
    assert len(raw) > 1_000 and not [value for value in raw if value in text]
    assert "R-OURSAA" not in text


@pytest.mark.parametrize(
    "planted",
    [
        "a@b.example",
        "198.51.100.7",
        "2001:db8::1",
        "4111 1111 1111 1111",
        "4111111111111111",
        "acct_0a1b2c3d",
        "pm_0000001",
    ],
)
def test_the_scanner_itself(planted: str):
    assert list(leaks(json.dumps({"note": f"x {planted} y"})))


def leaks(text: str) -> Iterator[str]:
    """Anything that looks like mail address, address, card, account or prompt."""
    yield from re.findall(r"[^\s\"@]+@[^\s\"@]+\.[a-z]{2,}", text)
    yield from re.findall(r"(?:acct|pm|dev|cus|pi)[_-]\w+", text)
    for strings in re.findall(r'"((?:[^"\\]|\\.)*)"', text):
        if len(strings.split()) > 4:  # words in a row: a sentence
            yield strings
        for word in re.split(r"[\s,;]+", strings):
            try:
                yield str(ipaddress.ip_network(word, strict=False))
            except ValueError:
                continue
    yield from re.findall(r"(?<![0-9a-f])\d(?:[ -]?\d){12,18}(?![0-9a-f])", text)


def raw_values(folder: Path) -> Iterator[str]:
    """Every identifier of the lab's feeds, as they are."""
    for name, columns in (
        ("accounts", ["account_id", "email", "signup_ip", "signup_device", "signup_client"]),
        ("payments", ["instrument_id", "name_hash"]),
    ):
        frame: Any = pd.read_parquet(folder / f"{name}.parquet")
        for column in columns:
            yield from frame[column].dropna().unique().tolist()
