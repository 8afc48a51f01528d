"""Packages of hashed indicators: what is chosen, signed, refused, kept, revoked, matched. No database."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.errors import DataError, LimitError, NotFoundError, UsageError
from app.exports.provenance import Provenance
from app.exports.sharing import source as sources
from app.exports.sharing.box import Box
from app.exports.sharing.choose import Held, choose
from app.exports.sharing.foreign import Observed, Own, make_set
from app.exports.sharing.hashing import SHARED_KINDS, Hasher
from app.exports.sharing.match import Hit, match
from app.exports.sharing.package import Package, band, make_revocation, read_document
from app.exports.sharing.source import Ring, Terms, package_of
from app.exports.sharing.state import Live
from app.exports.signed import canonical, signed
from app.graph.signing import public_hex
from app.model.attribution import Tlp

KEY, FAKE = Ed25519PrivateKey.from_private_bytes(b"a" * 32), Ed25519PrivateKey.from_private_bytes(b"b" * 32)
TRUSTED = public_hex(KEY)
SHARED, OWN = Hasher(b"s" * 32), Hasher(b"g" * 32)
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SOURCE = Provenance("share", 1, "D-000007", "2026-08-31", "c" * 64, "d" * 64, "e" * 64, ("flagged",), None, "0.1.0")
ROW = {"ring_id": "R-AAAAAAAAAA", "state": "flagged", "accounts": 40, "exchanges": 123_456}
ROW |= {"first_seen": date(2026, 8, 1), "last_seen": date(2026, 8, 30)}
IDENTIFIERS = [
    Held("instrument", "pm_secret", 5, 5, 0),
    Held("subnet", "198.51.100.0/24", 9, 9, 0),
    Held("subnet", "203.0.113.0/24", 9, 10, 1),
]


def made(identifiers: list[Held] = IDENTIFIERS, **terms: Any) -> dict[str, Any]:
    chosen = Terms(**({"tlp": Tlp.AMBER, "days": 30} | terms))
    rings = [Ring(ROW, identifiers)]
    return package_of(rings, SOURCE, chosen, shared=SHARED, own=OWN, key=KEY, now=NOW).document


def written(path: Path, document: Any) -> Path:
    path.write_bytes(canonical(document))
    return path


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "home", lambda: NOW)


def take(box: Box, document: Any, trusted: str = TRUSTED, own: str = "") -> bool:
    return box.receive(written(box.folder.parent.parent / "in.json", document), trusted, own)[1]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Held("instrument", "pm_1", 2, 2, 0), None),
        (Held("instrument", "pm_1", 1, 1, 0), "one member"),
        (Held("instrument", "pm_1", 9, 10, 1), None),
        (Held("instrument", "pm_1", 8, 10, 2), "outside"),
        (Held("ip", "198.51.100.7", 9, 10, 1), "outside"),
        (Held("ip", "h:0011223344556677", 9, 9, 0), "key of your own"),
        (Held("subnet", "198.51.100.0/24", 9, 9, 0), None),
        (Held("email_domain", "gmail.com", 9, 9, 0), "provider"),
        (Held("email_domain", "made-up.example", 9, 9, 0), None),
        (Held("client", "t13d", 90, 100, 0), "common"),
    ],
)
def test_what_may_leave(one: Held, why: str | None):
    chosen, kept = choose([one], 100)
    assert bool(chosen) == (why is None) and all(why in reason for reason in kept if why)


def test_a_package_tells_bands_months_and_pseudonyms_only():
    told = made()
    text = canonical(told).decode()
    assert not [
        raw
        for raw in ("pm_secret", "198.51", "203.0.113", "R-AAAA", "123456", "2026-08-01")
        if raw in text.replace("2026-08-31", "")
    ]
    (ring,) = told["rings"]
    assert (ring["accounts"], ring["exchanges"], ring["first_month"]) == ("10-99", "100k-999k", "2026-08")
    assert [one["kind"] for one in told["indicators"]] == ["instrument", "subnet"]
    assert made() == told and told["provenance"]["run"] == "D-000007"
    assert isinstance(read_document(told, TRUSTED, "f"), Package)


@given(st.integers(0, 10**12))
def test_bands_hold_their_numbers(count: int):
    names = ["1-9", "10-99", "100-999", "1k-9k", "10k-99k", "100k-999k", "1M or more"]
    assert names.index(band(count)) <= names.index(band(count * 10 + 1))
    assert (band(count) == "1-9") == (count < 10) and (band(count) == "1M or more") == (count >= 10**6)


@given(st.text(), st.sampled_from(SHARED_KINDS), st.sampled_from(SHARED_KINDS))
def test_hashes_differ_by_kind_and_secret_and_hold_no_card_number(value: str, kind: str, other: str):
    digest = SHARED.digest(kind, value)
    assert (digest == SHARED.digest(other, value)) == (kind == other)
    assert (
        digest != OWN.digest(kind, value)
        and len(digest) == 32
        and set(digest) <= set("abcdefghijklmnopqrstuvwxyz234567")
    )


def test_pseudonyms_differ_by_partner():
    assert OWN.pseudonym("R-A", SHARED.fingerprint) != OWN.pseudonym("R-A", OWN.fingerprint)


def change(document: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Signed anew by its own sender: only the schema can refuse it."""
    rest = {name: value for name, value in (document | more).items() if name not in ("signature", "key")}
    return signed(rest, KEY)


