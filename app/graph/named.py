"""Read statements of the catalogue by name, with parameters that arrive as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from app.errors import NotFoundError, UsageError
from app.graph import catalogue
from app.graph.catalogue import Query, Statement

_LIST: Final = re.compile(r"LIST<(\w+)>")
_LISTED: Final = "`ringleader query --list` names what may be run"


def bind(name: str, params: Mapping[str, str]) -> tuple[Query, dict[str, Any]]:
    """The statement behind a name and its parameters as the header's types; defaults come from its browser line.

    `name` is `stage/verb_noun`, or `verb_noun` where only one stage has it. Raises NotFoundError for an unknown name,
    UsageError for a statement that writes and for bad parameters.
    """
    query = Query(_full_name(name))
    statement = query.statement
    if statement.mode != "read":
        raise UsageError(f"{name} does not only read (mode {statement.mode})", do=_LISTED)
    unknown = sorted(params.keys() - statement.params.keys())
    missing = sorted(statement.params.keys() - params.keys() - statement.defaults.keys())
    if unknown or missing:
        complaint = _complaint(unknown, missing, statement)
        raise UsageError(f"{name}: {complaint}", do=f"Parameters: {signature(statement)}")
    given = {key: _as_text(value) for key, value in statement.defaults.items()} | dict(params)
    return query, {key: coerce(kind, given[key], key) for key, kind in statement.params.items()}


def public() -> list[Statement]:
    """Read statements whose parameters can all be typed by a person, by name."""
    statements = [catalogue.load(name) for name in catalogue.names() if not name.startswith(("checks/", "schema/"))]
    return [one for one in statements if one.mode == "read" and all(_typable(kind) for kind in one.params.values())]


def signature(statement: Statement) -> str:
    """Parameters for people: `since DATE, max_degree INTEGER = 40`."""
    parts = [
        f"{name} {kind}" + (f" = {_as_text(statement.defaults[name])}" if name in statement.defaults else "")
        for name, kind in statement.params.items()
    ]
    return ", ".join(parts) or "none"


def coerce(kind: str, text: str, name: str = "value") -> Any:
    """One value of a Cypher type from text; `null` is null, a list is JSON or comma-separated.

    Raises UsageError naming the parameter, its type and an example.
    """
    if text == "null" or (text == "" and kind != "STRING"):
        return None
    inner = _LIST.fullmatch(kind)
    try:
        if inner:
            return [_scalar(inner[1])(item) for item in _items(text)]
        return _scalar(kind)(text)
    except (ValueError, KeyError):
        example = _EXAMPLES.get(inner[1] if inner else kind, "")
        raise UsageError(f"{name}: {text!r} is not a {kind}", do=f"for example {example}" if example else "") from None


def _items(text: str) -> list[str]:
    if text.startswith("["):
        return [item if isinstance(item, str) else json.dumps(item) for item in json.loads(text)]
    return [item.strip() for item in text.split(",") if item.strip()]


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _integer(text: str) -> int:
    value = int(text)
    if not -(2**63) <= value < 2**63:
        raise ValueError(text)
    return value


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value


_SCALARS: Final[dict[str, Callable[[str], Any]]] = {
    "STRING": str,
    "INTEGER": _integer,
    "FLOAT": float,
    "BOOLEAN": _boolean,
    "DATE": date.fromisoformat,
    "DATETIME": _moment,
}
_EXAMPLES: Final = {
    "INTEGER": "40",
    "FLOAT": "0.5",
    "BOOLEAN": "true",
    "DATE": "2026-08-31",
    "DATETIME": "2026-08-31T12:00:00Z",
}


def _scalar(kind: str) -> Callable[[str], Any]:
    if kind not in _SCALARS:
        raise UsageError(f"a {kind} cannot be given as text")
    return _SCALARS[kind]


def _typable(kind: str) -> bool:
    inner = _LIST.fullmatch(kind)
    return (inner[1] if inner else kind) in _SCALARS


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _complaint(unknown: list[str], missing: list[str], statement: Statement) -> str:
    parts = [f"no parameter {', '.join(unknown)}"] if unknown else []
    parts += [f"missing {', '.join(f'{name} ({statement.params[name]})' for name in missing)}"] if missing else []
    return "; ".join(parts)


def _full_name(name: str) -> str:
    known = catalogue.names()
    if name in known:
        return name
    found = [one for one in known if one.rpartition("/")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{name!r} is in several stages", do=f"say one of {', '.join(found)}")
    raise NotFoundError(f"no statement named {name!r}", do=_LISTED)
