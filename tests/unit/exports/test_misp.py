"""MISP events out and in: the same bytes again, foreign objects listed, bad ones refused whole; STIX beside."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymisp import MISPEvent, MISPObject

from app.attribution.claims import Released
from app.errors import DataError, UsageError
from app.exports.misp.build import build
from app.exports.misp.check import check
from app.exports.misp.objects import encode
from app.exports.sharing.foreign import Observed, Own
from app.exports.stix.build import RingRow
from app.exports.stix.build import build as build_bundle
from app.exports.stix.foreign import level_of, observed
from app.model.attribution import ClaimRole, Tlp

KEY = b"k" * 32
AT = datetime(2026, 9, 2, 3, 4, 5, tzinfo=UTC)
ROW: dict[str, Any] = {"ring_id": "R-AAAAAAAAAA", "state": "flagged", "score": 0.97, "accounts": 2}
ROW |= {"exchanges": 3_000_000_000, "input_tokens": 7, "output_tokens": 8, "bits": 12.5}
ROW |= {"first_seen": date(2026, 8, 1), "last_seen": date(2026, 9, 1), "families": ["network", "payment"]}
SHARED = (
    {"kind": "instrument", "identifier": "pm_secret", "members": 2, "asn": None},
    {"kind": "query_cluster", "identifier": "qc-secret", "members": 2, "asn": None},
    {"kind": "subnet", "identifier": "198.51.100.0/24", "members": 2, "asn": 64500},
)
RING = RingRow(ROW, AT, AT, ("acct-1", "acct-2"), SHARED)
NAMED = Released(ROW["ring_id"], "C-1", "O-1", "Operator North", ClaimRole.RUNS, 0.9, "bob", AT, Tlp.AMBER, True)


def event(level: Tlp = Tlp.AMBER, **more: Any) -> MISPEvent:
    return build([RING], level=level, key=KEY, **more)


def document(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(encode(event(**more)))
    return told


def written(path: Path, told: Any) -> Path:
    path.write_text(json.dumps(told))
    return path


def test_the_same_rings_give_the_same_bytes_and_they_come_back(tmp_path: Path):
    content = encode(event(claims=[NAMED]))
    assert content == encode(event(claims=[NAMED]))
    path = tmp_path / "event.json"
    path.write_bytes(content)
    found = check(path)
    assert encode(found.event) == content and found.left == Counter() and found.level is Tlp.AMBER


def test_what_is_in_an_event():
    told = document(claims=[NAMED])["Event"]
    assert [one["name"] for one in told["Tag"]] == ["tlp:amber"] and told["distribution"] == "1"
    (ring,) = told["Object"]
    values = {one["object_relation"]: one["value"] for one in ring["Attribute"]}
    assert (
        values["network"] == "198.51.100.0/24" and values["asn"] == "AS64500" and values["operator"] == "Operator North"
    )
    assert values["exchanges"] == "3000000000" and not any(one["to_ids"] for one in ring["Attribute"])
    assert "operator" not in {one["object_relation"] for one in document()["Event"]["Object"][0]["Attribute"]}
    text = json.dumps(told)
    assert not any(raw in text for raw in ("secret", "acct-"))


def test_what_is_understood_of_our_own_is_what_this_graph_has(tmp_path: Path):
    found = check(written(tmp_path / "event.json", document()))
    assert {(one.what, one.ring) for one in found.observed} == {
        (what, ROW["ring_id"]) for what in ("address", "asn", "instrument", "query_cluster")
    }


def test_foreign_objects_are_listed_and_not_guessed_at(tmp_path: Path):
    foreign = MISPEvent()
    foreign.from_dict(info="Somebody else's", uuid="11111111-1111-4111-8111-111111111111")
    foreign.add_tag("tlp:green")
    for kind, value in (
        ("ip-dst", "203.0.113.7"),
        ("AS", "AS64501"),
        ("email-src", "a@b.example"),
        ("domain", "b.example"),
    ):
        foreign.add_attribute(kind, value)
    foreign.add_attribute("ip-src|port", "203.0.113.8|443")
    other = MISPObject("domain-ip")
    other.add_attribute("ip", value="203.0.113.9")
    foreign.add_object(other)
    pretender = MISPObject("ringleader-ring", standalone=False)
    pretender.add_attribute("network", value="203.0.113.10", type="ip-src")
    foreign.add_object(pretender)
    path = tmp_path / "foreign.json"
    path.write_bytes(encode(foreign))
    found = check(path)
    assert {(one.what, one.value) for one in found.observed} == {
        ("address", "203.0.113.7"),
        ("address", "203.0.113.8"),
        ("asn", "64501"),
        ("email", "a@b.example"),
    }
    assert found.left == {
        "attribute of type domain": 1,
        "foreign object domain-ip": 1,
        "foreign object ringleader-ring": 1,
    }
    assert found.level is Tlp.GREEN


def spoiled(**more: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda told: {"Event": {**told["Event"], **more}}


BAD: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a list": (lambda told: [told], "no MISP event"),
    "no event": (lambda told: {"Event": []}, "no MISP event"),
    "no info": (spoiled(info=""), "no info"),
    "no uuid": (spoiled(uuid="7"), "is none"),
    "attributes that are no list": (spoiled(Attribute={}), "Attribute is no list"),
    "an attribute without value": (spoiled(Attribute=[{"type": "ip-src", "uuid": "x"}]), "1 fault: .*type or value"),
    "a value that is no text": (
        spoiled(Attribute=[{"type": "AS", "value": 64500, "uuid": "11111111-1111-4111-8111-111111111111"}]),
        "value that is text",
    ),
    "an object that is none": (spoiled(Object=[7]), "no name"),
    "an unknown type": (
        spoiled(Attribute=[{"type": "mood", "value": "x", "uuid": "11111111-1111-4111-8111-111111111111"}]),
        r"pymisp refuses it: mood is invalid.{0,300} …",
    ),
    "one uuid twice": (
        lambda told: {
            "Event": {
                **told["Event"],
                "Object": [told["Event"]["Object"][0], {**told["Event"]["Object"][0], "name": "x"}],
            }
        },
        "twice",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_events_are_refused_whole(tmp_path: Path, name: str):
    spoil, why = BAD[name]
    with pytest.raises(DataError, match=why):
        check(written(tmp_path / "bad.json", spoil(document())))


def test_missing_broken_and_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(UsageError, match="no such file"):
        check(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text('{"Event": {')
    with pytest.raises(DataError, match="no JSON"):
        check(tmp_path / "broken.json")
    monkeypatch.setattr("app.exports.misp.check.MOST_BYTES", 10)
    with pytest.raises(DataError, match="bytes"):
        check(written(tmp_path / "large.json", document()))


def test_the_narrowest_level_of_event_and_attributes_counts(tmp_path: Path):
    address = {"type": "ip-src", "value": "198.51.100.7", "uuid": "11111111-1111-4111-8111-111111111111"}
    told = {"info": "x", "uuid": address["uuid"][:-1] + "2", "Tag": [{"name": "tlp:green"}]}
    for tags, level in (([], Tlp.GREEN), (["tlp:clear"], Tlp.GREEN), (["tlp:amber", "TLP:RED"], Tlp.RED)):
        attribute = {**address, "Tag": [{"name": name} for name in tags]}
        assert check(written(tmp_path / "one.json", {"Event": {**told, "Attribute": [attribute]}})).level is level


NAMES = st.sampled_from(["Event", "Attribute", "Object", "Tag", "type", "value", "uuid", "name", "info"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_checked_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, told: Any):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps({"Event": told}))
    try:
        check(path)
    except DataError as error:
        assert str(error)


def bundle() -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = build_bundle([RING], level=Tlp.GREEN, key=KEY)["objects"]
    return objects


def test_a_bundle_of_this_graph_is_understood_whole():
    found, left = observed(bundle())
    assert not left and level_of(bundle()) is Tlp.GREEN
    kinds = Counter(one.what for one in found)
    assert kinds == {"address": 2, "asn": 1, "account": 2, "instrument": 1, "query_cluster": 1}
    assert {one.ring for one in found} == {ROW["ring_id"]}
    assert len(Own(KEY).take(found).indicators) == 6  # the pattern and the address are one


def test_foreign_indicators_and_what_is_left_out():
    base = {"spec_version": "2.1", "created": "2026-09-01T00:00:00Z", "modified": "2026-09-01T00:00:00Z"}
    pattern = {**base, "type": "indicator", "pattern_type": "stix", "valid_from": "2026-09-01T00:00:00Z"}
    objects = [
        {
            **pattern,
            "id": "indicator--1",
            "pattern": "[ipv4-addr:value = '203.0.113.7']",
            "valid_until": "2026-10-01T00:00:00Z",
        },
        {**pattern, "id": "indicator--2", "pattern": "[ipv4-addr:value = '1.1.1.1' OR ipv4-addr:value = '1.1.1.2']"},
        {**pattern, "id": "indicator--3", "pattern": "[ipv4-addr:value = '203.0.113.9']", "revoked": True},
        {"type": "user-account", "id": "user-account--1", "user_id": "somebody"},
        {"type": "email-addr", "id": "email-addr--1", "value": "a@b.example"},
    ]
    found, left = observed(copy.deepcopy(objects))
    assert found == [
        Observed("address", "203.0.113.7", "", datetime(2026, 10, 1, tzinfo=UTC)),
        Observed("email", "a@b.example"),
    ]
    assert sum(left.values()) == 3 and level_of(objects) is Tlp.AMBER_STRICT
