"""The textfile for node_exporter: whole or not at all, parsed as Prometheus would."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.errors import UsageError
from app.ingest.metrics import LEDGER, ledger_figures, write_metrics
from app.ingest.run import IngestSummary

ROW = dict.fromkeys(LEDGER, 7) | {"last_done_timestamp_seconds": None, "exchanges": 2**53}


def read(path: Path) -> dict[str, float]:
    families = text_string_to_metric_families(path.read_text())
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_the_file_has_the_ledger_and_the_run(tmp_path: Path) -> None:
    summary = IngestSummary(files=3, exchanges=12, put_off={"x": "why"})
    write_metrics(tmp_path / "r.prom", ROW, summary, 3)
    found = read(tmp_path / "r.prom")
    assert found["ringleader_ingest_exchanges"] == 2**53
    assert found["ringleader_ingest_accounts"] == 7
    assert "ringleader_ingest_last_done_timestamp_seconds" not in found, "nothing was finished yet"
    assert found["ringleader_ingest_last_run_exit_code"] == 3
    assert found["ringleader_ingest_last_run_exchanges"] == 12
    assert found["ringleader_ingest_last_run_left_files"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["r.prom"]
    assert (tmp_path / "r.prom").stat().st_mode & 0o777 == 0o644


def test_a_run_that_failed_says_only_so(tmp_path: Path) -> None:
    write_metrics(tmp_path / "r.prom", ROW, IngestSummary(), 0)
    write_metrics(tmp_path / "r.prom", None, None, 4)
    found = read(tmp_path / "r.prom")
    assert found.pop("ringleader_ingest_last_run_timestamp_seconds") > 1e9
    assert found == {"ringleader_ingest_last_run_exit_code": 4}


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The run itself is done"):
        write_metrics(tmp_path / "nowhere" / "r.prom", ROW, IngestSummary(), 0)


def test_every_figure_is_a_gauge_with_a_meaning() -> None:
    families = list(ledger_figures(dict.fromkeys(LEDGER, 1)).collect())
    assert [family.name for family in families] == [f"ringleader_ingest_{name}" for name in LEDGER]
    assert all(family.documentation for family in families)
