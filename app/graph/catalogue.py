"""The Cypher catalogue: one statement a file under cypher/, its header is its checked signature."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, get_args

from app.errors import NotFoundError, RingleaderError

Mode = Literal["read", "write", "schema", "auto"]
PREFIX: Final = "CYPHER 5 "
_HEADER: Final = re.compile(r"^//\s*(purpose|mode|params|returns|browser):\s*(.*)$")


@dataclass(frozen=True)
class Statement:
    """One parsed Cypher file. `params` and `returns` map names to their Cypher types.

    `defaults` are the values of the optional `browser:` line, `:param {max_degree: 40, as_of: null}`, which a person
    runs before pasting the statement into Neo4j Browser and which callers by name start from.
    """

    name: str
    purpose: str
    mode: Mode
    params: dict[str, str]
    returns: dict[str, str]
    text: str
    defaults: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def sent(self) -> str:
        """The text as it is sent: pinned to the dialect that 5.26 LTS and 2026.x share."""
        return PREFIX + self.text


@dataclass(frozen=True)
class Query:
    """A constant that names one catalogue file, e.g. ``Query("rings/find_same_instrument")``."""

    name: str
    row: type | None = field(default=None, compare=False)

    @property
    def statement(self) -> Statement:
        """The parsed file behind the name."""
        return load(self.name)


def root() -> Path:
    """The folder of Cypher files: in the wheel, or beside `app/` in a source tree."""
    packaged = Path(str(resources.files("app"))) / "_cypher"
    return packaged if packaged.is_dir() else Path(str(resources.files("app"))).parent / "cypher"


def names(stage: str = "") -> list[str]:
    """All statement names, sorted, below one stage or all."""
    base = root()
    return sorted(p.relative_to(base).with_suffix("").as_posix() for p in (base / stage).rglob("*.cypher"))


@functools.cache
def load(name: str) -> Statement:
    """Parse one file. Raises NotFoundError for an unknown name, RingleaderError for a bad header."""
    path = root() / f"{name}.cypher"
    if not path.is_file():
        raise NotFoundError(f"no statement named {name!r}", do=f"known: {', '.join(names(name.split('/')[0]))}")
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Statement:
    """Split the header from the text and check that every field is there."""
    fields: dict[str, str] = {}
    body: list[str] = []
    last = ""
    for line in source.splitlines():
        match = _HEADER.match(line)
        if match and not body:
            last = match[1]
            fields[last] = match[2].strip()
        elif line.startswith("//") and not body and last:
            fields[last] += " " + line[2:].strip()
        elif line.strip() or body:
            body.append(line)
    missing = {"purpose", "mode"} - fields.keys()
    if missing or fields["mode"] not in get_args(Mode):
        raise RingleaderError(f"bad header: {', '.join(sorted(missing)) or 'mode'}", where=f"cypher/{name}.cypher")
    mode: Mode = fields["mode"]  # type: ignore[assignment]
    columns = {key: _signature(fields.get(key, "")) for key in ("params", "returns")}
    text = "\n".join(body).strip()
    defaults = _defaults(name, fields.get("browser", ""), columns["params"])
    return Statement(name, fields["purpose"], mode, columns["params"], columns["returns"], text, defaults)


def _defaults(name: str, line: str, params: dict[str, str]) -> dict[str, Any]:
    if not line:
        return {}
    literal = re.sub(r"(\w+)\s*:(?=\s)", r'"\1":', line.removeprefix(":param").strip())
    try:
        values = json.loads(literal)
    except ValueError:
        raise RingleaderError(f"bad browser line: {line}", where=f"cypher/{name}.cypher") from None
    if values.keys() != params.keys():
        raise RingleaderError("the browser line must set every parameter", where=f"cypher/{name}.cypher")
    return dict(values)


def _signature(text: str) -> dict[str, str]:
    if text.strip() in ("", "none", "-"):
        return {}
    pairs = [part.strip().split(None, 1) for part in re.split(r",(?![^<(]*[>)])", text) if part.strip()]
    return {pair[0]: pair[1].strip() if len(pair) > 1 else "ANY" for pair in pairs}
