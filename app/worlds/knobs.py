"""Worlds as TOML: reading one with errors that name the key and what it may be, writing one, and telling the knobs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from app.errors import UsageError
from app.worlds.spec import RingSpec, WorldSpec

_WORLD: Final = TypeAdapter(WorldSpec)


@dataclass(frozen=True, slots=True)
class Knob:
    """One knob of a world; `key` as `--set` takes it, with N for the number of a ring."""

    key: str
    type: str
    default: str
    meaning: str


@cache
def knobs() -> tuple[Knob, ...]:
    """Every knob: those of the world, then those of a ring."""
    schema = _WORLD.json_schema()
    rings = schema["$defs"][RingSpec.__name__]
    return (*_knobs("", schema), *_knobs("rings.N.", rings))


def _knobs(prefix: str, schema: dict[str, Any]) -> Iterator[Knob]:
    for name, field in schema["properties"].items():
        default = "(needed)" if name in schema.get("required", ()) else _toml(field["default"])
        yield Knob(prefix + name, _type(field), default, field["description"])


def _type(field: dict[str, Any]) -> str:
    """What a field may be, in words: `number, 0 to 1`."""
    if "enum" in field:
        return " | ".join(field["enum"])
    if field["type"] == "array":
        within = field["items"]
        return "list of: " + " | ".join(within["enum"]) if "enum" in within else "tables"
    if "maximum" in field:
        return f"{field['type']}, {field['minimum']} to {field['maximum']}"
    return "date" if "pattern" in field else str(field["type"])


def read_world(path: Path) -> WorldSpec:
    """The world that a TOML file tells. Raises UsageError for a missing, malformed or refused one."""
    try:
        return _checked(tomllib.loads(path.read_text("utf-8")), str(path))
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"is not TOML: {error}", where=str(path)) from error


def changed(spec: WorldSpec, settings: Iterable[str]) -> WorldSpec:
    """The world with some keys set, each given as KEY=VALUE. Raises UsageError for what the spec refuses."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(spec)))
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"{setting!r} is not KEY=VALUE", where="--set", do="For example: --set universities=0.1")
        _put(document, key.strip(), _value(text.strip()))
    return _checked(document, "--set")


def _put(document: dict[str, Any], key: str, value: Any) -> None:
    """Set a key; the number after the last ring's adds a ring."""
    head, *rest = key.split(".")
    if head != "rings" or not rest:
        document[key] = value
        return
    rings = document["rings"]
    at = int(rest[0]) if rest[0].isdecimal() else len(rings) + 1
    if at > len(rings) or len(rest) != 2:
        raise UsageError(
            f"{key}: no such key; the world has {len(rings)} rings, numbered from 0",
            where="--set",
            do=f"rings.{len(rings)}.KEY adds one",
        )
    if at == len(rings):
        rings.append({})
    rings[at][rest[1]] = value


def _value(text: str) -> Any:
    """A TOML value; what is none is a string."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _checked(document: dict[str, Any], where: str) -> WorldSpec:
    try:
        spec = _WORLD.validate_json(json.dumps(document, default=str), strict=True)
    except ValidationError as error:
        told = "; ".join(_told(each) for each in error.errors()[:5])
        raise UsageError(told, where=where, do="`ringleader simulate --describe` lists all knobs") from error
    _together(spec, where)
    return spec


def _told(error: Any) -> str:
    """One refusal: the key, what was given, what it may be."""
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "unexpected_keyword_argument":
        return f"{key}: no such knob"
    if error["type"] == "missing":
        return f"{key}: is needed"
    template = ".".join("N" if isinstance(part, int) and error["loc"][0] == "rings" else str(part)
                        for part in error["loc"][: 3 if error["loc"][0] == "rings" else 1])  # fmt: skip
    allowed = {knob.key: knob.type for knob in knobs()}.get(template, error["msg"])
    return f"{key}: {error['input']!r} is not allowed; it takes {allowed}"


def _together(spec: WorldSpec, where: str) -> None:
    """What no single key can break: shares that add up to more than everybody, pools without a name, real dates."""
    try:
        date.fromisoformat(spec.first_day)
    except ValueError as error:
        raise UsageError(f"first_day: {spec.first_day!r} is not a date", where=where) from error
    groups = ("companies", "universities", "agencies", "hackathons", "fleets", "reseller_customers", "coworking",
              "classrooms", "prepaid", "carriers", "vpn_only", "programs")  # fmt: skip
    total = sum(getattr(spec, name) for name in groups)
    if total > 1:
        raise UsageError(f"{', '.join(groups)}: add up to {total:g}; together they take at most 1", where=where)
    for at, ring in enumerate(spec.rings):
        if ring.exits in ("rented-pool", "reseller") and not ring.pool:
            raise UsageError(f"rings.{at}.pool: exits {ring.exits!r} need the name of a pool", where=where)


def written(spec: WorldSpec) -> str:
    """The world as TOML, each knob with its meaning; `read_world` gives the same world back."""
    document = asdict(spec)
    rings, told = document.pop("rings"), {knob.key: knob for knob in knobs()}
    lines = ["# A world for `ringleader simulate OUT --world FILE`. Shares are of `accounts`.", ""]
    for name, value in document.items():
        lines += [f"# {told[name].meaning} ({told[name].type})", f"{name} = {_toml(value)}"]
    for at, ring in enumerate(rings):
        lines += ["", "[[rings]]"]
        for name, value in ring.items():
            knob = told[f"rings.N.{name}"]
            note = [f"# {knob.meaning} ({knob.type})"] if at == 0 else []  # once is enough
            lines += [*note, f"{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A string, number, truth or list of strings as TOML, which writes these as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
