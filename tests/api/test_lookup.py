"""Accounts, identifiers, search, explain, finders and nodes."""

from __future__ import annotations

from typing import Any

import pytest

from app.api.finders import FinderName
from app.graph import catalogue
from tests.api.conftest import BIG, ENDED

pytestmark = pytest.mark.graph


def test_an_account_with_identifiers_and_rings(data: Any):
    account = data(
        """{ account(id: "acct-00003") { id nodeId exchanges createdAt
          identifiers(first: 100) { nodes { identifier { kind value degree degreeIsExact } exchanges firstSeen } }
          rings { nodes { current score ring { id } } } } }"""
    )["account"]
    assert (account["nodeId"], account["exchanges"]) == ("Account:acct-00003", 3)
    found = {
        (n["identifier"]["kind"], n["identifier"]["value"], n["identifier"]["degree"])
        for n in account["identifiers"]["nodes"]
    }
    clients = data('{ identifier(kind: CLIENT, value: "curl/8") { degree } }')["identifier"]["degree"]
    assert found == {
        ("BILLING_NAME", "name-1", 30),
        ("CLIENT", "curl/8", clients),
        ("EMAIL_PATTERN", "v1:w4d2", 12),
        ("INSTRUMENT", "pi-1", 30),
        ("IP", "198.51.100.7", 12),
        ("QUERY_CLUSTER", "qc-1", 12),
        ("SUBNET", "198.51.100.0/24", 12),
    }
    ip = next(n for n in account["identifiers"]["nodes"] if n["identifier"]["kind"] == "IP")
    assert ip["exchanges"] == 11
    assert account["rings"]["nodes"] == [{"current": True, "score": 0.9, "ring": {"id": BIG}}]


def test_past_rings_are_shown_when_asked_for(data: Any):
    asked = '{ account(id: "acct-00000") { rings(includePast: true) { nodes { current ring { id } } } } }'
    rings = data(asked)["account"]["rings"]["nodes"]
    assert [(m["current"], m["ring"]["id"]) for m in rings] == [(True, BIG), (False, ENDED)]


