"""The verbs that send indicators out and take them in: packages, STIX, MISP, and what is wrong with what comes in."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.exports.sharing.package import make_package
from app.exports.signed import canonical
from app.graph import Neo4jStore
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.graph.signing import report_key
from app.ingest import ingest
from app.model.attribution import Tlp
from app.pipeline.detection import detect, facts_of
from app.rings.store.read import list_rings
from app.settings import Settings, load_settings
from app.worlds import simulate
from app.worlds.presets import PRESETS
from tests.shell import Shell

pytestmark = pytest.mark.graph
LARGE = 100 * 1024 * 1024 + 1
UUID = f"{'2' * 8}-2222-4222-8222-{'2' * 12}"
PAST = "2020-01-01T00:00:00Z"
NOTHING = {"run": None, "as_of": None, "configuration": None, "input_digest": None, "software": "ringleader"}


@pytest.fixture(scope="module")
def ring(session_store: Neo4jStore, session_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of the one ring of a small world that was ingested and looked at, once for all tests here."""
    folder = tmp_path_factory.mktemp("sharing")
    session_store.auto(EMPTY_LINKS)
    session_store.auto(EMPTY_NODES)
    settings = session_settings.model_copy(update={"facts_url": str(folder / "facts")})
    simulate(folder / "world", replace(PRESETS["small"], accounts=400, days=6))
    ingest(session_store, settings, folder / "world")
    with facts_of(settings, session_store) as view:
        detect(session_store, view.connection, None, write=True)
    (found,) = list_rings(session_store, ["flagged"], 10)
    return str(found["ring_id"])


@pytest.fixture(autouse=True)
def nothing_sent(session_settings: Settings) -> Iterator[None]:
    """No test finds what another received or sent."""
    yield
    shutil.rmtree(session_settings.home / "shared", ignore_errors=True)


@pytest.fixture
def secret(tmp_path: Path) -> list[str]:
    """The option that names the secret of both labs."""
    path = tmp_path / "secret"
    path.write_bytes(b"s" * 32)
    path.chmod(0o600)
    return ["--secret-file", str(path)]


def states(shell: Shell) -> set[tuple[str, str, str]]:
    return {(one["id"], one["direction"], one["state"]) for one in shell.ask("share", "list")["packages"]}


def matched(shell: Shell, *words: str) -> list[str]:
    return [one["subject"]["ring"] for one in shell.ask("share", "match", "--likely", *words)["matches"]]


def test_a_package_goes_out_comes_in_matches_and_is_revoked(ring: str, secret: list[str], shell: Shell, tmp_path: Path):
    package, revocation = tmp_path / "p.json", tmp_path / "r.json"
    key = shell.ask("share", "key")["key"]
    assert shell.run("share", "key").strip() == key and len(key) == 64
    made = shell.ask("share", "export", "--out", str(package), "--ring", ring, "--for", key, *secret)
    name = made["package"]
    assert made["rings"] == 1 and made["indicators"] > 3
    text = package.read_text()
    members = [one["account_id"] for one in shell.ask("ring", ring)["members"]]
    assert members and not any(account in text for account in (*members, ring))
    assert states(shell) == {(name, "out", "live")}
    for fresh in (True, False):
        assert shell.ask("share", "import", str(package), "--key", key)["new"] is fresh
    assert matched(shell, *secret) == [ring]
    without = shell.ask("share", "match")
    assert without["matches"] == [] and sum(without["other_secrets"].values()) == made["indicators"]
    assert shell.ask("share", "revoke", name, "--out", str(revocation))["revoked"] == [name]
    assert shell.ask("share", "import", str(revocation), "--key", key)["revocation"] is True
    assert matched(shell, *secret) == [] and (name, "in", "revoked") in states(shell)
    assert "was revoked by its sender" in shell.run("share", "import", str(package), "--key", key, code=1)


def test_what_is_wrong_with_a_package_is_told_and_nothing_is_kept(
    ring: str, secret: list[str], shell: Shell, tmp_path: Path
):
    package, key = tmp_path / "p.json", shell.ask("share", "key")["key"]
    shell.run("share", "export", "--out", str(package), "--for", "f" * 64, *secret)
    settings = load_settings()
    old = datetime.now(UTC) - timedelta(days=40)
    late = make_package(
        [],
        [],
        report_key(settings),
        tlp=Tlp.AMBER,
        secret="a" * 16,
        audience=[],
        provenance=NOTHING,
        created=old,
        days=9,
    )
    content = package.read_text()
    newer = {**json.loads(content), "version": 2}
    for number, (text, told) in enumerate(
        (
            (content, "the package is for others"),
            (content.replace('"flagged"', '"confirmed"', 1), "changed"),
            (canonical(late).decode(), "the package expired on"),
            (json.dumps(newer), "version 2 is unknown"),
            ("{}", "neither a package of indicators nor a revocation"),
            ('{"a": NaN}', "no JSON document"),
        )
    ):
        bad = tmp_path / f"bad{number}.json"
        bad.write_text(text)
        assert told in shell.run("share", "import", str(bad), "--key", key, code=1), told
    assert "signed with another" in shell.run("share", "import", str(package), "--key", "e" * 64, code=1)
    assert not [one for one in states(shell) if one[1] == "in"]
    for words, told in (
        (("import", str(package), "--key", "abc"), "no public key"),
        (("import", str(tmp_path / "none.json"), "--key", key), "no such file"),
        (("revoke", "P-" + "a" * 16), "nothing named"),
        (("revoke", "P-" + "a" * 16, "--out", str(tmp_path / "x.json")), "never sent"),
        (("export", "--out", str(tmp_path / "y.json")), "secret"),
        (("export", "--out", str(tmp_path / "y.json"), "--ring", "R-AAAAAAAAAA", *secret), "R-AAAAAAAAAA"),
    ):
        assert told in shell.run("share", *words, code=2), told
    assert not (tmp_path / "x.json").exists() and not (tmp_path / "y.json").exists()


