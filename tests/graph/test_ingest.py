"""Feeds into the real graph: what stands there afterwards, what does not change it, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from app.errors import DataError
from app.facts import open_facts
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.ingest import ingest
from app.ingest.quarantine import entries
from app.ingest.queries import OPEN_BATCH
from app.ingest.run import batch_id_of, inspect
from app.ingest.sources import Selection, find_sources
from app.settings import Settings
from tests.examples import examples

pytestmark = pytest.mark.graph

NOTHING = {
    "files": 0,
    "rows": 0,
    "quarantined": 0,
    "duplicates": 0,
    "exchanges": 0,
    "erased": 0,
    "quarantined_files": 0,
}


class Graph:
    """The session's graph with a drop directory of this test's own."""

    def __init__(self, store: Neo4jStore, settings: Settings, drop: Path, inline: Any) -> None:
        self.store, self.settings, self.drop, self.inline = store, settings, drop, inline
        drop.mkdir(exist_ok=True)

    def put(self, name: str, text: str) -> Path:
        """A feed file."""
        path = self.drop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self) -> dict[str, Any]:
        """One run; its document without the time."""
        document = ingest(self.store, self.settings, self.drop).document
        del document["seconds"]
        return document

    def tell(self, text: str) -> set[tuple[Any, ...]]:
        """Rows of a read statement as a set of tuples."""
        return {tuple(row.values()) for row in self.store.read(self.inline(text))}

    def done(self) -> list[str]:
        return [row["batch_id"] for row in self.store.read(LIST_DONE_BATCHES)]

    def digest(self) -> str:
        with open_facts(self.settings, self.done()) as view:
            return digest(self.store, view.connection).digest

    def refused(self) -> set[tuple[Any, ...]]:
        with open_facts(self.settings, self.done()) as view:
            found = entries(view, datetime.now(UTC).date())
        return {(entry["file"], entry["line"], entry["column"], entry["reason"]) for entry in found}

    def facts(self, select: str) -> list[tuple[Any, ...]]:
        with open_facts(self.settings, self.done()) as view:
            return view.connection.execute(select).fetchall()


@pytest.fixture
def graph(store: Neo4jStore, settings: Settings, tmp_path: Path, inline: Any) -> Graph:
    return Graph(store, settings, tmp_path / "drop", inline)


def every_kind(graph: Graph) -> None:
    """A small directory with every kind of feed and every format."""
    graph.put(
        "accounts-1.csv",
        "account_id,created_at,email,plan,signup_ip,signup_client,signup_device,parent_account_id,referrer_id\n"
        "a1,2026-03-01T08:00:00Z,Anna.Smith42@gmail.com,free,203.0.113.7,ja4-1,d1,org,a2\n"
        "a2,2026-03-01T09:00:00+01:00,,team,,,,,\n",
    )
    graph.put("payments.jsonl", '{"account_id": "a1", "instrument_id": "pi_1", "kind": "card", "added_at": null}\n')
    day = graph.drop / "2026" / "exchanges-1.csv.gz"
    day.parent.mkdir()
    day.write_bytes(
        gzip.compress(
            b"occurred_at,account_id,ip,client,device_id,model,query_cluster,input_tokens,output_tokens\n"
            b"2026-03-02T10:00:00Z,a1,203.0.113.7,ja4-1,d1,m1,q1,10,20\n"
            b"2026-03-03T10:07:00Z,a1,203.0.113.7,ja4-1,d2,m1,q1,,5\n"
            b"2026-03-02T10:00:00Z,ghost,2001:db8::9,,,m1,q2,1,1\n"
        )
    )
    clusters = pa.table({"query_cluster": ["q1"], "label": ["sorting"], "capability": ["software-engineering"]})
    pq.write_table(clusters, graph.drop / "clusters.parquet")
    graph.put("networks.csv", "prefix,asn,kind\n203.0.0.0/16,AS64500,hosting\n203.0.113.0/26,64501,vpn\n")
    graph.put("logins.csv", "account_id,at,ip,device_id\na2,2026-03-01T12:00:00Z,203.0.113.200,d9\n")
    graph.put("actions.csv", "account_id,at,action,reason\na2,2026-03-04T12:00:00Z,banned,resale\n")
    graph.put("truth/truth.csv", "account_id,ring,operator\n")
    graph.put("notes.csv.part", "not yet whole")


def test_every_kind_of_feed_becomes_nodes_and_links(graph: Graph) -> None:
    every_kind(graph)
    assert graph.ingest() == {
        **NOTHING,
        "files": 7,
        "rows": 11,
        "exchanges": 3,
        "accounts": 4,
        "skipped_files": 0,
    }
    assert graph.tell(
        "MATCH (a:Account) RETURN a.account_id, a.plan, a.exchanges, a.input_tokens, a.output_tokens"
    ) == {
        ("a1", "free", 2, 10, 25),
        ("a2", "team", 0, 0, 0),
        ("ghost", None, 1, 1, 1),
        ("org", None, 0, 0, 0),
    }
    links = graph.tell(
        "MATCH (a:Account)-[r]->(t) RETURN a.account_id AS a, type(r) AS r, "
        "coalesce(t.address, t.client, t.device_id, t.query_cluster, t.domain, t.pattern, t.instrument_id, "
        "t.account_id, t.action) AS t, r.exchanges AS n"
    )
    assert links == {
        ("a1", "SIGNED_UP_FROM", "203.0.113.7", None),
        ("a1", "SIGNED_UP_WITH", "ja4-1", None),
        ("a1", "SIGNED_UP_ON", "d1", None),
        ("a1", "HAS_EMAIL_DOMAIN", "gmail.com", None),
        ("a1", "HAS_EMAIL_PATTERN", "v1:w4.w5d2", None),
        ("a1", "CHILD_OF", "org", None),
        ("a1", "REFERRED_BY", "a2", None),
        ("a1", "PAID_WITH", "pi_1", None),
        ("a1", "USED_IP", "203.0.113.7", 2),
        ("a1", "USED_CLIENT", "ja4-1", 2),
        ("a1", "USED_DEVICE", "d1", 1),
        ("a1", "USED_DEVICE", "d2", 1),
        ("a1", "ASKED", "q1", 2),
        ("ghost", "USED_IP", "2001:db8::/64", 1),
        ("ghost", "ASKED", "q2", 1),
        ("a2", "LOGGED_IN_FROM", "203.0.113.200", None),
        ("a2", "LOGGED_IN_ON", "d9", None),
        ("a2", "SUBJECT_OF", "banned", None),
    }
    assert graph.tell("MATCH (q:QueryCluster) RETURN q.query_cluster, q.label, q.capability") == {
        ("q1", "sorting", "software-engineering"),
        ("q2", None, None),
    }
    assert graph.tell("MATCH (i:IpAddress)-[r]->(n:Network) RETURN i.address, type(r), n.prefix, n.asn") == {
        ("203.0.113.7", "IN_SUBNET", "203.0.113.0/24", None),
        ("203.0.113.200", "IN_SUBNET", "203.0.113.0/24", None),
        ("2001:db8::/64", "IN_SUBNET", "2001:db8::/48", None),
        ("203.0.113.7", "IN_NETWORK", "203.0.113.0/26", 64501),
        ("203.0.113.200", "IN_NETWORK", "203.0.0.0/16", 64500),
    }
    assert set(
        graph.facts("SELECT account_id, day, hour, model, exchanges, input_tokens, output_tokens FROM usage")
    ) == {
        ("a1", date(2026, 3, 2), 10, "m1", 1, 10, 20),
        ("a1", date(2026, 3, 3), 10, "m1", 1, 0, 5),
        ("ghost", date(2026, 3, 2), 10, "m1", 1, 1, 1),
    }
    assert set(graph.facts("SELECT account_id, day, s0, s1, s2 FROM presence")) == {
        ("a1", date(2026, 3, 2), 0, 1 << 56, 0),
        ("a1", date(2026, 3, 3), 0, 1 << 57, 0),
        ("ghost", date(2026, 3, 2), 0, 1 << 56, 0),
    }
    assert graph.tell("MATCH (u:LoadUnit) RETURN u.key") == set()
    assert list((graph.settings.home / "spool").iterdir()) == []


def test_the_mail_address_itself_is_nowhere(graph: Graph) -> None:
    every_kind(graph)
    graph.ingest()
    everything = json.dumps(graph.store.read(graph.inline("MATCH (n) RETURN properties(n) AS p")), default=str)
    assert "smith" not in everything.lower()


def test_a_second_run_changes_nothing(graph: Graph) -> None:
    every_kind(graph)
    graph.ingest()
    before = graph.digest()
    assert graph.ingest() == {**NOTHING, "accounts": 4, "skipped_files": 7}
    (graph.drop / "exchanges-copy.csv.gz").write_bytes((graph.drop / "2026" / "exchanges-1.csv.gz").read_bytes())
    assert graph.ingest() == {**NOTHING, "accounts": 4, "skipped_files": 8}
    assert graph.digest() == before


def test_exchanges_of_one_name_with_other_content_are_a_conflict(graph: Graph) -> None:
    graph.put("exchanges-1.csv", "account_id,occurred_at\na1,2026-03-01T00:00:00Z\n")
    graph.ingest()
    graph.put("exchanges-1.csv", "account_id,occurred_at\na1,2026-03-01T00:00:00Z\na1,2026-03-01T00:00:01Z\n")
    document = graph.ingest()
    assert (document["files"], document["exchanges"], document["quarantined_files"]) == (1, 0, 1)
    assert {(file, line, reason[:41]) for file, line, _, reason in graph.refused()} == {
        ("exchanges-1.csv", 0, "a file of this name was read before with ")
    }
    assert graph.tell("MATCH (a:Account) RETURN a.exchanges") == {(1,)}
    assert graph.ingest() == {**NOTHING, "accounts": 1, "skipped_files": 1}


def test_a_corrected_account_replaces_row_and_links_whole(graph: Graph) -> None:
    head = "account_id,created_at,email,signup_ip,referrer_id,plan,updated_at\n"
    graph.put("accounts.csv", head + "a1,2026-03-01T00:00:00Z,x@acme.example,192.0.2.1,a9,team,2026-03-02T00:00:00Z\n")
    graph.ingest()
    graph.put("accounts.csv", head + "a1,2026-03-01T00:00:00Z,x1@other.example,,,,2026-03-03T00:00:00Z\n")
    graph.ingest()
    graph.put("accounts-old.csv", head + "a1,2026-03-01T00:00:00Z,,192.0.2.7,,free,2026-03-01T00:00:00Z\n")
    graph.ingest()
    assert graph.tell("MATCH (a:Account {account_id: 'a1'}) RETURN a.plan, a.referrer_id") == {(None, None)}
    assert graph.tell("MATCH (:Account)-[r]->(t) RETURN type(r) AS r, coalesce(t.domain, t.pattern) AS t") == {
        ("HAS_EMAIL_DOMAIN", "other.example"),
        ("HAS_EMAIL_PATTERN", "v1:w1d1"),
    }


IDS = "exchange_id,account_id,occurred_at,input_tokens\n"


def test_copies_count_once_and_conflicts_are_kept_apart(graph: Graph) -> None:
    graph.put(
        "exchanges-1.csv",
        IDS + "e1,a1,2026-03-01T10:00:00Z,5\ne1,a1,2026-03-01T11:00:00Z,5\ne1,a1,2026-03-02T00:00:00Z,5\n"
        ",a1,2026-03-01T10:00:00Z,5\n,a1,2026-03-01T10:00:00Z,5\n",
    )
    graph.put("exchanges-2.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,5\ne1,a1,2026-03-01T10:00:00Z,6\n")
    first = graph.ingest()
    assert (first["rows"], first["exchanges"], first["duplicates"], first["quarantined"]) == (7, 4, 2, 1)
    graph.put("exchanges-3.csv", IDS + "e1,a2,2026-03-01T10:00:00Z,5\ne1,a1,2026-03-01T09:00:00Z,5.0\nx,a1,bad,\n")
    second = graph.ingest()
    assert (second["rows"], second["exchanges"], second["duplicates"], second["quarantined"]) == (3, 0, 1, 2)
    assert {(file, line, column) for file, line, column, _ in graph.refused()} == {
        ("exchanges-2.csv", 3, "exchange_id"),
        ("exchanges-3.csv", 2, "exchange_id"),
        ("exchanges-3.csv", 4, "occurred_at"),
    }
    assert graph.tell("MATCH (a:Account) RETURN a.account_id, a.exchanges, a.input_tokens") == {("a1", 4, 20)}
    ledger = "MATCH (f:FeedFile) RETURN f.name, f.rows, f.exchanges, f.duplicates, f.quarantined"
    assert graph.tell(ledger) == {
        ("exchanges-1.csv", 5, 4, 1, 0),
        ("exchanges-2.csv", 2, 0, 1, 1),
        ("exchanges-3.csv", 3, 0, 1, 2),
    }


def test_a_late_file_reaches_back(graph: Graph) -> None:
    graph.put("exchanges-2.csv", "account_id,occurred_at,ip\na1,2026-03-05T00:00:00Z,192.0.2.1\n")
    graph.ingest()
    graph.put("exchanges-1.csv", "account_id,occurred_at,ip\na1,2026-03-01T00:00:00Z,192.0.2.1\n")
    graph.ingest()
    text = (
        "MATCH (a:Account)-[r:USED_IP]->() "
        "RETURN date(a.first_seen) AS a, date(r.first_seen) AS first, date(r.last_seen) AS last, r.exchanges AS n"
    )
    assert graph.tell(text) == {(date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 5), 2)}


def test_new_prefixes_concern_old_addresses(graph: Graph) -> None:
    graph.put("exchanges.csv", "account_id,occurred_at,ip\na1,2026-03-01T00:00:00Z,192.0.2.1\n")
    graph.put("networks-1.csv", "prefix\n192.0.0.0/8\n")
    graph.ingest()
    graph.put("networks-2.csv", "prefix\n192.0.2.0/25\n192.0.2.128/25\n")
    graph.ingest()
    assert graph.tell("MATCH (i:IpAddress)-[:IN_NETWORK]->(n) RETURN i.address, n.prefix") == {
        ("192.0.2.1", "192.0.2.0/25")
    }


def _begin(graph: Graph) -> str:
    """A batch over what is in the directory that a killed run left open before its plan was on disk."""
    inputs = [inspect(source) for source in find_sources(graph.drop)]
    files = [
        {"sha256": e.scan.sha256, "name": e.source.name, "kind": e.source.kind, "position": n}
        for n, e in enumerate(inputs)
    ]
    batch_id = batch_id_of(inputs)
    params = {"plan_version": 1, "settings_digest": "", "files": files}
    graph.store.write((OPEN_BATCH, {"batch_id": batch_id, **params}))
    return batch_id


def test_an_open_batch_is_finished_before_anything_new(graph: Graph) -> None:
    graph.put("exchanges-1.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,5\n")
    batch = _begin(graph)
    graph.put("exchanges-0.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,6\n")
    document = graph.ingest()
    assert (document["files"], document["exchanges"], document["quarantined"]) == (2, 1, 1)
    assert batch in graph.done()
    assert graph.tell("MATCH (a:Account) RETURN a.input_tokens") == {(5,)}


def test_a_file_that_changes_while_its_batch_is_planned_is_put_off_and_the_others_go_in(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = graph.put("exchanges-1.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,5\n")
    graph.put("exchanges-2.csv", IDS + "e2,a2,2026-03-01T10:00:00Z,5\n")

    def write_more(stage: str, done: int, of: int) -> None:
        if (stage, done) == ("reading", 0) and path.read_text().count("\n") == 2:
            path.write_text(path.read_text() + "e3,a3,2026-03-01T10:00:00Z,5\n")

    summary = ingest(graph.store, graph.settings, graph.drop, write_more)
    assert (summary.exchanges, list(summary.put_off), summary.exit_code) == (1, ["exchanges-1.csv"], 3)
    assert graph.tell("MATCH (f:FeedFile) RETURN f.name, f.status") == {("exchanges-2.csv", "done")}
    assert graph.ingest()["exchanges"] == 2
    assert run_checks(graph.store) == []


def test_no_more_rows_are_taken_than_asked_for_and_a_later_run_takes_the_rest(graph: Graph) -> None:
    for number in range(1, 5):
        rows = "".join(f"e{number}-{n},a1,2026-03-01T10:00:00Z,5\n" for n in range(10))
        graph.put(f"exchanges-{number}.csv", IDS + rows)
    counted = []
    for most in (25, 1, 100, 100):
        summary = ingest(graph.store, graph.settings, graph.drop, selection=Selection(max_rows=most))
        counted.append((summary.exchanges, len(summary.put_off), summary.exit_code))
    assert counted == [(20, 2, 3), (10, 1, 3), (10, 0, 0), (0, 0, 0)]


def test_older_files_wait_until_nobody_asks_for_newer_ones_only(graph: Graph) -> None:
    old = graph.put("exchanges-1.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,5\n")
    os.utime(old, (1_772_000_000, 1_772_000_000))  # 2026-02-25
    graph.put("exchanges-2.csv", IDS + "e2,a1,2026-03-01T10:00:00Z,5\n")
    summary = ingest(graph.store, graph.settings, graph.drop, selection=Selection(since=date(2026, 2, 26)))
    assert (summary.exchanges, summary.skipped_files, summary.exit_code) == (1, 1, 0)
    assert graph.ingest()["exchanges"] == 1


def test_a_file_that_an_open_batch_needs_is_asked_for_by_name(graph: Graph) -> None:
    path = graph.put("exchanges-1.csv", IDS + "e1,a1,2026-03-01T10:00:00Z,5\n")
    _begin(graph)
    path.rename(path.with_name("elsewhere.part"))
    with pytest.raises(DataError, match=r"exchanges-1\.csv"):
        graph.ingest()
    assert graph.done() == []
    path.with_name("elsewhere.part").rename(path)
    assert graph.ingest()["exchanges"] == 1


def test_bad_files_are_left_out_and_the_rest_goes_in(graph: Graph) -> None:
    graph.put("people.csv", "account_id,name\na1,Ann\n")
    graph.put("payments.parquet", "this is text")
    graph.put("accounts.csv", "account_id\na1\n")
    (graph.drop / "logins.csv.gz").write_bytes(gzip.compress(b"account_id,at\n" * 99)[:-4])
    graph.put("exchanges.csv", "account_id,occurred_at\na1,2026-03-01T00:00:00Z\na2,2026-03-01T00:00:00\n")
    document = graph.ingest()
    assert document == {
        "files": 5,
        "rows": 2,
        "quarantined": 1,
        "duplicates": 0,
        "erased": 0,
        "exchanges": 1,
        "accounts": 1,
        "skipped_files": 0,
        "quarantined_files": 4,
    }
    assert {(file, line) for file, line, _, _ in graph.refused()} == {
        ("people.csv", 0),
        ("payments.parquet", 0),
        ("accounts.csv", 0),
        ("logins.csv.gz", 0),
        ("exchanges.csv", 3),
    }
    assert graph.ingest() == {**NOTHING, "accounts": 1, "skipped_files": 5}


def test_a_file_refused_for_its_name_is_read_under_a_better_one(graph: Graph) -> None:
    people = graph.put("people.csv", "account_id,created_at\na1,2026-03-01T00:00:00Z\n")
    graph.put("exchanges-1.csv", "account_id,occurred_at\na1,2026-03-01T00:00:00Z\n")
    assert graph.ingest()["quarantined_files"] == 1
    changed = graph.put("exchanges-1.csv", "account_id,occurred_at\na1,2026-03-02T00:00:00Z\n")
    assert graph.ingest()["quarantined_files"] == 1
    assert graph.ingest() == {**NOTHING, "accounts": 1, "skipped_files": 2}
    people.rename(people.with_name("accounts.csv"))
    changed.rename(changed.with_name("exchanges-2.csv"))
    graph.put("people-copy.csv", "account_id,created_at\na1,2026-03-01T00:00:00Z\n")
    assert graph.ingest() == {**NOTHING, "files": 2, "rows": 2, "exchanges": 1, "accounts": 1, "skipped_files": 1}
    assert graph.tell("MATCH (a:Account) RETURN a.exchanges, date(a.created_at) AS day") == {(2, date(2026, 3, 1))}
    assert graph.ingest() == {**NOTHING, "accounts": 1, "skipped_files": 3}


HEADS = {
    "accounts": "account_id,created_at,email_domain,signup_ip,referrer_id,plan,updated_at",
    "payments": "account_id,instrument_id,kind,updated_at",
    "networks": "prefix,kind,updated_at",
    "logins": "account_id,at,ip,client,updated_at",
    "exchanges": "account_id,occurred_at,ip,exchange_id",
}
_UPDATED = st.sampled_from(["", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"])
_ACCOUNT = st.sampled_from(["a1", "a2"])
_ROWS = st.one_of(
    st.tuples(
        st.just("accounts"),
        _ACCOUNT,
        st.just("2026-03-01T00:00:00Z"),
        st.sampled_from(["x.example", "y.example", ""]),
        st.sampled_from(["192.0.2.1", "192.0.2.200", ""]),
        st.sampled_from(["a3", ""]),
        st.sampled_from(["free", "team"]),
        _UPDATED,
    ),
    st.tuples(st.just("payments"), _ACCOUNT, st.just("pi"), st.sampled_from(["card", "wallet", ""]), _UPDATED),
    st.tuples(
        st.just("networks"), st.sampled_from(["192.0.2.0/24", "192.0.2.0/25"]), st.sampled_from(["vpn", ""]), _UPDATED
    ),
    st.tuples(st.just("logins"), _ACCOUNT, st.just("2026-03-01T01:00:00Z"), st.just("192.0.2.9"), _ACCOUNT, _UPDATED),
    st.tuples(st.just("exchanges"), _ACCOUNT, st.just("2026-03-01T02:00:00Z"), st.just("192.0.2.1"), st.just("")),
)


@effort(max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_ROWS, min_size=4, max_size=14), st.randoms(use_true_random=False))
def test_no_order_and_no_split_of_rows_matters(
    session_store: Neo4jStore,
    session_settings: Settings,
    inline: Any,
    rows: list[tuple[str, ...]],
    random: Random,
) -> None:
    """One file a kind in one run, or any rows in any files over several runs: the digest is one."""
    told = []
    for runs in (1, 3):
        session_store.auto(EMPTY_LINKS)
        session_store.auto(EMPTY_NODES)
        with tempfile.TemporaryDirectory() as folder:
            facts = session_settings.model_copy(update={"facts_url": f"{folder}/facts"})
            graph = Graph(session_store, facts, Path(folder) / "drop", inline)
            left = list(rows)
            for run in range(runs):
                random.shuffle(left)
                cut = len(left) if run == runs - 1 else random.randint(0, len(left))
                now, left = left[:cut], left[cut:]
                for kind, head in HEADS.items():
                    lines = [",".join(row[1:]) for row in now if row[0] == kind]
                    if lines:  # the unread column keeps files of equal rows apart
                        lines = [f"{line},{run}" for line in lines]
                        graph.put(f"{kind}-{run}.csv", "\n".join([f"{head},run", *lines, ""]))
                graph.ingest()
            told.append(graph.digest())
    assert told[0] == told[1]
