"""The typed client: it passes mypy strict, whatever the operations; it asks a real server; it tells what went wrong."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse, print_ast
from hypothesis import HealthCheck, given, settings
from hypothesis_graphql import queries

from app.api.client_file import write_client
from app.api.operations import read_operations
from app.api.schema import make_schema
from app.errors import UsageError
from app.graph import Neo4jStore
from tests.api.conftest import BIG, MEMBERS, RINGS
from tests.api.test_operations import FILES, written
from tests.api.test_serve import serving
from tests.examples import examples
from tests.shell import Shell

SCHEMA = make_schema()._schema
MORE = {
    **FILES,
    "AllRings": "# Every ring, a page\n# at a time.\nquery AllRings($filter: RingFilter, $first: Int! = 25, "
    "$after: String, $long: Boolean! = false) {\n  rings(filter: $filter, first: $first, after: $after) {\n"
    "    nodes { ringId: id ...more @include(if: $long) } pageInfo { hasNextPage endCursor } } }\n"
    "fragment more on Ring { exchanges triage { state } }\n",
    "Members": "query Members($id: ID!, $after: String) { ring(id: $id) { members(first: 10, after: $after) {\n"
    "  nodes { account { id } } pageInfo { hasNextPage endCursor } } } }",
    "Rest": "query Rest($after: String!) { rings(after: $after) { pageInfo { hasNextPage endCursor } } }",
    "InList": "query InList($after: String) { rings { nodes { members(after: $after) { pageInfo { hasNextPage\n"
    "  endCursor } } } } }",
    "find": "query find($text: String!) { search(text: $text) { hits { __typename ... on Ring { id size }\n"
    "  ... on Identifier { kind class: value } } } }",
}
USE = """
from made import ApiError, Client

client = Client("http://127.0.0.1:1")
for page in client.all_rings_pages(filter={"not": {"states": ["BENIGN"]}}, long=True):
    for ring in page["rings"]["nodes"]:
        name: str = ring["ringId"]
        ring["size"]  # type: ignore[typeddict-item]
for hit in client.find("x")["search"]["hits"]:
    if hit["__typename"] == "Ring":
        size: int = hit["size"]
