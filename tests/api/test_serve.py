"""`ringleader serve`: refusals; as a subprocess, the printed URL and a clean stop."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.api.server import listening
from app.graph import Neo4jStore
from tests.shell import Shell

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]


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
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], code: int, text: str
):
    monkeypatch.setenv("RINGLEADER_HOME", str(tmp_path / "none"))
    ended, out, err = shell.told("serve", *words)
    assert ended == code and text in err and out is None


def test_a_taken_port_is_a_clear_error(shell: Shell):
    with listening("127.0.0.1", 0) as sock:
        port = str(sock.getsockname()[1])
        code, _, err = shell.told("serve", "--open", "--port", port)
    assert code == 1 and f"port {port}" in err and "Traceback" not in err


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
def test_tokens_from_the_command_line(store: Neo4jStore, shell: Shell, environment: dict[str, str]):
    made = shell.ask("token", "create", "--role", "viewer", "--name", "cli")
    listed = shell.ask("token", "list")["tokens"]
    assert [(one["name"], one["role"], one["state"]) for one in listed if one["id"] == made["id"]] == [
        ("cli", "viewer", "active")
    ]
    assert "token" not in listed[0] and made["token"] not in str(listed)
    with serving(environment) as (_, url):
        assert ask(url, "{ viewer { name } }", made["token"])["data"]["viewer"]["name"] == "cli"
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(url, "{ viewer { name } }")
        shell.run("token", "revoke", "cli")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(url, "{ viewer { name } }", made["token"])
    shell.run("token", "revoke", "cli", code=2)
    shell.run("token", "create", "--role", "king", "--name", "x", code=2)
