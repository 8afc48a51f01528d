"""`ringleader signature`: the vectors of docs/feeds.md, forms of input, where the key comes from, what it imports."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.signature import Sketcher, signature_bits, signature_text
from tests.shell import Shell

FEEDS = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
VECTORS = re.findall(r"^\| `(.+)` \| `(simhash64-v1:[0-9a-f]{16})` \|$", FEEDS, re.MULTILINE)
TEXTS, SIGNED = [text for text, _ in VECTORS], [signature for _, signature in VECTORS]
KEY = bytes(range(32))
Run = Callable[..., str]
PROGRAM = "import sys; from app.cli import main; main()"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Output of the verb, `given` on its standard input; its errors where it has to fail with `code`."""
    for name in list(os.environ):
        if name.startswith("RINGLEADER_"):
            monkeypatch.delenv(name)
    shell = Shell(monkeypatch, capsys, str(tmp_path))

    def signature(*words: str, given: str = "", code: int = 0, **environment: str) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
            for name, value in environment.items():
                patch.setenv(name, value)
            return shell.run("signature", *words, code=code)

    return signature


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    path = tmp_path / "key"
    path.write_bytes(KEY)
    path.chmod(0o600)
    return str(path)


def test_the_vectors_of_the_document(run: Run, key_file: str) -> None:
    assert len(VECTORS) == 4
    told = run("--key-file", key_file, "--json", given="\n".join([*TEXTS, "?!", "", TEXTS[0]]))
    assert json.loads(told) == {"signatures": [*SIGNED, None, None, SIGNED[0]]}
    plain = run(given="\r\n".join([*TEXTS, "?!", TEXTS[0]]) + "\n", RINGLEADER_SIGNATURE_KEY=KEY.hex())
    assert plain == "\n".join([*SIGNED, "", SIGNED[0]]) + "\n"


def test_json_lines_and_texts_of_several_lines(run: Run, key_file: str, tmp_path: Path) -> None:
    environment = {"RINGLEADER_SIGNATURE_KEY_FILE": key_file}
    lines = [json.dumps(TEXTS[0]), json.dumps({"id": 1, "prompt": TEXTS[1].replace(" ", "\n")}), ""]
    assert run("--form", "json", "--field", "prompt", given="\n".join(lines), **environment) == "\n".join(
        [SIGNED[0], SIGNED[1], ""]
    )
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text.replace(" ", " \n") + "\0Hello")
    files = [str(tmp_path / f"{number}.txt") for number in range(4)]
    told = run("--form", "nul", *files, **environment).splitlines()
    assert told == [signature for each in SIGNED for signature in (each, SIGNED[0])]


@pytest.mark.parametrize(
    ("given_text", "words", "complaint"),
    [
        ('"a"\n{"secret": "words"}\n', ("--form", "json"), "stdin:2: neither a JSON string nor an object"),
        ("secret words\n", ("--form", "json"), "stdin:1: not JSON"),
        ("", ("no-such-file",), "no-such-file: cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named_without_its_text(
    run: Run, given_text: str, words: tuple[str, ...], complaint: str, key_file: str
) -> None:
    told = run("--key-file", key_file, *words, given=given_text, code=2)
    assert complaint in told and "secret" not in told


def test_without_a_good_key_nothing_is_signed(run: Run, key_file: str) -> None:
    assert "--key-file" in run(given="a", code=2)
    assert "hex digits" in run(given="a", code=2, RINGLEADER_SIGNATURE_KEY="00ff")
    Path(key_file).chmod(0o644)
    assert "read by others" in run("--key-file", key_file, given="a", code=2)


def test_a_gateway_needs_no_database_stack() -> None:
    heavy = ("neo4j", "duckdb", "pandas", "pyarrow", "igraph", "fastapi", "strawberry", "app.graph", "app.facts")
    code = f"import atexit, sys; atexit.register(lambda: print([m for m in {heavy} if m in sys.modules])); {PROGRAM}"
    done = subprocess.run(
        [sys.executable, "-c", code, "signature"],
        input=b"Hello\n",
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "RINGLEADER_SIGNATURE_KEY": KEY.hex()},
        check=True,
    )
    assert done.stdout.decode().splitlines() == [SIGNED[0], "[]"]


@given(st.binary(min_size=1, max_size=80), st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_fast_and_documented_code_agree(key: bytes, text: str) -> None:
    names: dict = {}
    exec(re.findall(r"```python\n(.*?)```", FEEDS, re.DOTALL)[0], names)
    bits = Sketcher(key).bits(text)
    if bits is None:
        assert not re.search(r"\w", text)
    else:
        assert signature_text(bits) == names["simhash64"](key, text)
        assert signature_bits(signature_text(bits)) == bits