client.members(BIG)["ring"]["members"]  # type: ignore[index,name-defined]
client.all_rings(filter={"states": ["GOOD"]})  # type: ignore[arg-type]
client.note_ring({"ringId": "R"})  # type: ignore[typeddict-item]
client.members(5)  # type: ignore[arg-type]
client.changed()  # type: ignore[attr-defined]
"""


def made(directory: Path, files: dict[str, str]) -> Path:
    operations = directory / "operations"
    operations.mkdir()
    found = read_operations(written(operations, files), SCHEMA)
    write_client(found.by_name.values(), SCHEMA, directory / "made.py")
    return directory / "made.py"


def loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("made", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def strict(directory: Path, *names: str) -> str:
    words = ["--strict", "--config-file=", "--no-error-summary", *names]
    done = subprocess.run([sys.executable, "-m", "mypy", *words], cwd=directory, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_types_hold_what_was_asked_and_nothing_else(tmp_path: Path):
    """Each ignored line is an error, or mypy would call the ignore unused."""
    made(tmp_path, MORE)
    (tmp_path / "use.py").write_text(USE)
    assert strict(tmp_path, "made.py", "use.py") == ""
    text = (tmp_path / "made.py").read_text()
    assert "Every ring, a page at a time. For viewer, exporter, investigator, admin; costs" in text
    assert "def rest_pages" not in text and "def in_list_pages" not in text
    assert "def changed" not in text and "import" in text and "pydantic" not in text


def test_any_valid_query_makes_a_client_that_passes_mypy_strict(tmp_path: Path):
    texts: list[str] = []

    @given(queries(SCHEMA, allow_null=True))
    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    files = {}
    for number, text in enumerate(texts):
        (operation,) = [one for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)]
        files[f"Q{number}"] = f"query Q{number} {print_ast(operation.selection_set)}"
    good = {}
    for name, text in files.items():  # some are dearer than one query may be
        (tmp_path / name).mkdir()
        try:
            read_operations(written(tmp_path / name, {name: text}), SCHEMA)
        except UsageError:
            continue
        good[name] = text
    assert len(good) > len(texts) // 3
    made(tmp_path, good)
    assert strict(tmp_path, "made.py") == ""


@pytest.mark.parametrize(
    "files",
    [
        {"rings": "query rings { viewer { name } }", "Rings": "query Rings { viewer { name } }"},
        {"List": "query List { viewer { name } }"},
        {"Two": "query Two($aB: ID!, $a_b: ID!) { ring(id: $aB) { id } account(id: $a_b) { id } }"},
    ],
)
def test_names_that_become_one_are_refused(tmp_path: Path, files: dict[str, str]):
    with pytest.raises(UsageError, match="would be named"):
        made(tmp_path, files)


def test_no_file_but_a_client_is_replaced(tmp_path: Path, shell: Shell):
    operations = written(tmp_path, MORE)
    words = ("api", "client", "--operations", str(operations), "--out", str(tmp_path / "client.py"))
    for _ in range(2):
        code, _, err = shell.told(*words)
        assert code == 0 and "8 operations" in err and "subscriptions: Changed" in err
    (tmp_path / "client.py").write_text("mine = 1\n")
    assert "another --out" in shell.run(*words, code=2)
    assert (tmp_path / "client.py").read_text() == "mine = 1\n"


@pytest.mark.graph
def test_a_real_server_is_asked(world: Neo4jStore, tokens: dict[str, str], environment: dict[str, str], tmp_path: Path):
    module = loaded(made(tmp_path, MORE))
    with serving(environment, "--operations", str(tmp_path / "operations"), "--only-operations") as (_, url):
        client = module.Client(url, tokens["investigator"], timeout=120)
        assert client.whoever()["viewer"] == {"name": "test investigator"}
        pages = list(client.all_rings_pages(filter={"minSize": 0}, first=25))
        ids = [ring["ringId"] for page in pages for ring in page["rings"]["nodes"]]
        assert len(ids) == len(set(ids)) == RINGS and [len(page["rings"]["nodes"]) for page in pages] == [25, 25, 10]
        members = [one for page in client.members_pages(BIG) for one in page["ring"]["members"]["nodes"]]
        assert len(members) == MEMBERS
        assert [page["ring"] for page in client.members_pages("R-QQQQQQQQQQ")] == [None]
        assert client.find("198.51.100.7")["search"]["hits"][0]["__typename"] == "Identifier"
        noted = client.note_ring({"ringId": BIG, "text": "by a program"})["addRingNote"]
        assert noted["problems"] == [] and noted["note"]["id"]
        for who, code, ask in (
            (tokens["viewer"], "FORBIDDEN", lambda one: one.note_ring({"ringId": BIG, "text": "x"})),
            (tokens["viewer"], "LIMIT", lambda one: one.ring_cards(BIG, first=10**6)),
            ("rlt_nothing", "UNAUTHENTICATED", lambda one: one.whoever()),
            (tokens["viewer"], "NOT_FOUND", lambda one: one._run("sha256:" + "0" * 64, {})),
        ):
            with pytest.raises(module.ApiError) as told:
                ask(module.Client(url, who, timeout=120))
            assert told.value.code == code and not told.value.retryable and told.value.request_id


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers all alike, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST
        log_message: Callable[..., None] = lambda *_: None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


BUSY = b'{"errors":[{"message":"busy","extensions":{"code":"UNAVAILABLE","requestId":"q-1","retryable":true}}]}'


@pytest.mark.parametrize(
    ("status", "body", "code", "retryable"),
    [
        (503, BUSY, "UNAVAILABLE", True),
        (200, BUSY, "UNAVAILABLE", True),
        (502, b"<html>", "BAD_ANSWER", True),
        (200, b"[]", "BAD_ANSWER", False),
        (200, b"{}", "BAD_ANSWER", False),
        (200, b'{"errors":[{}]}', "BAD_ANSWER", False),
        (307, b"", "BAD_ANSWER", False),
        (302, b"", "BAD_ANSWER", False),
    ],
)
def test_what_is_no_answer_is_told(tmp_path: Path, status: int, body: bytes, code: str, retryable: bool):
    module = loaded(made(tmp_path, {"Whoever": FILES["Whoever"]}))
    with answering(status, body, {"Location": "/elsewhere"}) as (url, asked):
        with pytest.raises(module.ApiError) as told:
            module.Client(url, "rlt_x").whoever()
        assert (told.value.code, told.value.retryable, asked) == (code, retryable, ["/graphql"])
    with pytest.raises(module.ApiError) as told:
        module.Client(url).whoever()
    assert told.value.code == "UNREACHABLE" and told.value.retryable


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "rings.example", "", "http://rings.example"])
def test_a_token_goes_nowhere_in_clear(tmp_path: Path, url: str):
    module = loaded(made(tmp_path, {"Whoever": FILES["Whoever"]}))
    with pytest.raises(ValueError, match="https"):
        module.Client(url, "rlt_x")
