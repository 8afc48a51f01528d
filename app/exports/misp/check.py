"""Whether a file is a MISP event that can be relied on, and what of it is understood without guessing."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import DataError
from app.exports.documents import read_json
from app.exports.misp.objects import HASHED, RELATIONS, RING, TEMPLATE
from app.exports.sharing.foreign import Observed
from app.exports.stix.check import MOST_BYTES, faults
from app.model.attribution import Tlp

if TYPE_CHECKING:
    from pymisp import MISPEvent

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TYPES: Final = {
    "ip-src": "address",
    "ip-dst": "address",
    "ip-src|port": "address",
    "ip-dst|port": "address",
    "AS": "asn",
    "email": "email",
    "email-src": "email",
}
"""Attribute types that mean one thing; `domain`, say, may be a mail domain or not, and is left out."""
_OLD: Final = {"white": Tlp.CLEAR}
_MOST_LETTERS: Final = 300
"""Of an error of pymisp, which lists all types where one is unknown."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An event without fault."""

    event: MISPEvent
    level: Tlp
    observed: tuple[Observed, ...]
    left: Counter[str]
    """What was not understood: foreign objects by name, attributes by type, with how many there are."""


def check(path: Path) -> Checked:
    """Read an event, whole or not at all. Raises UsageError for no file, DataError that lists what is wrong."""
    from pymisp import MISPEvent
    from pymisp.exceptions import PyMISPError

    told = read_json(path, MOST_BYTES)
    event = told.get("Event") if isinstance(told, dict) else None
    if not isinstance(event, dict):
        raise DataError('no MISP event: `{"Event": {...}}` is missing', where=str(path))
    if wrong := list(_faults(event)):
        raise faults(wrong, str(path))
    left: Counter[str] = Counter()
    observed = tuple(_observed(event, left))
    try:
        made = MISPEvent()
        made.from_dict(**event)
    except (PyMISPError, ValueError, TypeError, KeyError, AttributeError) as error:
        text = textwrap.shorten(str(error), _MOST_LETTERS, placeholder=" …")
        raise DataError(f"pymisp refuses it: {text}", where=str(path), do="Nothing of it was taken") from error
    return Checked(made, _level(event), observed, left)


def _faults(event: dict[str, Any]) -> Iterator[str]:
    """What has to hold before anything else can be asked."""
    if not isinstance(event.get("info"), str) or not event["info"]:
        yield "the event has no info"
    if not _UUID.fullmatch(str(event.get("uuid"))):
        yield f"the event's uuid {event.get('uuid')!r} is none"
    seen: dict[str, Any] = {}
    for place, one, needed in _parts(event):
        if not isinstance(one, dict) or any(not isinstance(one.get(name), str) for name in needed):
            yield f"{place} has no {' or '.join(needed)} that is text"
            continue
        if not _UUID.fullmatch(str(one.get("uuid"))):
            yield f"{place}: uuid {one.get('uuid')!r} is none"
        elif seen.setdefault(one["uuid"], one) != one:
            yield f"{one['uuid']} is there twice with different content"
    for name in ("Attribute", "Object", "Tag"):
        if not isinstance(event.get(name, []), list):
            yield f"{name} is no list"


def _parts(event: dict[str, Any]) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """(place, attribute or object, names that it needs)."""
    for at, one in enumerate(_list(event, "Attribute")):
        yield f"Attribute[{at}]", one, ("type", "value")
    for at, one in enumerate(_list(event, "Object")):
        yield f"Object[{at}]", one, ("name",)
        for inner, each in enumerate(_list(one, "Attribute")):
            yield f"Object[{at}].Attribute[{inner}]", each, ("type", "value", "object_relation")


def _list(one: Any, name: str) -> list[Any]:
    found = one.get(name, []) if isinstance(one, dict) else []
    return found if isinstance(found, list) else []


def _observed(event: dict[str, Any], left: Counter[str]) -> Iterator[Observed]:
    for one in _list(event, "Attribute"):
        if one.get("deleted"):
            left["deleted attribute"] += 1
        elif what := _TYPES.get(one["type"]):
            yield _read(what, one["value"], "")
        else:
            left[f"attribute of type {one['type'][:60]}"] += 1
    for one in _list(event, "Object"):
        if one.get("deleted"):
            left["deleted object"] += 1
        elif one["name"] == RING and one.get("template_uuid") == TEMPLATE:
            yield from _ring(one, left)
        else:
            left[f"foreign object {one['name'][:60]}"] += 1


def _ring(one: dict[str, Any], left: Counter[str]) -> Iterator[Observed]:
    rows = [each for each in _list(one, "Attribute") if not each.get("deleted")]
    name = next((each["value"] for each in rows if each["object_relation"] == "ring"), "")[:300]
    for each in rows:
        relation = each["object_relation"]
        if RELATIONS.get(relation) != each["type"]:
            left[f"attribute {relation[:60]} of a ring, of type {each['type'][:60]}"] += 1
        elif relation in HASHED:
            yield Observed(HASHED[relation], each["value"], name)
        elif what := _TYPES.get(each["type"]):
            yield _read(what, each["value"], name)


def _read(what: str, value: str, ring: str) -> Observed:
    text = value.partition("|")[0]
    return Observed(what, text.upper().removeprefix("AS") if what == "asn" else text, ring)


def _level(event: dict[str, Any]) -> Tlp:
    """The narrowest tag of event and attributes, since they are kept as one set; AMBER+STRICT without any."""
    tagged = [event, *(one for _, one, needed in _parts(event) if "type" in needed)]
    tags = [tag for one in tagged for tag in _list(one, "Tag")]
    names = [str(one.get("name")).lower() for one in tags if isinstance(one, dict)]
    words = [name.removeprefix("tlp:") for name in names if name.startswith("tlp:")]
    found = [_OLD.get(word) or Tlp(word) for word in words if word in _OLD or word in set(Tlp)]
    return min(found, key=list(Tlp).index) if found else Tlp.AMBER_STRICT