BAD: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a changed band": (lambda told: {**told, "rings": [{**told["rings"][0], "accounts": "1-9"}]}, "changed after"),
    "another signer": (
        lambda told: signed({k: v for k, v in told.items() if k not in ("signature", "key")}, FAKE),
        "another key",
    ),
    "no signature": (lambda told: {k: v for k, v in told.items() if k != "signature"}, "no signature"),
    "a list": (lambda told: [told], "neither"),
    "a manifest": (lambda told: {"version": 1, "ring": "R-A"}, "neither"),
    "the future": (lambda told: change(told, version=2), "version 2 is unknown"),
    "an unknown field": (lambda told: change(told, extra=1), "extra"),
    "an unknown kind": (lambda told: change(told, indicators=[{**told["indicators"][0], "kind": "email"}]), "kind"),
    "a raw value": (lambda told: change(told, indicators=[{**told["indicators"][0], "hash": "198.51.100.7"}]), "hash"),
    "a ring that is not there": (lambda told: change(told, rings=[]), "fit together"),
    "another id": (lambda told: change(told, package="P-" + "a" * 16), "not that of the content"),
    "no end": (lambda told: change(told, expires="2126-01-01T00:00:00Z"), "expire within"),
    "no zone": (lambda told: change(told, expires="2026-09-03T00:00:00"), "zone"),
    "half a surrogate": (lambda told: {**told, "tlp": "\ud800"}, "no text that UTF-8 can hold"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_packages_are_refused_whole(box: Box, name: str):
    spoil, why = BAD[name]
    path = box.folder.parent.parent / "bad.json"
    path.write_text(json.dumps(spoil(made())))
    with pytest.raises(DataError, match=why):
        box.receive(path, TRUSTED, "")
    assert not box.folder.exists()


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject):
    content = bytearray(canonical(made()))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    try:
        told = json.loads(bytes(content))
    except ValueError:
        return
    with pytest.raises(DataError):
        read_document(told, TRUSTED, "f")


