"""Every schema version that was ever released comes up to the head, and takes nothing from the data on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import GraphRefused
from app.facts import open_facts
from app.graph import Neo4jStore, catalogue, load_key
from app.graph.digest import digest
from app.graph.migrate import migrate
from app.graph.queries import READ_META
from app.model.schema import GRAPH_VERSION
from app.model.secrets import fingerprint
from app.settings import Settings

pytestmark = pytest.mark.graph

FIRST = [
    "010_key_account",
    "020_key_ip_address",
    "030_key_network",
    "040_key_payment_instrument",
    "050_key_email_domain",
    "060_key_email_pattern",
    "070_key_client",
    "080_key_device",
    "090_key_query_cluster",
    "100_key_action",
    "110_key_ring",
    "120_key_traffic_day",
    "130_key_judgement",
    "140_key_detection_run",
    "150_key_batch",
    "160_key_feed_file",
    "170_key_load_unit",
    "180_key_meta",
    "190_index_account_email_hash",
    "200_index_account_phone_hash",
    "210_index_ring_state",
    "220_index_feed_file_name",
    "230_index_batch_status",
    "240_text_entities",
]
SECOND = ["310_key_triage", "320_key_note", "330_key_client_mutation", "340_key_operator", "350_key_claim"]
THIRD = ["360_key_account_version"]
RELEASED = {1: FIRST, 2: [*FIRST, *SECOND], 3: [*FIRST, *SECOND, *THIRD], 4: [*FIRST, *SECOND, *THIRD]}
RELEASED[5] = RELEASED[4]
"""Version -> the files that a graph of it has had. A release adds a line; the lines above it stay as they are."""
NAMED = re.compile(r"(CONSTRAINT|INDEX) (\w+)")


def file(name: str) -> str:
    return f"schema/{name}"


def text_digest(names: list[str]) -> str:
    """Of the statements without their comments."""
    lines = "\n".join(catalogue.load(file(name)).text for name in names).splitlines()
    texts = "\n".join(line for line in lines if not line.startswith("//"))
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


ENGRAVED = {
    1: "e515a48dc3fa712b",
    2: "d1827b9dd1b11f57",
    3: "28382b5ff88c2c38",
    4: "28382b5ff88c2c38",
    5: "28382b5ff88c2c38",
}
"""SHA-256 of the files' texts: a file that was released is never changed, for no graph would have it run again."""


def test_what_was_released_stays_as_it_was() -> None:
    assert {version: text_digest(names) for version, names in RELEASED.items()} == ENGRAVED
    assert sorted(RELEASED) == list(range(1, GRAPH_VERSION + 1))
    assert sorted(map(file, RELEASED[GRAPH_VERSION])) == sorted(catalogue.names("schema"))


def told(store: Neo4jStore, settings: Settings) -> str:
    with open_facts(settings, []) as view:
        return digest(store, view.connection).digest


def names_in_database(store: Neo4jStore, inline: Any) -> set[str]:
    found = store.auto(inline("SHOW CONSTRAINTS YIELD name RETURN name"))
    found += store.auto(inline("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"))
    return {row["name"] for row in found}


@pytest.fixture
def back(store: Neo4jStore, session_settings: Settings, inline: Any) -> Iterator[Any]:
    """Puts the session's graph back to an older version; it is at the head again afterwards."""

    def to(version: int) -> None:
        for name in set(catalogue.names("schema")) - set(map(file, RELEASED[version])):
            match = NAMED.search(catalogue.load(name).text)
            assert match, name
            store.auto(inline(f"DROP {match[1]} {match[2]} IF EXISTS", "schema"))
        applied = [file(name) for name in RELEASED[version]]
        meta = "MATCH (m:Meta {name: 'ringleader'}) SET m.graph_version = $version, m.applied = $applied"
        store.driver.execute_query(meta, version=version, applied=applied)

    yield to
    to(1)
    migrate(store, fingerprint(load_key(session_settings)))


DATA = """
CREATE (a:Account {account_id: 'a1', exchanges: 3, plan: 'pro'}), (b:Account {account_id: 'a2', exchanges: 4}),
       (d:Device {device_id: 'd1'}), (a)-[:USED_DEVICE {exchanges: 3}]->(d), (b)-[:USED_DEVICE {exchanges: 4}]->(d),
       (r:Ring {ring_id: 'R-AAAAAAAAAA', state: 'flagged', size: 2, score: 0.9, current: true}),
       (a)-[:MEMBER_OF {score: 0.9, from_run: 'D-000001'}]->(r),
       (:Judgement {judgement_id: 'J-1', verdict: 'confirmed', reason: 'r', author: 'ann'})
"""


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_schema_comes_up_to_the_head(
    store: Neo4jStore, session_settings: Settings, inline: Any, back: Any, version: int
) -> None:
    key = fingerprint(load_key(session_settings))
    head = names_in_database(store, inline)
    store.driver.execute_query(DATA)
    facts = told(store, session_settings)
    back(version)
    assert (names_in_database(store, inline) == head) is (RELEASED[version] == RELEASED[GRAPH_VERSION])
    missing = sorted(set(catalogue.names("schema")) - set(map(file, RELEASED[version])))
    assert migrate(store, key) == missing
    assert names_in_database(store, inline) == head and told(store, session_settings) == facts
    (meta,) = store.read(READ_META)
    assert meta["graph_version"] == GRAPH_VERSION and sorted(meta["applied"]) == sorted(catalogue.names("schema"))
    assert migrate(store, key) == []


def test_another_keys_graph_is_not_migrated(store: Neo4jStore, inline: Any, back: Any) -> None:
    back(1)
    before = names_in_database(store, inline)
    with pytest.raises(GraphRefused, match="another key"):
        migrate(store, "0" * 16)
    assert names_in_database(store, inline) == before
