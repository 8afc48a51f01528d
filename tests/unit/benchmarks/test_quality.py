"""The quality matrix: seeds kept apart, pooling reckoned by hand, test worlds without details, prose kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import document, matrix, peers, quality, runner
from benchmarks.failures import write_failures
from benchmarks.matrix import World
from benchmarks.peers import Peer
from benchmarks.report import populations, reliability, table
from benchmarks.runner import PRODUCT, Outcome, _kept
from benchmarks.score import Score, read_truth, truth_of
from benchmarks.sketch import sketch


def outcome(row: str = "full", seed: int = 1, method: str = PRODUCT, **changes: object) -> Outcome:
    figures = {"hit": 90, "flagged": 100, "guilty": 120, "f1": 0.8, "false_rings": 1, "mixed": 0, "honest": 1000}
    score = Score(**(figures | {"tiers": {"plain": (90, 100), "evasive": (0, 20)}} | changes))  # type: ignore[arg-type]
    return Outcome(row, seed, method, score, 2.0, 1120)


def cells(text: str, row: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {row} "))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_validation_and_test_seeds_never_meet() -> None:
    seeds = {split: {(w.row, w.seed) for w in matrix.worlds(split)} for split in ("validation", "test")}
    assert not seeds["validation"] & seeds["test"]
    rows = {row for row, _ in seeds["test"]}
    assert all(sum(r == row for r, _ in seeds["test"]) >= 5 for row in rows)
    assert sum(row == "quiet" for row, _ in seeds["test"]) == 20


def test_figures_are_pooled_over_the_worlds_of_a_row() -> None:
    text = table([outcome(), outcome(seed=2, hit=10, flagged=10, guilty=30, f1=0.4, false_rings=0, honest=3000)])
    row = cells(text, "full")
    assert row[2:10] == ["2", "0.909", "0.667", "0.600", "0.400", "1", "0", "250.0"]
    assert cells(text, "ALL WITH RINGS")[3] == "0.909"


def test_a_world_without_rings_counts_only_accusations() -> None:
    text = table([outcome("quiet", hit=0, flagged=0, guilty=0, f1=None, false_rings=0, tiers={})])
    assert cells(text, "quiet")[3:9] == ["-", "-", "-", "-", "0", "0"]
    assert "ALL WITH RINGS" not in text


def test_populations_and_reliability_pool_worlds() -> None:
    first, second = outcome(populations={"company": (1, 100, 1, 5)}), outcome(populations={"company": (0, 300, 0, 7)})
    first.bins = second.bins = [[0.0, 0.0, 0.0], [1.8, 1.0, 2.0]]
    row = cells(populations([first, second]), "company")
    assert (row[1], row[2], row[4], row[5]) == ("1", "400", "1", "12")
    assert reliability([first, second]).startswith("Expected calibration error 0.4000 over 4")


def test_details_of_test_worlds_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--split", "test", "--failures", str(tmp_path / "f.md")]) == 2
    assert "--split validation" in capsys.readouterr().err
    assert not (tmp_path / "f.md").exists()


def test_an_unknown_row_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--rows", "nowhere"]) == 2
    assert "no world matches" in capsys.readouterr().err


def test_failures_name_missed_rings_and_false_ones(tmp_path: Path) -> None:
    bad = outcome()
    bad.score.rings = [
        {"ring": "ring-0", "tier": "careful", "size": 50, "found": 0, "pieces": 0, "largest": 0},
        {"ring": "ring-1", "tier": "plain", "size": 50, "found": 50, "pieces": 1, "largest": 50},
        {"ring": "ring-2", "tier": "plain", "size": 50, "found": 40, "pieces": 4, "largest": 10},
    ]
    common = {"score": 0.9, "families": ["email"], "reason": "", "mixed": False, "terms": ["email/email_domain 9b"]}
    bad.detail = [
        common | {"state": "flagged", "size": 8, "ring_accounts": 0, "rings": {}, "honest": {"fleet/fleet-1": 8}},
        common | {"state": "candidate", "size": 50, "ring_accounts": 50, "rings": {"ring-0": 50}, "honest": {}},
    ]
    write_failures(tmp_path / "f.md", [bad])
    text = (tmp_path / "f.md").read_text("utf-8")
    assert "MISSED ring-0" in text and "candidate group of 50" in text
    assert "FRAGMENTED ring-2" in text and "ring-1" not in text
    assert "FALSE RING: 8 accounts" in text and "fleet/fleet-1" in text


def test_the_document_keeps_what_people_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, tuned = tmp_path / "quality.md", tmp_path / "tuned.json"
    tuned.write_text('{"peer": {"parameters": {"least": 5}, "mean_f1": 0.5, "grid": {"{}": 0.5}}}', "utf-8")
    monkeypatch.setattr(document, "TUNED", tuned)
    path.write_text("# old\n\n## Where it falls short\n\nEvasive rings.\n", "utf-8")
    document.write_document(path, [outcome()], "test", "make quality")
    text = path.read_text("utf-8")
    assert text.endswith("## Where it falls short\n\nEvasive rings.\n")
    assert "# old" not in text and "| full |" in text and "make quality" in text


def test_what_was_measured_is_kept_until_the_code_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, asked = World("quiet", "quiet", 1), []

    def ask(about: str) -> Outcome:
        asked.append(about)
        return outcome(about)

    assert _kept(world, "a", lambda: ask("a")) != _kept(world, "a", lambda: ask("b")), "nothing is kept unasked"
    monkeypatch.setenv("RINGLEADER_QUALITY_CACHE", str(tmp_path))
    first = _kept(world, "a", lambda: ask("a"))
    assert _kept(world, "a", lambda: ask("b")) == first
    assert _kept(world, "other code", lambda: ask("c")) != first
    assert asked == ["a", "b", "a", "c"]


def test_a_peer_that_gives_up_on_a_world_leaves_the_other_methods_standing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gives_up(snapshot: object) -> list[list[int]]:
        raise ValueError("m_probability value 0.0")

    (tmp_path / "truth.csv").write_text("account_id,ring,operator,cell,tier,population,group_id\na,r,o,c,plain,,\n")
    known: tuple[object, ...] = (sketch(["a"], {}), truth_of(read_truth(tmp_path / "truth.csv").table), {})
    monkeypatch.setattr(peers, "PEERS", (Peer("steady", lambda snapshot: [[0]], ()), Peer("moody", gives_up, ())))
    monkeypatch.setattr(runner, "_read", lambda world: known)
    told = runner.run_world(World("row", "style", 7), {"steady": [{}], "moody": [{}]}, product=False, detail=False)
    assert [(outcome.method, outcome.score.hit) for outcome in told] == [("steady", 1)]
    assert "row-7: moody gave up: m_probability value 0.0" in capsys.readouterr().err
