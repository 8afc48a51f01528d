"""The verb: what it writes, prints and refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app.cli.worlds  # noqa: F401 - registers the verb
from app.cli.root import cli
from app.errors import UsageError
from app.worlds import preset
from app.worlds.knobs import read_world


def run(*arguments: str) -> str:
    """Standard output of a verb that succeeds; what it raises is raised."""
    result = CliRunner().invoke(cli, ["simulate", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_printed_world_is_the_world_of_its_preset(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(run("--preset", "resellers", "--print-world"), "utf-8")
    assert read_world(file) == preset("resellers")
    changes = ["--set", "accounts=200", "--set", "days=2", "--scale", "0.05", "--json"]
    counts = json.loads(run(str(tmp_path / "out"), "--world", str(file), *changes))
    assert counts["rings"] == 3
    assert 200 < counts["accounts"] < 400


def test_drawn_rings_are_printed_and_may_be_changed(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(run("--rings", "2", "--seed", "4", "--set", "rings.1.synchrony=0.25", "--print-world"), "utf-8")
    spec = read_world(file)
    assert (spec.seed, len(spec.rings), spec.rings[1].synchrony) == (4, 2, 0.25)


def test_knobs_are_described() -> None:
    told = {knob["key"]: knob for knob in json.loads(run("--describe", "--json"))["knobs"]}
    assert told["rings.N.synchrony"]["type"] == "number, 0 to 1"
    assert "rings.N.synchrony" in run("--describe")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--preset", "small"], "needs a directory"),
        (["--preset", "small", "--world", "x.toml"], "two worlds"),
        (["--preset", "moon", "--print-world"], "no preset named 'moon'"),
        (["--preset", "small", "--rings", "2"], "go with --preset mixed"),
        (["--evasion", "extreme"], "no tier named"),
        (["--preset", "small", "--set", "rings.0.size=2", "--print-world"], "rings.0.size: 2 is not allowed"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        run(*arguments)


def test_a_campaign_is_thinned_unless_in_full(tmp_path: Path) -> None:
    thin, full = tmp_path / "thin.toml", tmp_path / "full.toml"
    thin.write_text(run("--preset", "campaign", "--print-world"), "utf-8")
    full.write_text(run("--preset", "campaign", "--full", "--print-world"), "utf-8")
    assert read_world(full).volume == 1
    assert replace(read_world(thin), volume=1.0) == read_world(full)
    small = ["--scale", "0.002", "--days", "10", "--json"]
    some = json.loads(run(str(tmp_path / "some"), "--preset", "campaign", *small))
    every = json.loads(run(str(tmp_path / "every"), "--preset", "campaign", "--full", *small))
    assert some["accounts"] == every["accounts"]
    assert 7 < every["exchanges"] / some["exchanges"] < 9.5  # 1 / .121 = 8.3