@pytest.mark.parametrize("form", ["stix", "misp"])
def test_rings_go_out_come_back_equal_match_and_are_dropped(ring: str, form: str, shell: Shell, tmp_path: Path):
    out, again = tmp_path / "out.json", tmp_path / "again.json"
    assert shell.ask("export", form, "--out", str(out), "--tlp", "green")["rings"] == 1
    shell.run(form, "check", str(out), "--out", str(again))
    assert again.read_bytes() == out.read_bytes()
    first = shell.ask(form, "import", str(out))
    assert first["new"] is True and first["tlp"] == "green" and first["indicators"] > 0
    second = shell.ask(form, "import", str(again))
    assert (second["set"], second["new"]) == (first["set"], False)
    assert shell.ask("share", "match")["matches"][0]["subject"]["ring"] == ring
    shell.run("share", "revoke", first["set"])
    assert shell.ask("share", "match")["matches"] == []
    assert (first["set"], "in", "dropped") in states(shell)
    assert "was dropped here" in shell.run(form, "import", str(out), code=1)


Damage = Callable[[dict[str, Any]], Any]


def _add(**more: Any) -> Damage:
    return lambda told: told["objects"].append(more)


def _event(**more: Any) -> Damage:
    return lambda told: told["Event"].update(more)


BAD: dict[str, list[tuple[Damage, str]]] = {
    "stix": [
        (_add(type="x-lair", id=f"x-lair--{UUID}", spec_version="2.1"), "unknown type x-lair"),
        (_add(type="campaign", id=f"campaign--{UUID}", spec_version="2.2", name="a"), "is of STIX 2.2; only 2.1"),
        (_add(type="campaign", id="campaign--1", spec_version="2.1", name="a"), "is not campaign--UUID"),
        (lambda told: told.update(spec_version="3.0"), "a bundle of STIX 3.0"),
        (lambda told: told.update(objects=[]), "no objects"),
    ],
    "misp": [
        (_event(uuid="7"), "is none"),
        (_event(Attribute=[{"type": "mood", "value": "x", "uuid": UUID}]), "pymisp refuses"),
        (_event(Attribute={}), "Attribute is no list"),
        (lambda told: told.update(Event=[]), "no MISP event"),
    ],
}


@pytest.mark.parametrize("form", ["stix", "misp"])
def test_bad_documents_are_refused_by_both_verbs_and_nothing_is_kept(
    ring: str, form: str, shell: Shell, tmp_path: Path
):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    shell.run("export", form, "--out", str(good))
    for damage, why in BAD[form]:
        told = copy.deepcopy(json.loads(good.read_text()))
        damage(told)
        bad.write_text(json.dumps(told))
        for verb in ("check", "import"):
            assert why in shell.run(form, verb, str(bad), code=1), why
    with bad.open("wb") as handle:
        handle.truncate(LARGE)
    for verb in ("check", "import"):
        assert f"{LARGE:,} bytes" in shell.run(form, verb, str(bad), code=1)
        assert "no such file" in shell.run(form, verb, str(tmp_path / "none.json"), code=2)
    assert states(shell) == set()


def test_expired_and_revoked_indicators_are_left_out_and_told(shell: Shell, tmp_path: Path):
    base = {"type": "indicator", "spec_version": "2.1", "created": PAST, "modified": PAST, "valid_from": PAST}
    addresses = ("203.0.113.7", "203.0.113.8", "203.0.113.9")
    more: list[dict[str, Any]] = [{"valid_until": "2020-02-01T00:00:00Z"}, {"revoked": True}, {}]
    objects = [
        {**base, **one, "id": f"indicator--{n}{UUID[1:]}", "pattern": f"[ipv4-addr:value = '{address}']"}
        | {"pattern_type": "stix"}
        for n, (one, address) in enumerate(zip(more, addresses, strict=True), 3)
    ]
    bundle = tmp_path / "bundle.json"
    bundle.write_text(json.dumps({"type": "bundle", "id": f"bundle--{UUID}", "objects": objects}))
    done = shell.ask("stix", "import", str(bundle))
    assert done["left"] == {"indicator that has expired": 1, "indicator that is revoked": 1}
    kept = list((shell.home / "shared" / "in").glob("S-*.json"))
    assert done["new"] is True and [path.stem for path in kept] == [done["set"]]
    assert not any(address in kept[0].read_text() for address in addresses)
    objects.pop()
    bundle.write_text(json.dumps({"type": "bundle", "id": f"bundle--{UUID}", "objects": objects}))
    assert "nothing to keep" in shell.run("stix", "import", str(bundle))
    assert len(states(shell)) == 1
