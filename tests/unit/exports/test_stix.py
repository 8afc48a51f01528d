"""STIX bundles: valid for OASIS' own validator, the same for the same rings, nothing raw in them; bad ones refused."""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import stix2
from hypothesis import given
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_string, validator

from app.attribution.claims import Released
from app.errors import DataError, UsageError
from app.exports.stix import check as checks
from app.exports.stix.build import MOST_OBSERVED, RingRow, build, encode
from app.exports.stix.check import check
from app.exports.stix.objects import observable, stamp
from app.exports.stix.references import cycle
from app.model.attribution import Tlp

SCHEMAS = str(Path(__file__).with_name("stix_schemas") / "schemas")
KEY = b"k" * 32
FOUND, CHANGED = datetime(2026, 9, 2, 3, 4, 5, 678901, UTC), datetime(2026, 9, 9, tzinfo=UTC)
LATER = datetime(2026, 9, 19, tzinfo=UTC)
ROW: dict[str, Any] = {
    "ring_id": "R-AAAAAAAAAA",
    "state": "flagged",
    "score": 0.97,
    "accounts": 2,
    "exchanges": 3_000_000_000,
    "input_tokens": 7,
    "output_tokens": 8,
    "first_seen": date(2026, 8, 1),
    "last_seen": date(2026, 9, 1),
    "families": ["content", "payment"],
    "bits": 31.5,
    "reason": "",
}
SHARED: tuple[dict[str, Any], ...] = (
    {"kind": "instrument", "identifier": "pi-secret", "members": 2, "asn": None},
    {"kind": "query_cluster", "identifier": "qc-secret", "members": 2, "asn": None},
    {"kind": "subnet", "identifier": "198.51.100.0/24", "members": 2, "asn": 64500},
    {"kind": "subnet", "identifier": "2001:db8::/48", "members": 1, "asn": None},
)
RING = RingRow(ROW, FOUND, CHANGED, ("acct-secret-1", "acct-secret-2"), SHARED)
OTHER = replace(RING, ring={**ROW, "ring_id": "R-BBBBBBBBBB", "first_seen": None, "last_seen": None}, accounts=("x",))
CLAIM = Released(
    ring_id="R-AAAAAAAAAA",
    claim_id="C-1",
    operator_id="O-1",
    name="Example Lab",
    role="runs",
    confidence=0.8,
    approved_by="bob",
    approved_at=CHANGED,
    tlp=Tlp.CLEAR,
    whole=True,
)


def of_type(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in bundle["objects"] if one["type"] == kind]


@pytest.fixture(autouse=True)
def schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The validator's wheel lacks its schemas: it is given ours in the place where it looks for its own."""
    find = validator.find_schema
    monkeypatch.setattr(validator, "find_schema", lambda folder, name: find(SCHEMAS, name))


def warned(text: str) -> list[str]:
    """Every error and warning of stix2-validator, all checks on but the one for UUIDv4 (docs/adr/0007)."""
    options = ValidationOptions(version="2.1", disabled="uuid-check", silent=True, enforce_refs=True)
    found = validate_string(text, options)
    results = found.object_results if hasattr(found, "object_results") else [found]
    return [str(one) for result in results for one in [*(result.errors or ()), *(result.warnings or ())]]


@pytest.mark.parametrize("level", Tlp)
def test_bundles_are_valid_without_a_warning(level: Tlp):
    bare = replace(OTHER, ring={**OTHER.ring, "ring_id": "R-CCCCCCCCCC", "families": []}, shared=())
    assert warned(encode(build([RING, OTHER, bare], level=level, key=KEY, claims=[CLAIM])).decode()) == []


@pytest.mark.parametrize(
    ("kind", "wrong"), [("campaign", {"confidence": 101}), ("indicator", {"indicator_types": ["lair"]})]
)
def test_the_validator_would_complain(kind: str, wrong: dict[str, Any]):
    bundle = build([RING], level=Tlp.GREEN, key=KEY)
    of_type(bundle, kind)[0].update(wrong)
    (told,) = warned(json.dumps(bundle))
    assert next(iter(wrong)) in told


@given(st.randoms(), st.permutations([RING, OTHER]))
def test_the_same_rings_give_the_same_bytes(dice: random.Random, rings: list[RingRow]):
    accounts = list(RING.accounts)
    dice.shuffle(accounts)
    mixed = [replace(one, accounts=tuple(accounts)) if one is RING else one for one in rings]
    first, second = (json.loads(encode(build(one, level=Tlp.AMBER, key=KEY))) for one in ([RING, OTHER], mixed))
    for bundle in (first, second):  # the order of references is that of what was read
        for one in bundle["objects"]:
            one.get("object_refs", []).sort()
            one.pop("name", None)
    assert first == second


