"""`ringleader serve` as a subprocess: refusals, the printed URL, a clean stop."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.api.server import listening
from app.graph import Neo4jStore

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def serving(environment: dict[str, str], *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and the URL that it printed."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--json", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield process, json.loads(line)["url"]
        finally:
            process.kill()


def ask(url: str, query: str, token: str | None = None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"{url}/graphql", json.dumps({"query": query}).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("--host", "0.0.0.0"), 2, "nobody has a token"),
        ((), 2, "nobody has a token"),
        (("--open", "--host", "0.0.0.0"), 2, "loopback only"),
        (("--open", "--host", "192.0.2.1"), 2, "loopback only"),
        (("--port", "70000"), 2, ""),
    ],
)
def test_a_bind_without_tokens_is_refused(
    environment: dict[str, str], tmp_path: Any, words: tuple[str, ...], code: int, text: str
):
    done = run({**environment, "RINGLEADER_HOME": str(tmp_path / "none")}, "serve", *words)
    assert done.returncode == code and text in done.stderr and done.stdout == ""


def test_a_taken_port_is_a_clear_error(environment: dict[str, str]):
    with listening("127.0.0.1", 0) as sock:
        port = str(sock.getsockname()[1])
        done = run(environment, "serve", "--open", "--port", port)
    assert done.returncode == 1 and f"port {port}" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.graph
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_open_server_answers_and_stops_cleanly(
    store: Neo4jStore, environment: dict[str, str], number: signal.Signals
):
    with serving(environment, "--open") as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert ask(url, "{ viewer { role } rings { totalCount } }")["data"] == {
            "viewer": {"role": "admin"},
            "rings": {"totalCount": 0},
        }
        process.send_signal(number)
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest == "" and f"{url}/graphql" in said and "Traceback" not in said


@pytest.mark.graph
def test_tokens_from_the_command_line(store: Neo4jStore, environment: dict[str, str], tmp_path: Any):
    made = json.loads(run(environment, "token", "create", "--role", "viewer", "--name", "cli", "--json").stdout)
    listed = json.loads(run(environment, "token", "list", "--json").stdout)["tokens"]
    assert [(one["name"], one["role"], one["state"]) for one in listed if one["id"] == made["id"]] == [
        ("cli", "viewer", "active")
    ]
    assert "token" not in listed[0] and made["token"] not in str(listed)
    with serving(environment) as (_, url):
        assert ask(url, "{ viewer { name } }", made["token"])["data"]["viewer"]["name"] == "cli"
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(url, "{ viewer { name } }")
        assert run(environment, "token", "revoke", "cli").returncode == 0
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(url, "{ viewer { name } }", made["token"])
    assert run(environment, "token", "revoke", "cli").returncode == 2
    assert run(environment, "token", "create", "--role", "king", "--name", "x").returncode == 2
