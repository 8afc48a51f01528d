"""How far a long verb is: a line a step where stderr is no terminal."""

from __future__ import annotations

import pytest

from app.cli.output import progress


def test_each_step_is_a_line_on_stderr_as_it_was_told(capsys: pytest.CaptureFixture[str]):
    steps = ["reading the feed", "closing 2026-03-01, day 1 of 2", "closing [b]2026-03-02[/b] " + "x" * 200]
    with progress("replaying") as tell:
        for step in steps:
            tell(step)
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == ("", steps)