def test_export_check_export_is_identical(tmp_path: Path):
    path = tmp_path / "rings.json"
    content = encode(build([RING, OTHER], level=Tlp.RED, key=KEY, claims=[CLAIM]))
    path.write_bytes(content)
    found = check(path)
    assert encode(found.bundle) == content and found.outside == ()
    parsed = stix2.parse(content.decode(), version="2.1")
    assert encode(json.loads(parsed.serialize())) == content  # also by way of another reader


def test_ids_stay_while_a_ring_changes_and_differ_between_graphs():
    older = build([replace(RING, modified=FOUND)], level=Tlp.GREEN, key=KEY)
    newer = build([replace(RING, ring={**ROW, "state": "confirmed"})], level=Tlp.GREEN, key=KEY)
    (a,), (b,) = of_type(older, "campaign"), of_type(newer, "campaign")
    assert (a["id"], a["created"]) == (b["id"], b["created"]) and a["modified"] < b["modified"]
    assert older["id"] != newer["id"]
    foreign = build([RING], level=Tlp.GREEN, key=b"o" * 32)
    assert of_type(foreign, "campaign")[0]["id"] != b["id"]
    assert of_type(foreign, "ipv4-addr") == of_type(newer, "ipv4-addr")


@given(st.sampled_from(["value", "number", "user_id"]), st.text(min_size=1, max_size=30))
def test_ids_of_observables_are_those_of_the_standard(name: str, value: str):
    kinds = {"value": "url", "number": "autonomous-system", "user_id": "user-account"}
    own: Any = observable(kinds[name], name, len(value) if name == "number" else value)
    expected = stix2.parse({key: value for key, value in own.items() if key != "id"}, version="2.1")
    assert own["id"] == expected["id"]


def test_nothing_raw_is_in_a_bundle_and_no_actor_without_a_claim():
    text = encode(build([RING], level=Tlp.CLEAR, key=KEY)).decode()
    assert "secret" not in text and KEY.hex() not in text
    bundle = json.loads(text)
    assert of_type(bundle, "threat-actor") == [] and of_type(bundle, "email-addr") == []
    assert of_type(bundle, "observed-data")[0]["number_observed"] == MOST_OBSERVED
    (extension,) = of_type(bundle, "campaign")[0]["extensions"].values()
    assert extension["exchanges"] == 3_000_000_000 and len(extension["payment_instruments"][0]["hash"]) == 32


def test_an_approved_claim_makes_an_actor_of_rings_that_are_told():
    bundle = build([RING], level=Tlp.CLEAR, key=KEY, claims=[CLAIM])
    (actor,) = of_type(bundle, "threat-actor")
    (link,) = [one for one in of_type(bundle, "relationship") if one["relationship_type"] == "attributed-to"]
    assert (actor["name"], actor["confidence"], link["target_ref"]) == ("Example Lab", 80, actor["id"])
    assert link["source_ref"] == of_type(bundle, "campaign")[0]["id"]


def test_several_claims_are_one_operator_and_who_only_rents_out_is_no_actor():
    later = replace(CLAIM, claim_id="C-2", ring_id="R-BBBBBBBBBB", confidence=0.5, approved_at=LATER)
    rents = replace(CLAIM, claim_id="C-3", operator_id="O-2", name="Proxy House", role="proxies")
    bundle = build([RING, OTHER], level=Tlp.CLEAR, key=KEY, claims=[later, rents, CLAIM])
    (actor,) = of_type(bundle, "threat-actor")
    assert (actor["confidence"], actor["modified"]) == (80, stamp(LATER))
    ties = [one for one in of_type(bundle, "relationship") if one["target_ref"] == actor["id"]]
    assert sorted(one["confidence"] for one in ties) == [50, 80]
    (house,) = [one for one in of_type(bundle, "identity") if one["name"] == "Proxy House"]
    (rented,) = [one for one in of_type(bundle, "relationship") if one["target_ref"] == house["id"]]
    assert rented["relationship_type"] == "related-to"


Damage = Callable[[dict[str, Any]], Any]


def add(**more: Any) -> Damage:
    return lambda bundle: bundle["objects"].append(more)


def change(kind: str, **more: Any) -> Damage:
    return lambda bundle: of_type(bundle, kind)[0].update(more)


def remove(kind: str, name: str) -> Damage:
    return lambda bundle: of_type(bundle, kind)[0].pop(name)


