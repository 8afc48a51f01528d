"""Whether a file is a STIX 2.1 bundle that can be relied on: every complaint with its place, or its content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import stix2
from stix2.exceptions import STIXError
from stix2.v21 import OBJ_MAP, OBJ_MAP_OBSERVABLE

from app.errors import DataError
from app.exports.documents import read_json
from app.exports.stix.objects import SPEC, Object
from app.exports.stix.references import cycle, references

MOST_BYTES: Final = 100 * 1024 * 1024
MOST_TOLD: Final = 20
"""Complaints that one error lists; their number is always told."""
KNOWN: Final = (frozenset(OBJ_MAP) | frozenset(OBJ_MAP_OBSERVABLE)) - {"bundle"}
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_ID: Final = re.compile(rf"([a-z][a-z0-9-]{{1,248}}[a-z0-9])--{_UUID}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle without fault."""

    bundle: Object
    types: dict[str, int]
    """Objects by type."""
    outside: tuple[str, ...]
    """Ids that are referred to but not in it: STIX allows them."""


def check(path: Path) -> Checked:
    """Read a bundle, whole or not at all. Raises UsageError for no file, DataError that lists what is wrong."""
    bundle = _read(path)
    objects = bundle["objects"]
    wrong = list(_shapes(objects)) or [*_unknown(objects), *_twins(objects), *_cycles(objects)]
    wrong += () if wrong else _strict(objects)
    if wrong:
        raise faults(wrong, str(path))
    ids = {one["id"] for one in objects}
    outside = {ref for one in objects for _, ref in references(one)} - ids
    return Checked(bundle, dict(sorted(Counter(one["type"] for one in objects).items())), tuple(sorted(outside)))


def faults(wrong: Sequence[str], where: str) -> DataError:
    """One error for all that is wrong with a document; the first complaints are told, the others counted."""
    more = f" and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
    count = f"{len(wrong)} fault{'s' if len(wrong) > 1 else ''}"
    return DataError(f"{count}: {'; '.join(wrong[:MOST_TOLD])}{more}", where=where, do="Nothing of it was taken")


def _read(path: Path) -> Object:
    bundle = read_json(path, MOST_BYTES)
    if not isinstance(bundle, dict) or bundle.get("type") != "bundle":
        raise DataError('no STIX bundle: `"type": "bundle"` is missing', where=str(path))
    if bundle.get("spec_version") is not None:
        told = bundle["spec_version"]
        if told == SPEC:
            raise DataError(f"a bundle of STIX {SPEC} has no spec_version; its objects have", where=str(path))
        raise DataError(f"a bundle of STIX {told}; only {SPEC} is read", where=str(path), do=f"Convert it to {SPEC}")
    found = _ID.fullmatch(str(bundle.get("id")))
    if not found or found[1] != "bundle":
        raise DataError(f"the bundle's id {bundle.get('id')!r} is not bundle--UUID", where=str(path))
    if not isinstance(bundle.get("objects"), list) or not bundle["objects"]:
        raise DataError("the bundle has no objects", where=str(path))
    if more := sorted(set(bundle) - {"type", "id", "objects"}):
        raise DataError(f"a bundle has no property {', '.join(more)}", where=str(path))
    return bundle


def _shapes(objects: Iterable[Any]) -> Iterator[str]:
    """What has to hold before anything else can be asked."""
    for place, one in enumerate(objects):
        if not isinstance(one, dict) or not isinstance(one.get("type"), str) or not isinstance(one.get("id"), str):
            yield f"objects[{place}] is no object with type and id"
            continue
        if (spec := one.get("spec_version", SPEC if one["type"] in OBJ_MAP_OBSERVABLE else None)) != SPEC:
            told = "has no spec_version (STIX 2.0)" if spec is None else f"is of STIX {spec}"
            yield f"{one['id']} {told}; only {SPEC} is read"
        if name := next((name for name, value in _deep(one) if value is None or value == []), None):
            yield f"{one['id']}: {name} is null or an empty list"
        for name, value in (("id", one["id"]), *references(one)):
            found = _ID.fullmatch(value) if isinstance(value, str) else None
            if not found or (name == "id" and found[1] != one["type"]):
                yield f"{name} {value!r} of objects[{place}] ({one['type']}) is not {_wanted(name, one)}--UUID"


def _deep(one: Object) -> Iterator[tuple[str, Any]]:
    waiting: list[Any] = [one]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from value.items()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _wanted(name: str, one: Object) -> str:
    return str(one["type"]) if name == "id" else "TYPE"


def _unknown(objects: Iterable[Object]) -> list[str]:
    """Types that neither STIX 2.1 nor an extension on the object defines, with how many there are of each."""
    counts = Counter(one["type"] for one in objects if one["type"] not in KNOWN and not _defined(one))
    return [f"unknown type {name} ({count} object{'s' if count > 1 else ''})" for name, count in sorted(counts.items())]


def _defined(one: Object) -> bool:
    extensions = one.get("extensions")
    kinds = {"new-sdo", "new-sco", "new-sro"}
    return isinstance(extensions, dict) and any(
        isinstance(told, dict) and told.get("extension_type") in kinds for told in extensions.values()
    )


def _twins(objects: Iterable[Object]) -> Iterator[str]:
    """One id and version may be there once, or twice with the same content."""
    seen: dict[tuple[str, str], Object] = {}
    for one in objects:
        known = seen.setdefault((one["id"], str(one.get("modified", ""))), one)
        if known != one:
            yield f"{one['id']} is there twice with different content"


def _cycles(objects: Iterable[Object]) -> Iterator[str]:
    if found := cycle(objects):
        yield f"a cycle of references: {' -> '.join(found)}"


def _strict(objects: Iterable[Object]) -> Iterator[str]:
    """What python-stix2 refuses: missing, foreign or malformed properties."""
    for one in objects:
        if _defined(one):
            continue
        try:
            stix2.parse(one, version=SPEC)
        except (STIXError, ValueError, TypeError, KeyError, AttributeError) as error:
            yield f"{one['id']}: {' '.join(str(error).split())}"
