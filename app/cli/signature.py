"""The verb that runs at a lab's gateway: prompt texts in, signatures out; no graph, no state, nothing kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from app.cli.output import emit_json, setup_logs
from app.cli.root import cli
from app.errors import UsageError

KEY: Final = "RINGLEADER_SIGNATURE_KEY"
BLOCK: Final = 1 << 20


class Form(StrEnum):
    """How texts are told apart."""

    LINES = "lines"
    JSON = "json"
    NUL = "nul"


@cli.command("signature")
def signature_verb(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Texts; without one, stdin.")] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(envvar=f"{KEY}_FILE", help=f"The gateway's key: 32 bytes, mode 600. Or {KEY}: 64 hex digits."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--form", help="One text a line, one JSON string or object a line, or ended by NUL.")
    ] = Form.LINES,
    field: Annotated[str, typer.Option(help="Of JSON objects, the field that holds the text.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Sign prompt texts (simhash64-v1), so that they need not travel: one a text, in order; empty without words."""
    from app.cli.key_option import read_key
    from app.model.signature import Sketcher, signature_text

    setup_logs()
    sketcher = Sketcher(read_key(key_file, KEY, "--key-file"))
    bits = (sketcher.bits(text) for text in read_texts(files or [], form, field))
    if as_json:
        emit_json({"signatures": [None if found is None else signature_text(found) for found in bits]})
        return
    for found in bits:
        sys.stdout.write("\n" if found is None else f"{signature_text(found)}\n")
    sys.stdout.flush()


def read_texts(files: Iterable[Path], form: Form, field: str) -> Iterator[str]:
    """The texts in order. Raises UsageError, without a word of the text, where one cannot be read."""
    for name, stream in _streams(files):
        for number, piece in enumerate(_pieces(stream, b"\0" if form is Form.NUL else b"\n"), 1):
            try:
                yield _from_json(piece, field) if form is Form.JSON else piece.decode()
            except UnicodeDecodeError:
                raise UsageError("not UTF-8", where=f"{name}:{number}") from None
            except ValueError as error:
                raise UsageError(str(error), where=f"{name}:{number}", do="See --form and --field") from None


def _streams(files: Iterable[Path]) -> Iterator[tuple[str, BinaryIO]]:
    named = list(files)
    if not named:
        yield "stdin", sys.stdin.buffer
    for path in named:
        with ExitStack() as stack:
            try:
                stream = stack.enter_context(path.open("rb"))
            except OSError as error:
                raise UsageError(f"cannot be read ({error.strerror})", where=str(path)) from None
            yield str(path), stream


def _pieces(stream: BinaryIO, end: bytes) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(BLOCK):
        *whole, rest = (rest + block).split(end)
        yield from whole
    if rest:
        yield rest


def _from_json(line: bytes, field: str) -> str:
    if not line.strip():
        return ""
    try:
        value = json.loads(line.decode())
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("not JSON") from None
    text = value.get(field) if isinstance(value, dict) else value
    if not isinstance(text, str):
        raise ValueError(f"neither a JSON string nor an object with a string as {field!r}")
    return text
