"""The verbs about feeds as other programs call them: JSON on stdout, exit codes, complaints on stderr."""

import gzip
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.graph import Neo4jStore
from app.graph.queries import LIST_DONE_BATCHES
from app.ingest.queries import COUNT_ACCOUNTS, READ_OPEN_BATCHES
from tests.shell import Shell

pytestmark = [pytest.mark.graph, pytest.mark.usefixtures("store")]
Verb = Callable[..., tuple[int, Any, str]]
INGEST_KEYS = [
    "files",
    "rows",
    "quarantined",
    "duplicates",
    "exchanges",
    "erased",
    "accounts",
    "skipped_files",
    "quarantined_files",
    "seconds",
]


@pytest.fixture
def verb(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Verb:
    """Runs a verb beside the feeds; gives exit code, stdout's JSON document (None without one) and stderr."""
    monkeypatch.chdir(tmp_path)
    return shell.told


@pytest.fixture
def bad_drop(tmp_path: Path) -> Path:
    """A directory with everything that may be wrong, and something right beside it."""
    drop = tmp_path / "drop"
    drop.mkdir()
    time = "2026-03-01T00:00:00Z"
    files: dict[str, bytes] = {
        "people.csv": b"account_id\na1\n",
        "logins.csv.gz": gzip.compress(b"account_id,at\n" * 999)[:-5],
        "clusters.parquet": b"this is text",
        "networks.csv": b"asn,kind\n1,vpn\n",
        "payments.csv": b"account_id,instrument_id\na1,pi_1\na2,4111111111111234\n",
        "accounts.csv": f'account_id,created_at,email\na1,{time},\na2,{time},"a@b\n.example"\n'.encode(),
        "exchanges-1.csv": (
            "account_id,occurred_at,ip,input_tokens\n"
            f"a1,{time},192.0.2.1,5\na1,2026-03-01T00:00:00,,\na1,{time},999.1.1.1,\na1,{time},,-3\n"
        ).encode(),
    }
    for name, content in files.items():
        (drop / name).write_bytes(content)
    return drop


def test_ingest_tells_what_it_took_and_what_it_refused(verb: Verb, bad_drop: Path) -> None:
    code, document, said = verb("ingest", bad_drop, "--json")
    assert code == 3
    assert list(document) == INGEST_KEYS
    del document["seconds"]
    assert document == {
        "files": 7,
        "rows": 8,
        "quarantined": 5,
        "duplicates": 0,
        "exchanges": 1,
        "erased": 0,
        "accounts": 1,
        "skipped_files": 0,
        "quarantined_files": 4,
    }
    for line in (
        "people.csv: quarantined whole: no known kind of feed",
        "logins.csv.gz: quarantined whole: truncated gz data",
        "clusters.parquet: quarantined whole: ",
        "networks.csv: quarantined whole: required column 'prefix' is missing",
        "payments.csv:3: instrument_id: looks like a card number",
        "accounts.csv:3: email: not an e-mail address",
        "exchanges-1.csv:3: occurred_at: a time without a zone",
        "exchanges-1.csv:4: ip: not an IP address",
        "exchanges-1.csv:5: input_tokens: negative",
    ):
        assert f"ringleader: {line}" in said

    code, listed, _ = verb("quarantine", "list", "--json")
    assert code == 0
    assert {(entry["file"], entry["rows"], entry["first_line"]) for entry in listed["entries"]} >= {
        ("people.csv", 1, 0),
        ("payments.csv", 1, 3),
        ("exchanges-1.csv", 1, 5),
    }
    assert {key for entry in listed["entries"] for key in entry} == {"file", "reason", "rows", "first_line", "day"}
    code, shown, _ = verb("quarantine", "show", "--file", "payments.csv", "--json")
    assert (code, len(shown["entries"])) == (0, 1)
    assert "1234" in shown["entries"][0]["content"]
    assert "11111234" not in shown["entries"][0]["content"]

    code, again, said = verb("ingest", bad_drop, "--json")
    assert (code, again["files"], again["skipped_files"], again["accounts"]) == (0, 0, 7, 1)
    assert "people.csv" not in said

    (bad_drop / "exchanges-1.csv").write_text("account_id,occurred_at\na9,2026-03-01T00:00:00Z\n")
    code, third, said = verb("ingest", bad_drop, "--json")
    assert (code, third["quarantined_files"], third["exchanges"]) == (3, 1, 0)
    assert "exchanges-1.csv: quarantined whole: a file of this name was read before" in said


def test_check_tells_beforehand_and_writes_nothing(verb: Verb, bad_drop: Path, store: Neo4jStore) -> None:
    code, document, _ = verb("check", bad_drop, "--json")
    assert code == 3
    assert {file["file"] for file in document["refused_files"]} == {
        "people.csv",
        "logins.csv.gz",
        "clusters.parquet",
        "networks.csv",
    }
    assert {(reason["column"], tuple(reason["examples"])) for reason in document["reasons"]} == {
        ("instrument_id", ("payments.csv:3",)),
        ("email", ("accounts.csv:3",)),
        ("occurred_at", ("exchanges-1.csv:3",)),
        ("ip", ("exchanges-1.csv:4",)),
        ("input_tokens", ("exchanges-1.csv:5",)),
    }
    assert document["rows"] == {"accounts": 2, "exchanges": 4, "payments": 2}
    assert (document["columns"]["ip"], document["columns"]["model"]) == (1.0, 0.0)
    assert document["evidence"]["network"] == ["exchanges.ip"]
    assert document["lost"] == ["content", "device", "email"]
    assert store.read(COUNT_ACCOUNTS) == [{"accounts": 0}]
    assert store.read(LIST_DONE_BATCHES) == store.read(READ_OPEN_BATCHES) == []


def test_a_clean_directory_passes(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "exchanges.csv").write_text("account_id,occurred_at\na1,2026-03-01T00:00:00Z\n")
    code, document, _ = verb("check", tmp_path / "drop", "--json")
    assert (code, document["reasons"], document["refused_files"]) == (0, [], [])
    code, document, said = verb("ingest", tmp_path / "drop", "--json")
    assert (code, document["exchanges"], said) == (0, 1, "")


def test_an_empty_directory_is_a_warning_and_a_missing_one_wrong_use(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, document, said = verb("ingest", tmp_path / "empty", "--json")
    assert (code, document["files"], "warning: no feed files here" in said) == (0, 0, True)
    for words in (("ingest",), ("check",)):
        code, document, said = verb(*words, tmp_path / "nowhere", "--json")
        assert (code, document) == (2, None)
        assert "there is no such directory" in said


def test_status_tells_of_a_run_that_was_killed_and_of_the_last_one(
    verb: Verb, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "drop").mkdir()
    rows = "".join(f"a{n},2026-03-0{1 + n % 3}T00:00:00Z,192.0.2.{n % 200}\n" for n in range(300))
    (tmp_path / "drop" / "exchanges.csv").write_text(f"account_id,occurred_at,ip\n{rows}")
    Path(environment["RINGLEADER_HOME"], "last_ingest.json").unlink(missing_ok=True)
    code, empty, _ = verb("ingest", "--status", "--json")
    assert (code, empty["open_batches"], empty["watermark"], empty["last_run"]) == (0, [], None, None)
    killer = Path(__file__).with_name("ingest_and_die.py")
    died = subprocess.run(
        [sys.executable, str(killer), "drop", "writing:4"], env=environment, cwd=tmp_path, check=False
    )
    assert died.returncode == -signal.SIGKILL
    code, told, said = verb("ingest", "--status", "--json")
    [batch] = told["open_batches"]
    assert (code, batch["files"], batch["planned"]) == (0, 1, True)
    assert 0 < batch["written"] < batch["units"]
    assert (told["lock"]["verb"], told["lock"]["alive"]) == ("ingest", False)
    assert told["lease"]["owner"].startswith("ingest on ")
    assert told["watermark"] is None
    _, _, said = verb("ingest", "--status")
    assert "the next `ingest` finishes it first" in said
    code, document, _ = verb("ingest", "drop", "--json")
    assert (code, document["exchanges"]) == (0, 300)
    _, told, _ = verb("ingest", "--status", "--json")
    assert (told["open_batches"], told["lock"], told["lease"], told["watermark"]) == ([], None, None, "2026-03-03")
    assert told["last_run"].items() >= {**document, "exit_code": 0, "place": "drop"}.items()
    verb("ingest", "nowhere")
    failed = verb("ingest", "--status", "--json")[1]["last_run"]
    assert (failed["exit_code"], "no such directory" in failed["error"]) == (2, True)
    assert verb("ingest")[0] == 2
