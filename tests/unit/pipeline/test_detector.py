"""A detector's file: what it may say, and what is refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.errors import UsageError
from app.pipeline.detector import Detector, read_detector


def test_settings_given_replace_those_of_the_product_and_no_others(tmp_path: Path):
    path = tmp_path / "d.toml"
    path.write_text("[rings]\nmargin = 5\nresolutions = [0.02]\n[links]\nblock_degree = 10\n")
    found = read_detector(path)
    assert (found.rings.margin, found.rings.resolutions, found.links.block_degree) == (5.0, (0.02,), 10)
    assert (found.rings.prior, found.links.second) == (Detector().rings.prior, Detector().links.second)
    json_path = tmp_path / "d.json"
    json_path.write_text('{"rings": {"margin": 5, "resolutions": [0.02]}, "links": {"block_degree": 10}}')
    assert read_detector(json_path) == found
    path.write_text("")
    assert read_detector(path) == Detector()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rings]\nmargins = 5", "rings.margins: no such setting"),
        ("[ring]\nmargin = 5", "ring: no such setting"),
        ("[rings]\nunify = 1.5", "rings.unify: 1.5 is not allowed"),
        ('[links]\nblock_degree = "10"', "links.block_degree"),
        ("[links]\nblock_degree = 1", "links.block_degree: 1 is not allowed"),
        ("[rings]\nprior = nan", "rings.prior"),
        ("rings = 5", "rings: 5 is not allowed"),
        ("[rings", "neither TOML"),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path: Path, text: str, told: str):
    path = tmp_path / "d.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=re.escape(told)):
        read_detector(path)


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no such file"):
        read_detector(tmp_path / "none.toml")
