"""Rotten input and rotten disks at the command line: each with its exit code, and nothing lost or counted twice."""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

import app.ingest.scan as scanning
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from tests.shell import Shell

pytestmark = [pytest.mark.graph, pytest.mark.usefixtures("store")]
HEAD = b"account_id,occurred_at,model\n"
GOOD = b"a1,2026-03-01T00:00:00Z,m\n"
Verb = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


@pytest.fixture
def verb(shell: Shell, environment: dict[str, str]) -> Verb:
    """Runs a verb; `inside` a process that does this to itself first. Exit code, JSON document, stderr."""

    def run(*words: str | Path, inside: Callable[[], None] | None = None, **more: str) -> tuple[int, Any, str]:
        if inside is None:
            return shell.told(*words, "--json")
        command = [sys.executable, "-c", "from app.cli import main; main()", *map(str, words), "--json"]
        done = subprocess.run(
            command,
            env={**environment, **more},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=inside,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else None, done.stderr

    return run


def taken(document: Any) -> tuple[int, int, int]:
    return document["exchanges"], document["quarantined"], document["quarantined_files"]


def refuse_to_obey_nobody() -> None:
    """As root, heed the permissions of files like everybody else."""
    if os.geteuid() == 0:
        for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@pytest.mark.parametrize("name", ["exchanges-1.csv", "exchanges-1.jsonl"])
def test_a_cell_of_10_mb_costs_its_row(verb: Verb, drop: Path, name: str) -> None:
    cell = b"x" * 10_000_000
    content = HEAD + GOOD + GOOD.replace(b",m", b"," + cell) + GOOD
    if name.endswith(".jsonl"):
        rows = [("a1", "m"), ("a1", cell.decode()), ("a1", "m")]
        lines = [{"account_id": who, "occurred_at": "2026-03-01T00:00:00Z", "model": model} for who, model in rows]
        content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    (drop / name).write_bytes(content)
    code, document, said = verb("ingest", drop)
    assert (code, taken(document)) == (3, (2, 1, 0)), said
    assert len(said) < 5000


def test_nul_bytes_cost_their_rows(verb: Verb, drop: Path) -> None:
    (drop / "exchanges-1.csv").write_bytes(HEAD + GOOD + GOOD.replace(b"a1", b"a\x001") + b"\x00" * 40 + b"\n" + GOOD)
    (drop / "exchanges-2.csv").write_bytes(bytes(5000))
    code, document, said = verb("ingest", drop)
    assert (code, taken(document)) == (3, (2, 2, 1)), said
    assert "\x00" not in said


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_zip_bomb_is_refused_whole(verb: Verb, drop: Path, pack: Callable[[bytes], bytes]) -> None:
    rows = scanning.UNSUSPICIOUS // len(GOOD) + 1000
    name = "exchanges-1.csv.gz" if pack is gzip.compress else "exchanges-1.csv.zst"
    (drop / name).write_bytes(pack(HEAD + GOOD * rows))
    (drop / "exchanges-2.csv").write_bytes(HEAD + GOOD)
    code, document, said = verb("ingest", drop)
    assert (code, taken(document)) == (3, (1, 0, 1))
    assert f"{name}: quarantined whole: unpacks to more than" in said


def test_a_parquet_file_that_tells_of_too_many_rows_is_refused_whole(verb: Verb, drop: Path) -> None:
    rows = scanning.UNSUSPICIOUS // 4 + 1
    cells = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), rows), pa.array(["a1"]))
    with pq.ParquetWriter(drop / "exchanges-1.parquet", pa.schema([("account_id", cells.type)])) as writer:
        writer.write_table(pa.table({"account_id": cells}))
    assert (drop / "exchanges-1.parquet").stat().st_size < 1_000_000
    code, document, said = verb("ingest", drop)
    assert (code, taken(document)) == (3, (0, 0, 1))
    assert "too many for its size" in said


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_line_of_1_gb_takes_no_memory(verb: Verb, drop: Path, form: str) -> None:
    with (drop / f"exchanges-1.{form}").open("wb") as handle:
        handle.write(HEAD + GOOD if form == "csv" else b'{"account_id": "a1", "model": "')
        for _ in range(1024):
            handle.write(b"x" * (1 << 20))
        handle.write(b"\n" + GOOD if form == "csv" else b'"}\n')

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, 3 << 30))

    code, document, said = verb("ingest", drop, inside=bound)
    assert (code, taken(document)) == (3, (2, 1, 0) if form == "csv" else (0, 0, 1)), said


def test_a_full_disk_fails_and_the_next_run_completes(verb: Verb, drop: Path, store: Neo4jStore) -> None:
    (drop / "exchanges-1.csv").write_bytes(HEAD + b"".join(GOOD.replace(b"a1", b"a%d" % n) for n in range(20_000)))

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    code, document, said = verb("ingest", drop, inside=fill)
    assert (code, document) == (1, None)
    assert "Traceback" not in said
    assert "again" in said
    code, document, _ = verb("ingest", drop)
    assert (code, taken(document)) == (0, (20_000, 0, 0))
    assert run_checks(store) == []


def test_a_directory_that_may_only_be_read_is_enough_for_feeds_but_not_for_facts(
    verb: Verb, drop: Path, tmp_path: Path, store: Neo4jStore
) -> None:
    (drop / "exchanges-1.csv").write_bytes(HEAD + GOOD)
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    drop.chmod(0o555)
    more = {"inside": refuse_to_obey_nobody, "RINGLEADER_FACTS": str(locked / "facts")}
    code, document, said = verb("ingest", drop, **more)
    assert (code, document) == (1, None)
    assert "Traceback" not in said
    assert str(locked) in said
    code, document, said = verb("ingest", drop, inside=refuse_to_obey_nobody)
    assert (code, taken(document), said) == (0, (1, 0, 0), "")
    assert run_checks(store) == []


def test_a_feed_that_may_not_be_read_fails_and_says_so(verb: Verb, drop: Path) -> None:
    (drop / "exchanges-1.csv").write_bytes(HEAD + GOOD)
    (drop / "exchanges-1.csv").chmod(0)
    code, document, said = verb("ingest", drop, inside=refuse_to_obey_nobody)
    assert (code, document) == (1, None)
    assert "Traceback" not in said
    assert "exchanges-1.csv: Permission denied" in said
