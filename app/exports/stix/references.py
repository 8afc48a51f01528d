"""Which objects of a bundle refer to which, and whether they go round in circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

Object = dict[str, Any]

_BOTH_WAYS: Final = frozenset({"child_refs"})
"""A process names its children and they name it: no cycle is meant."""


def references(one: Any) -> Iterator[tuple[str, Any]]:
    """(property, id) for every `*_ref` and `*_refs`, however deep; what is no id comes as it is."""
    waiting = [one]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        if not isinstance(value, dict):
            continue
        for name, inner in value.items():
            if name.endswith("_ref"):
                yield name, inner
            elif name.endswith("_refs"):
                yield from ((name, each) for each in (inner if isinstance(inner, list) else [inner]))
            else:
                waiting.append(inner)


def cycle(objects: Iterable[Object]) -> list[str] | None:
    """Ids of one circle of references, the first again at its end; None without any.

    An identity that made itself is none: everybody's own is.
    """
    graph: dict[str, set[str]] = {}
    for one in objects:
        targets = {ref for name, ref in references(one) if name not in _BOTH_WAYS}
        if one["type"] == "identity":
            targets.discard(one["id"])
        graph.setdefault(one["id"], set()).update(targets)
    done: set[str] = set()
    for start in sorted(graph):
        if start not in done and (found := _walk(graph, start, done)):
            return found
    return None


def _walk(graph: dict[str, set[str]], start: str, done: set[str]) -> list[str] | None:
    """Depth first, without recursion: a chain may be as long as the bundle."""
    path, position = [start], {start: 0}
    branches = [iter(sorted(graph[start]))]
    while path:
        following = next(branches[-1], None)
        if following is None:
            done.add(path[-1])
            del position[path.pop()]
            branches.pop()
        elif following in position:
            return [*path[position[following] :], following]
        elif following in graph and following not in done:
            position[following] = len(path)
            path.append(following)
            branches.append(iter(sorted(graph[following])))
    return None