def test_identifiers_page_as_one_list(data: Any):
    asked = """query I($after: String) { account(id: "acct-00003") {
      identifiers(first: 2, after: $after) {
        nodes { identifier { kind value } } pageInfo { hasNextPage endCursor } } } }"""
    found, after = [], None
    while True:
        page = data(asked, after=after)["account"]["identifiers"]
        found += [(n["identifier"]["kind"], n["identifier"]["value"]) for n in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert found == sorted(found) and len(set(found)) == 7
    only = data('{ account(id: "acct-00003") { identifiers(kinds: [IP, SUBNET]) { nodes { identifier { kind } } } } }')
    assert [n["identifier"]["kind"] for n in only["account"]["identifiers"]["nodes"]] == ["IP", "SUBNET"]


@pytest.mark.parametrize(
    ("kind", "value", "degree"),
    [
        ("IP", "::ffff:198.51.100.7", 12),
        ("IP", " 198.51.100.7 ", 12),
        ("SUBNET", "198.51.100.77/24", 12),
        ("INSTRUMENT", "pi-1", 30),
        ("BILLING_NAME", "name-1", 30),
        ("QUERY_CLUSTER", "qc-1", 12),
        ("EMAIL", "Ann@Example.com", 2),
    ],
)
def test_an_identifier_however_it_is_written(data: Any, kind: str, value: str, degree: int):
    asked = """query I($kind: IdentifierKind!, $value: String!) { identifier(kind: $kind, value: $value) {
      degree degreeIsExact firstSeen lastSeen about { name value }
      accounts(first: 100) { nodes { account { id } } } rings(first: 100) { nodes { members ring { id } } } } }"""
    found = data(asked, kind=kind, value=value)["identifier"]
    accounts = [n["account"]["id"] for n in found["accounts"]["nodes"]]
    assert found["degree"] == degree == len(accounts) and found["degreeIsExact"]
    assert accounts == sorted(set(accounts))
    assert found["rings"]["nodes"][0] == {"members": degree, "ring": {"id": BIG}}
    assert found["firstSeen"].startswith("2026-03-01")


def test_what_the_feeds_say_of_a_network(data: Any):
    found = data('{ identifier(kind: SUBNET, value: "198.51.100.0/24") { about { name value } } }')["identifier"][
        "about"
    ]
    assert {(a["name"], a["value"]) for a in found} == {
        ("asn", "64500"),
        ("organization", "Example Hosting"),
        ("kind", "hosting"),
    }


@pytest.mark.parametrize(
    ("kind", "value"), [("IP", "999.1.1.1"), ("SUBNET", "10.0.0.0/99"), ("EMAIL", "a@b@c"), ("DEVICE", " ")]
)
def test_a_malformed_identifier_is_refused(api: Any, kind: str, value: str):
    asked = "query I($kind: IdentifierKind!, $value: String!) { identifier(kind: $kind, value: $value) { degree } }"
    assert api(asked, kind=kind, value=value)["errors"][0]["extensions"]["code"] == "BAD_INPUT"


SEARCH = """query S($text: String!) { search(text: $text) { understoodAs hits { __typename
  ... on Ring { ringId: id } ... on Account { accountId: id } ... on Identifier { kind value degree } } } }"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BIG.lower(), {("Ring", BIG)}),
        (ENDED, {("Ring", ENDED)}),
        ("acct-00007", {("Account", "acct-00007")}),
        ("acct-0000", {("Account", f"acct-0000{n}") for n in range(10)}),
        ("198.51.100.7", {("Identifier", "IP"), ("Identifier", "SUBNET")}),
        ("198.51.100.0/24", {("Identifier", "SUBNET")}),
        ("ANN@example.com", {("Identifier", "EMAIL"), ("Account", "acct-00000"), ("Account", "acct-00001")}),
        ("bob@example.com", set()),
        ("pi-1", {("Identifier", "INSTRUMENT")}),
        ("curl/8", {("Identifier", "CLIENT")}),
        ("qc-1", {("Identifier", "QUERY_CLUSTER")}),
        ("no such thing", set()),
    ],
)
def test_search_finds_what_a_text_names(data: Any, text: str, expected: set[tuple[str, str]]):
    hits = data(SEARCH, text=text)["search"]["hits"]
    assert {(h["__typename"], h.get("ringId") or h.get("accountId") or h.get("kind")) for h in hits} == expected


def test_an_email_address_is_nowhere_but_hashed(data: Any, seen: Any):
    found = data(SEARCH, text="ann@example.com")["search"]
    assert found["understoodAs"] == ["e-mail address"]
    assert "example" not in str(found["hits"])


def test_explain_a_pair(data: Any):
    found = data(
        """{ explain(a: "acct-00003", b: "acct-00004") { bits threshold linked summary sameRing { id } a { id } b { id }
          families { family bits } terms { family identifier { kind value } degree rarity counted } } }"""
    )["explain"]
    assert (found["a"]["id"], found["b"]["id"], found["sameRing"]["id"]) == ("acct-00003", "acct-00004", BIG)
    kinds = {t["identifier"]["kind"] for t in found["terms"]}
    assert {"INSTRUMENT", "IP", "SUBNET", "CLIENT", "EMAIL_PATTERN", "QUERY_CLUSTER"} <= kinds
    assert found["bits"] == pytest.approx(sum(t["counted"] for t in found["terms"]))
    assert "bits" in found["summary"]


def test_explain_an_unknown_account(api: Any):
    (error,) = api('{ explain(a: "acct-00003", b: "nobody") { bits } }')["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND" and error["path"] == ["explain"]


def test_finders_are_the_catalogues(data: Any):
    assert {f"rings/find_{name.value}" for name in FinderName} == {n for n in catalogue.names("rings") if "/find_" in n}
    found = data("{ finders { name purpose cypher } }")["finders"]
    assert {f["name"] for f in found} == {name.name for name in FinderName} and all(
        "MATCH" in f["cypher"] for f in found
    )


@pytest.mark.parametrize("name", [name.name for name in FinderName])
def test_a_finder_runs(data: Any, name: str):
    asked = """query F($name: FinderName!) { finder(name: $name, params: {minSize: 2, limit: 1}) {
      truncated rows { size members identifiers { kind value } degrees firstSeen bits } } }"""
    rows = data(asked, name=name)["finder"]["rows"]
    if name == "SAME_INSTRUMENT":
        (row,) = rows
        assert (row["size"], row["identifiers"][0]["value"], len(row["members"])) == (30, "pi-1", 30)


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"maxDegree": 5001}, {"minSize": 1}])
def test_a_finder_out_of_bounds_is_refused(api: Any, params: dict[str, int]):
    answer = api("query F($p: FinderParams) { finder(name: SAME_DEVICE, params: $p) { truncated } }", p=params)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_nodes_by_id(data: Any, api: Any):
    asked = "query N($id: ID!) { node(id: $id) { nodeId __typename } }"
    for node_id in (f"Ring:{BIG}", "Account:acct-00001"):
        assert data(asked, id=node_id)["node"]["nodeId"] == node_id
    assert data(asked, id="Account:nobody")["node"] is None
    assert api(asked, id="Judgement:1")["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_status_tells_how_far_the_data_goes(data: Any):
    found = data("{ dataStatus { accounts lastBatchAt ingesting lastDetection { id asOf rings lacked } } }")[
        "dataStatus"
    ]
    assert found["lastDetection"] == {"id": "D-000002", "asOf": "2026-03-05", "rings": 30, "lacked": ["device"]}
    assert found["lastBatchAt"].startswith("2026-03-05T12:00") and found["ingesting"] is False
