"""The verb `ingest` on feeds from elsewhere and on a directory that is watched, as a cron job or a service runs it."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.ingest.queries import COUNT_ACCOUNTS
from tests.shell import Shell
from tests.unit.ingest.feed_servers import http_shelf, s3_shelf

pytestmark = [pytest.mark.graph, pytest.mark.usefixtures("store")]
HEAD = b"account_id,occurred_at\n"
Run = Callable[..., tuple[int, Any, str]]
PROGRAM = "from app.cli import main; main()"


def rows(first: int, count: int = 5) -> bytes:
    return HEAD + b"".join(b"a%d,2026-03-01T00:00:00Z\n" % n for n in range(first, first + count))


@pytest.fixture
def run(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `ingest`, `given` on its standard input; exit code, JSON document, stderr."""

    def ingest(*words: str | Path, given: bytes = b"") -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        return shell.told("ingest", *words, "--json")

    return ingest


def test_one_content_counts_once_wherever_it_comes_from(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Neo4jStore, tmp_path: Path
) -> None:
    content = {"exchanges-1.csv.gz": gzip.compress(rows(0), mtime=0), "exchanges-2.csv": rows(5)}
    metrics = tmp_path / "ringleader.prom"
    with http_shelf() as web, s3_shelf() as bucket:
        web.files |= {f"feeds/{name}": data for name, data in content.items()}
        bucket.files |= {f"b/feeds/{name}": data for name, data in content.items()} | {
            "b/feeds/exchanges-3.csv": rows(9)
        }
        keys = {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "hidden", "AWS_ENDPOINT_URL": bucket.url}
        for name, value in keys.items():
            monkeypatch.setenv(name, value)
        code, told, said = run(f"{web.url}/feeds/")
        assert (code, told["exchanges"], told["files"], said) == (0, 10, 2, "")
        code, told, said = run("s3://b/feeds", "--metrics", metrics)
        assert (code, told["exchanges"], told["skipped_files"], said) == (0, 5, 2, "")
        code, told, _ = run("s3://b/feeds")
        assert (code, told["exchanges"], told["skipped_files"]) == (0, 0, 3)
        assert "hidden" not in str(bucket.headers)
    code, told, said = run("-", "--kind", "exchanges", "--format", "csv.gz", given=content["exchanges-1.csv.gz"])
    assert (code, told["exchanges"], told["skipped_files"], said) == (0, 0, 1, "")
    code, told, said = run("-", "--kind", "exchanges", given=rows(100))
    assert (code, told["exchanges"], told["accounts"]) == (0, 5, 19)
    code, told, said = run(f"{web.url}/feeds/", "--metrics", metrics)
    assert (code, told) == (1, None)
    assert "cannot be read" in said
    found = {s.name: s.value for f in text_string_to_metric_families(metrics.read_text()) for s in f.samples}
    assert found["ringleader_ingest_last_run_exit_code"] == 1
    assert run_checks(store) == []


@pytest.mark.parametrize(
    "words",
    [("-",), ("drop", "--kind", "exchanges"), ("s3://b/x", "--follow"), ("drop", "--bulk", "--max-rows", "5")],
)
def test_words_that_do_not_go_together_are_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2


def test_a_watched_directory_is_taken_look_by_look_until_sigterm(
    environment: dict[str, str], store: Neo4jStore, tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    command = [sys.executable, "-c", PROGRAM, "ingest", str(drop), "--follow", "--every", "0.2", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as job:
        assert job.stdout is not None
        told = []
        for number in range(3):
            part = drop / f"exchanges-{number}.csv.part"
            part.write_bytes(rows(10 * number))
            part.rename(part.with_suffix(""))
            told.append(json.loads(job.stdout.readline()))  # ends only when the file was taken
        job.send_signal(signal.SIGTERM)
        rest, said = job.communicate()
    assert (job.returncode, rest, said) == (0, "", "")
    assert [document["exchanges"] for document in told] == [5, 5, 5]
    assert store.read(COUNT_ACCOUNTS) == [{"accounts": 15}]
    assert run_checks(store) == []