def test_size_expiry_audience_and_clock(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    late = Box(box.folder.parent, lambda: NOW + timedelta(days=30))
    with pytest.raises(DataError, match="expired on 2026-10-01"):
        take(late, made())
    with pytest.raises(DataError, match="in the future"):
        take(Box(box.folder.parent, lambda: NOW - timedelta(hours=2)), made())
    with pytest.raises(DataError, match="for others"):
        take(box, made(audience=("a" * 64,)), own="b" * 64)
    assert take(box, made(audience=("a" * 64,)), own="a" * 64)
    with pytest.raises(UsageError, match="no such file"):
        box.receive(tmp_path / "none.json", TRUSTED, "")
    monkeypatch.setattr("app.exports.sharing.box.MOST_BYTES", 10)
    with pytest.raises(DataError, match="bytes"):
        from app.exports.documents import read_json

        read_json(written(tmp_path / "big.json", made()), 10)


def test_too_many_indicators(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "MOST_INDICATORS", 1)
    with pytest.raises(LimitError, match="2 indicators"):
        made()


def test_importing_twice_changes_nothing_and_order_does_not_matter(tmp_path: Path):
    first = made()
    revocation = make_revocation([first["package"]], [], KEY, NOW)
    states = []
    for order in ([first, revocation], [revocation]):
        box = Box(tmp_path / str(len(states)), lambda: NOW)
        assert [take(box, one) for one in order] == [True] * len(order)
        assert not take(box, revocation)
        with pytest.raises(DataError, match="was revoked by its sender"):
            take(box, first)  # a replay
        states.append(box.received().live())
    assert states[0][0] == states[1][0] == []


def test_only_the_signer_revokes(box: Box):
    told = made()
    take(box, told)
    take(box, make_revocation([told["package"]], [told["indicators"][0]["hash"]], FAKE, NOW), public_hex(FAKE))
    assert len(box.received().live()[0]) == 2


def test_sent_packages_are_remembered_with_their_rings(box: Box):
    told = made()
    name = box.send(told, {told["rings"][0]["ring"]: "R-AAAAAAAAAA"})
    assert box.was_sent([name, told["indicators"][0]["hash"]]) == ([name], [told["indicators"][0]["hash"]])
    with pytest.raises(NotFoundError, match="never sent"):
        box.was_sent(["P-" + "a" * 16])
    assert [one.state for one in box.sent().listed()] == ["live"]
    box.send(make_revocation([name], [], KEY, NOW))
    assert [one.state for one in box.sent().listed()] == ["revoked"]
    assert all(path.stat().st_mode & 0o77 == 0 for path in box.folder.rglob("*.json"))


def test_dropped_packages_are_refused(box: Box):
    told = made()
    take(box, told)
    box.drop(told["package"])
    assert box.received().live()[0] == [] and [one.state for one in box.received().listed()] == ["dropped"]
    with pytest.raises(DataError, match="dropped here"):
        take(box, told)
    with pytest.raises(NotFoundError, match="nothing named"):
        box.drop("P-unknown")


def test_a_file_changed_at_rest_is_noticed(box: Box):
    told = made()
    take(box, told)
    path = box.folder / "in" / f"{told['package']}.json"
    path.write_text(path.read_text().replace("amber", "clear"))
    with pytest.raises(DataError, match="changed after"):
        box.received()


def live(kind: str, ring: str = "there") -> Live:
    return Live("own", kind, "h", "P-1", "k", ring, "amber", NOW)


def hit(kind: str, holders: dict[str, str | None], **more: Any) -> Hit:
    rows = tuple(
        {"account_id": one, "ring_id": ring, "state": "flagged" if ring else None} for one, ring in holders.items()
    )
    return Hit(kind, f"{kind}-1", (live(kind),), rows, more.get("common", False))


def test_matches_are_grouped_by_ring_and_account():
    both = {"a": "R-1", "b": "R-1", "c": None}
    found = match([hit("instrument", both), hit("device", {"a": "R-1"}), hit("email_pattern", {"c": None})], 1000)
    ring, account = found
    assert (ring.subject, ring.likely, ring.accounts, ring.families) == ("R-1", True, 2, ("device", "payment"))
    assert ring.bits == pytest.approx(8.3808 + 9.9658, abs=1e-3)
    assert (account.subject, account.likely, len(account.shared), account.families) == ("c", False, 2, ("payment",))
    assert match([hit("ip", both, common=True)], 1000) == []


def test_the_order_of_hits_does_not_matter():
    hits = [hit(kind, {"a": "R-1", "b": None}) for kind in SHARED_KINDS]
    shuffled = hits[:]
    random.Random(1).shuffle(shuffled)
    assert match(hits, 50) == match(shuffled, 50)


def test_foreign_addresses_become_what_ingestion_has():
    own = Own(b"k" * 32)
    digest = own.hasher.digest
    taken = own.take([Observed("address", "198.51.100.7"), Observed("address", "198.51.100.0/24")])
    assert {row[2] for row in taken.indicators} == {digest("ip", "198.51.100.7"), digest("subnet", "198.51.100.0/24")}
    assert len(own.take([Observed("address", "198.51.0.0/16")]).indicators) == 256
    assert len(own.take([Observed("address", "198.51.100.0/30")]).indicators) == 4
    (six,) = own.take([Observed("address", "2001:db8::1")]).indicators
    assert six[2] == digest("ip", "2001:db8::/64")
    left = own.take(
        [Observed("address", "10.0.0.0/8"), Observed("address", "nowhere"), Observed("email", "nobody")]
    ).left
    assert sum(left.values()) == 3 and not own.take([Observed("address", "10.0.0.0/8")]).indicators


def test_a_set_keeps_no_raw_value_and_its_id_follows_from_the_content(box: Box):
    own = Own(b"k" * 32)
    told = [Observed("email", "Anna.Smith@gmail.com"), Observed("asn", "64500"), Observed("domain", "Made-Up.example")]
    kept = make_set("misp", "event-1", "amber", own.take(told), NOW, 30)
    again = make_set("misp", "event-1", "amber", own.take(reversed(told)), NOW + timedelta(days=1), 30)
    assert kept.id == again.id and box.receive_set(kept) and not box.receive_set(again)
    text = "".join(path.read_text() for path in box.folder.rglob("*.json"))
    assert "smith" not in text.lower() and "64500" not in text and "made-up" not in text.lower()
    assert len(box.received().live()[0]) == 3
    box.drop(kept.id)
    with pytest.raises(DataError, match="dropped here"):
        box.receive_set(kept)
