"""What the dry run says of an export beyond its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ingest.check import check


@pytest.mark.parametrize(("minutes", "rounded"), [(1, False), (5, False), (10, True), (15, True), (60, True)])
def test_times_that_are_rounded_are_told(tmp_path: Path, minutes: int, rounded: bool) -> None:
    times = [minute // minutes * minutes for minute in range(0, 24 * 60, 7)]
    rows = "".join(f"a1,2026-03-01T{at // 60:02d}:{at % 60:02d}:00Z\n" for at in times)
    (tmp_path / "exchanges.csv").write_text(f"account_id,occurred_at\n{rows}")
    assert check(tmp_path).rounded is rounded


def test_a_directory_without_exchanges_has_no_times(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,created_at\na1,2026-03-01T00:00:00Z\n")
    assert check(tmp_path).rounded is False
