"""The command line on a simulated world: feed to rings to files, as other programs use it."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.worlds import simulate
from app.worlds.presets import PRESETS
from tests.shell import Shell

pytestmark = [pytest.mark.graph, pytest.mark.usefixtures("store")]

RING = re.compile(r"R-[A-Z2-7]{10}")


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small labelled world."""
    place = tmp_path_factory.mktemp("feed") / "world"
    simulate(place, replace(PRESETS["small"], accounts=500, days=6), "csv.gz")
    return place


@pytest.fixture
def world(feed: Path, shell: Shell) -> Path:
    """The same, ingested."""
    summary = shell.ask("ingest", str(feed))
    assert (summary["quarantined"], summary["quarantined_files"]) == (0, 0)
    return feed


def test_from_feed_to_rings_to_files(world: Path, shell: Shell, tmp_path: Path):
    answer = shell.ask("detect")
    rings = answer["rings"]
    assert set(answer) == {"rings", "seconds"}
    assert len(rings) == 1
    ring = rings[0]
    assert list(ring) == ["id", "size", "score", "exchanges", "first_seen", "last_seen", "families"]
    assert RING.fullmatch(ring["id"]) and ring["size"] >= 50 and 0 < ring["score"] < 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", ring["first_seen"]) and ring["families"] == sorted(ring["families"])

    # again, with nothing new: the same rings, and the graph says the same
    digest = shell.ask("db", "digest")["digest"]
    assert shell.ask("detect")["rings"] == rings
    assert shell.ask("db", "digest")["digest"] == digest

    # a past day writes nothing
    past = shell.ask("detect", "--as-of", ring["first_seen"])
    assert all(row["last_seen"] <= ring["first_seen"] for row in past["rings"])
    assert shell.ask("db", "digest")["digest"] == digest

    exported = _export(shell, "memberships", tmp_path)
    assert exported[0] == ["ring_id", "account_id", "score"]
    members = [row[1] for row in exported[1:]]
    assert {row[0] for row in exported[1:]} == {ring["id"]} and len(members) == ring["size"] == len(set(members))
    accounts = {row[0]: row[1:] for row in _export(shell, "accounts", tmp_path)[1:]}
    assert sum(int(accounts[member][0]) for member in members if member in accounts) == ring["exchanges"]
    report = shell.ask("evaluate", "--truth", str(world / "truth" / "truth.csv"))
    assert report["accounts"]["precision"] >= 0.9 and report["false_rings"] == 0

    detail = shell.ask("ring", ring["id"], "--first", "5")
    assert [row["account_id"] for row in detail["members"]] == sorted(members)[:5]
    assert sum(row["exchanges"] for row in detail["traffic"]) == ring["exchanges"] == detail["exchanges"]
    pair = shell.ask("explain", *sorted(members)[:2])
    assert pair["same_ring"] and pair["bits"] == pytest.approx(sum(term["counted"] for term in pair["terms"]))
    for words in (("rings",), ("ring", ring["id"]), ("explain", *sorted(members)[:2]), ("detect",)):
        assert ring["id"] in shell.run(*words)
    _explained(shell, ring, detail["members"])


def _explained(shell: Shell, ring: Any, members: list[Any]) -> None:
    """`explain` of the ring, of a member, and of somebody who is not in it."""
    told = shell.ask("explain", ring["id"])
    cut, near = told["weakest_cut"], told["look_alike"]
    assert told["bits"] == pytest.approx(sum(term["bits"] for term in told["terms"]), abs=0.5)
    assert cut["identifiers"] and min(cut["part_sizes"]) >= max(5, ring["size"] / 10)
    assert sum(cut["part_sizes"]) + cut["loose"] == ring["size"]
    assert near["ring"]["state"] in ("benign", "contained-suspect", "candidate")
    assert {"shared coverage", "shared purity", "topics coverage"} <= {
        f"{row['test']} {row['figure']}" for row in near["tests"] if row["ring"] is not None
    }
    page = shell.run("explain", ring["id"])
    assert near["ring"]["id"] in page and "Weakest cut" in page

    for member in members:
        alone = shell.ask("explain", member["account_id"])
        assert (alone["ring_id"], alone["margin_bits"]) == (ring["id"], member["margin_bits"])
        assert alone["leaves_without"] and alone["bits"] == pytest.approx(
            sum(term["bits"] for term in alone["terms"]), abs=0.5
        )
    assert min(member["margin_bits"] for member in members) > -6
    first = members[0]["account_id"]
    assert shell.ask("explain", ring["id"], first) == {**shell.ask("explain", first), "asked": ring["id"]}
    assert "bits from the edge" in shell.run("explain", ring["id"], first)
    outsider = shell.ask("explain", ring["id"], _member_of(shell, near["ring"]["id"]))
    assert not outsider["in_asked"] and outsider["ring_id"] == near["ring"]["id"]


