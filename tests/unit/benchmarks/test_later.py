"""The generators since the fourteenth: read without a refusal, truth of existing accounts, bytes by the seed alone."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from benchmarks import fifteenth, fourteenth, sixteenth
from benchmarks.fifteenth import __main__ as of_fifteenth
from benchmarks.fourteenth import __main__ as of_fourteenth
from benchmarks.sixteenth import __main__ as of_sixteenth
from tests.unit.benchmarks.written import (
    Write,
    assert_read_whole,
    assert_rings_are_told,
    assert_seed_decides,
    assert_seed_keeps_its_world,
    assert_wrong_use_is_told,
    some_of,
)

AUTHORS: Final[dict[str, ModuleType]] = {"fourteenth": fourteenth, "fifteenth": fifteenth, "sixteenth": sixteenth}
COMMANDS: Final = {"fourteenth": of_fourteenth, "fifteenth": of_fifteenth, "sixteenth": of_sixteenth}
PINNED: Final = {
    "fourteenth": (73_687, "7fe2d9ea0430eb36cf9edcabf496b2735992e04f9e2546bc892313be30be60a6"),
    "fifteenth": (47_417, "621f73a7f30dd6c7c6a7315b5b12fc6a98ab3fb73bb0851ea3d56449f7a3ea7e"),
    "sixteenth": (106_457, "91269ab52cb01fcea0202e8ecc74f0f12b22a536867cca77a662aa855ff38bd6"),
}
"""Exchanges and digest of the truth of `small`, seed 2."""
DRAWN: Final = {
    "fifteenth": (1_365_859, "3b3a8e5ee04426d9c45da8a4cc626ee7bf55d5b7f4c3b87df4fdc064073de0ca"),
    "sixteenth": (742_865, "dac676567e8f8f0e7e973fd14b187609a18e985278e4ba1d50c157c2ddf1a567"),
}
"""The same where accounts and days are drawn, as in the matrix: the fifteenth's has every kind of honest group."""
STYLES: Final = [(author, style) for author, made in AUTHORS.items() for style in made.STYLES]


def writer(author: str) -> Write:
    def write(out: Path, style: str, seed: int) -> dict[str, Any]:
        told: dict[str, Any] = AUTHORS[author].write_world(out, style, seed, accounts=600, days=14)
        return told

    return write


@pytest.mark.parametrize(("author", "style"), some_of(STYLES, *((author, "small") for author in AUTHORS)))
def test_a_world_is_read_whole_and_its_truth_names_its_accounts(author: str, style: str, tmp_path: Path) -> None:
    about = writer(author)(tmp_path / "w", style, 1)
    rows = assert_read_whole(tmp_path / "w", about)
    assert_rings_are_told(rows, about, style)
    assert about["honest"] == sum(about["populations"].values()) == len(rows) - about["ring_accounts"]


@pytest.mark.parametrize("author", AUTHORS)
def test_a_seed_gives_the_same_bytes_and_another_seed_others(author: str, tmp_path: Path) -> None:
    assert_seed_decides(writer(author), "small", tmp_path)


@pytest.mark.parametrize("author", AUTHORS)
def test_a_seed_keeps_its_world(author: str, tmp_path: Path) -> None:
    assert_seed_keeps_its_world(writer(author), PINNED[author], tmp_path / "w")


@pytest.mark.full
@pytest.mark.parametrize("author", DRAWN)
def test_a_seed_keeps_the_world_of_the_matrix(author: str, tmp_path: Path) -> None:
    assert_seed_keeps_its_world(AUTHORS[author].write_world, DRAWN[author], tmp_path / "w")


@pytest.mark.parametrize("author", AUTHORS)
def test_wrong_use_is_told(
    author: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert_wrong_use_is_told(COMMANDS[author].main, tmp_path, monkeypatch, capsys)