def circle(bundle: dict[str, Any]) -> None:
    (report,) = of_type(bundle, "report")
    twin = {**copy.deepcopy(report), "id": f"report--{'1' * 8}-1111-4111-8111-{'1' * 12}"}
    bundle["objects"].append({**twin, "object_refs": [report["id"]]})
    report["object_refs"].append(twin["id"])


def twins(bundle: dict[str, Any]) -> None:
    bundle["objects"].append({**of_type(bundle, "campaign")[0], "name": "another"})


NEW = f"{'2' * 8}-2222-4222-8222-{'2' * 12}"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (add(type="x-lair", id=f"x-lair--{NEW}", spec_version="2.1"), r"1 fault: unknown type x-lair \(1 object\)"),
        (add(type="campaign", id=f"campaign--{NEW}", spec_version="2.2", name="a"), "is of STIX 2.2; only 2.1"),
        (add(type="campaign", id=f"campaign--{NEW}", name="a"), r"no spec_version \(STIX 2.0\)"),
        (add(type="campaign", id=f"malware--{NEW}", spec_version="2.1"), "is not campaign--UUID"),
        (change("campaign", id="campaign--1"), "is not campaign--UUID"),
        (change("relationship", target_ref="nowhere"), r"target_ref 'nowhere' of objects\[\d+\] \(relationship\)"),
        (change("report", object_refs=[1]), "object_refs 1 of"),
        (change("campaign", last_seen="2020-01-01T00:00:00Z"), "last_seen"),
        (change("campaign", colour="red"), "colour"),
        (change("campaign", created="yesterday"), "created"),
        (remove("campaign", "name"), "name"),
        (change("campaign", aliases=[]), "aliases is null or an empty list"),
        (circle, "a cycle of references: report--.* -> report--.* -> report--"),
        (twins, "is there twice with different content"),
        (lambda bundle: bundle.update(spec_version="2.0"), "a bundle of STIX 2.0"),
        (lambda bundle: bundle.update(spec_version="2.1"), "has no spec_version; its objects have"),
        (lambda bundle: bundle.update(id="bundle--1"), "not bundle--UUID"),
        (lambda bundle: bundle.update(objects=[]), "no objects"),
        (lambda bundle: bundle["objects"].append("campaign"), "is no object with type and id"),
        (lambda bundle: bundle.update(type="report"), "no STIX bundle"),
    ],
)
def test_bad_bundles_are_refused_with_their_fault(tmp_path: Path, damage: Damage, told: str):
    bundle = build([RING], level=Tlp.GREEN, key=KEY)
    damage(bundle)
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(bundle))
    with pytest.raises(DataError, match=told) as caught:
        check(path)
    assert caught.value.exit_code == 1 and caught.value.where == str(path)


def test_files_that_are_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "bad.json"
    for content, told in ((b"{", "no JSON"), (b"[" * 100_000, "no JSON"), (b"[]", "no STIX"), (b'{"a": NaN}', "NaN")):
        path.write_bytes(content)
        with pytest.raises(DataError, match=told):
            check(path)
    with pytest.raises(UsageError, match="no such file"):
        check(tmp_path / "none.json")
    with path.open("wb") as handle:
        handle.truncate(100 * 1024 * 1024 + 1)  # a hole: nothing is written, and nothing may be read
    with pytest.raises(DataError, match="104,857,601 bytes"):
        check(path)


def test_many_faults_are_counted_and_the_first_are_listed(tmp_path: Path):
    bundle = build([RING], level=Tlp.GREEN, key=KEY)
    bundle["objects"] += [{"type": f"x-{n}-y", "id": f"x-{n}-y--{NEW}", "spec_version": "2.1"} for n in range(30)]
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(bundle))
    with pytest.raises(DataError, match=f"30 faults: .*and {30 - checks.MOST_TOLD} more"):
        check(path)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_cycle_is_found_where_there_is_one(edges: list[tuple[int, int]]):
    objects = [{"type": "note", "id": str(n), "object_refs": [str(b) for a, b in edges if a == n]} for n in range(8)]
    reach = {n: {b for a, b in edges if a == n} for n in range(8)}
    for _ in range(8):
        reach = {n: reach[n] | {far for near in reach[n] for far in reach[near]} for n in reach}
    found = cycle(objects)
    assert (found is not None) == any(n in reach[n] for n in reach)
    if found:
        assert found[0] == found[-1]
        assert all((int(a), int(b)) in edges for a, b in itertools.pairwise(found))


def test_a_long_chain_is_no_cycle_and_no_crash():
    chain = [{"type": "note", "id": str(n), "object_refs": [str(n + 1)]} for n in range(50_000)]
    assert cycle(chain) is None
    chain[-1]["object_refs"] = ["0"]
    assert len(cycle(chain) or ()) == 50_001
