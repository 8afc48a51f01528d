"""What a checked bundle names that a graph could have too: observables, simple patterns, our extension. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from app.exports.sharing.foreign import Observed
from app.exports.stix.objects import EXTENSION, TLP_EXTENSION, Object
from app.model.attribution import Tlp

_OBSERVABLES: Final = {
    "ipv4-addr": ("address", "value"),
    "ipv6-addr": ("address", "value"),
    "email-addr": ("email", "value"),
    "autonomous-system": ("asn", "number"),
}
_PATTERN: Final = re.compile(
    r"\[\s*(ipv4-addr|ipv6-addr|email-addr|autonomous-system):(?:value|number)\s+(?:=|ISSUBSET)\s+(?:'([^'\\]+)'|(\d+))\s*\]"
)
_OURS: Final = re.compile(r"[0-9a-f]{32}")
_SHARED: Final = {"payment_instruments": "instrument", "query_clusters": "query_cluster"}
_LINKED: Final = frozenset({"consists-of", "uses", "indicates", "attributed-to"})
_OLD_TLP: Final = {"white": Tlp.CLEAR, "green": Tlp.GREEN, "amber": Tlp.AMBER, "red": Tlp.RED}


def observed(objects: Iterable[Object]) -> tuple[list[Observed], Counter[str]]:
    """Everything that is understood without guessing, and what was left out by reason."""
    by_id = {one["id"]: one for one in objects}
    rings = _rings(by_id)
    found: list[Observed] = []
    left: Counter[str] = Counter()
    for one in by_id.values():
        if one.get("revoked"):
            left[f"{one['type']} that is revoked"] += 1
        elif one["type"] in _OBSERVABLES:
            what, name = _OBSERVABLES[one["type"]]
            found.append(Observed(what, str(one[name]), rings.get(one["id"], "")))
        elif one["type"] == "indicator":
            _indicator(one, rings.get(one["id"], ""), found, left)
        elif one["type"] == "user-account":
            _account(one, rings.get(one["id"], ""), found, left)
        elif one["type"] == "campaign":
            found += _extended(one)
    return found, left


def level_of(objects: Iterable[Object]) -> Tlp:
    """The narrowest TLP marking of a bundle; AMBER+STRICT for one that has none."""
    levels = [level for one in objects if one["type"] == "marking-definition" and (level := _marked(one))]
    return min(levels, key=list(Tlp).index) if levels else Tlp.AMBER_STRICT


def _marked(one: Object) -> Tlp | None:
    told = one.get("extensions", {}).get(TLP_EXTENSION, {}).get("tlp_2_0")
    if told in set(Tlp):
        return Tlp(told)
    return _OLD_TLP.get(str(one.get("definition", {}).get("tlp"))) if one.get("definition_type") == "tlp" else None


def _indicator(one: Object, ring: str, found: list[Observed], left: Counter[str]) -> None:
    match = _PATTERN.fullmatch(one["pattern"].strip()) if one.get("pattern_type") == "stix" else None
    if match is None:
        left["indicator whose pattern is no single comparison"] += 1
        return
    until = one.get("valid_until")
    expires = datetime.fromisoformat(until) if until else None
    found.append(Observed(_OBSERVABLES[match[1]][0], match[2] or match[3], ring, expires))


def _account(one: Object, ring: str, found: list[Observed], left: Counter[str]) -> None:
    if _OURS.fullmatch(str(one.get("user_id", ""))):
        found.append(Observed("account", one["user_id"], ring))
    else:
        left["user-account that is no keyed hash of ours"] += 1


def _extended(one: Object) -> Iterator[Observed]:
    told: Any = one.get("extensions", {}).get(EXTENSION["id"], {})
    for name, kind in _SHARED.items():
        rows = told.get(name, [])
        for row in rows if isinstance(rows, list) else []:
            digest = row.get("hash") if isinstance(row, dict) else None
            if isinstance(digest, str) and _OURS.fullmatch(digest):
                yield Observed(kind, digest, str(one["name"])[:300])


def _rings(by_id: Mapping[str, Object]) -> dict[str, str]:
    """Object id -> name of the campaign (else of the actor or malware) that it leads to, over at most three links."""
    links: dict[str, set[str]] = defaultdict(set)
    for one in by_id.values():
        if one["type"] == "relationship" and one["relationship_type"] in _LINKED:
            links[one["source_ref"]].add(one["target_ref"])
            links[one["target_ref"]].add(one["source_ref"])
        elif one["type"] == "sighting":
            for ref in one.get("observed_data_refs", ()):
                for target in by_id.get(ref, {}).get("object_refs", ()):
                    links[target].add(one["sighting_of_ref"])
    names = {key: str(one["name"])[:300] for key, one in by_id.items() if one["type"] == "campaign"}
    return {key: name for key in links if (name := _nearest(key, links, names))}


def _nearest(start: str, links: Mapping[str, set[str]], names: Mapping[str, str]) -> str:
    seen, border = {start}, {start}
    for _ in range(3):
        if here := sorted(names[one] for one in border if one in names):
            return here[0]
        border = {far for one in border for far in links.get(one, ())} - seen
        seen |= border
    return min((names[one] for one in border if one in names), default="")