def _member_of(shell: Shell, ring_id: str) -> str:
    return str(shell.ask("ring", ring_id, "--first", "1")["members"][0]["account_id"])


def _export(shell: Shell, table: str, folder: Path) -> list[list[str]]:
    path = folder / f"{table}.csv"
    shell.run("export", "--out", str(path), table)  # options may come first
    with path.open(newline="") as handle:
        return list(csv.reader(handle))


def test_judgement_is_obeyed_by_later_runs(world: Path, shell: Shell):
    (ring,) = shell.ask("detect")["rings"]
    said = ("--author", "ann", "--reason", "a contracted evaluation")
    shell.run("judge", ring["id"], "--verdict", "benign", *said)
    assert shell.ask("rings")["rings"] == []
    assert shell.ask("detect")["rings"] == []
    (benign,) = [row for row in shell.ask("rings", "--state", "benign")["rings"] if row["id"] == ring["id"]]
    assert benign["reason"] == "benign by ann: a contracted evaluation"
    shell.run("judge", ring["id"], "--verdict", "benign", *said, "--undo")
    assert shell.ask("detect")["rings"] == [ring]
    shell.run("judge", ring["id"], "--verdict", "confirmed", *said)
    assert [row["id"] for row in shell.ask("detect")["rings"]] == [ring["id"]]
    assert shell.ask("rings", "--state", "confirmed")["rings"][0]["state"] == "confirmed"


def test_replay_tells_when_and_leaves_no_trace(feed: Path, shell: Shell, tmp_path: Path):
    before = sorted(shell.home.rglob("*.parquet"))
    other, chart = tmp_path / "other.toml", tmp_path / "gap.svg"
    other.write_text("[rings]\nprior = -60.0\n")
    done = shell.ask("replay", str(feed), "--every", "3", "--detector", str(other), "--chart", str(chart))
    rings = done["rings"]
    flagged = [row for row in rings if row["flagged_on"]]
    assert len(flagged) == 1
    ring = flagged[0]
    names = ["id", "first_exchange", "flagged_on", "exchanges_before_flag", "exchanges_total", "accounts"]
    assert list(ring)[:6] == names
    assert ring["first_exchange"] <= ring["flagged_on"]
    assert 0 < ring["exchanges_before_flag"] <= ring["exchanges_total"]
    assert sum(day["exchanges"] for day in ring["days"]) == ring["exchanges_total"]
    assert 0 <= ring["hourly"]["exchanges_saved_at_most"] <= ring["exchanges_before_flag"]
    assert "payment" in {each["family"] for each in ring["evidence"] if each["present_on"] <= ring["flagged_on"]}
    (pair,) = [pair for pair in done["compared"] if pair["product"] and pair["product"]["id"] == ring["id"]]
    assert pair["product"]["flagged_on"] == ring["flagged_on"]
    assert pair["detector"] is None or pair["detector"]["flagged_on"] is None  # nobody clears 60 bits
    assert ring["id"] in chart.read_text()
    assert not list((shell.home / "tmp").glob("*"))
    assert sorted(shell.home.rglob("*.parquet")) == before


@pytest.mark.full
def test_a_replay_is_kept_on_the_rings_of_the_graph(world: Path, shell: Shell):
    (found,) = shell.ask("detect")["rings"]
    assert shell.ask("ring", found["id"])["gap"] is None
    said = shell.run("replay", str(world), "--every", "3", "--keep")
    assert f"as {found['id']}" in said
    gap = shell.ask("ring", found["id"])["gap"]
    assert gap["flagged_on"] and 0 < gap["exchanges_before"] <= gap["exchanges"] == found["exchanges"]
    assert f"flagged on {gap['flagged_on']}" in shell.run("ring", found["id"])


def test_wrong_use_is_told_and_is_code_2(shell: Shell, tmp_path: Path):
    assert shell.ask("detect") == {"rings": [], "seconds": pytest.approx(0, abs=60)}
    for words, told in (
        (("ring", "R-AAAAAAAAAA"), "no ring"),
        (("explain", "a", "b"), "no account 'a'"),
        (("explain", "a"), "no account 'a'"),
        (("explain", "R-AAAAAAAAAA"), "no ring"),
        (("explain", "R-AAAAAAAAAA", "a"), "no ring"),
        (("explain", "a", "b", "c"), "two accounts"),
        (("rings", "--state", "guilty"), "no state"),
        (("export", "memberships", "--out", str(tmp_path / "none" / "x.csv")), "no such directory"),
        (("judge", "R-AAAAAAAAAA", "--verdict", "guilty", "--author", "a", "--reason", "b"), "no verdict"),
        (("detect", "--as-of", "yesterday"), "yesterday"),
        (("replay", str(tmp_path / "none")), "none"),
    ):
        assert told in shell.run(*words, code=2)
