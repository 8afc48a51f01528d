"""What a class of hostile requests is: where it is known from, how to make one of it, and which answers are right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis.strategies import SearchStrategy

JSON: Final = {"content-type": "application/json"}
OK: Final = "ok"
"""Answered without an error."""
LIMIT, BAD_QUERY, BAD_INPUT, BAD_REQUEST = "LIMIT", "BAD_QUERY", "BAD_INPUT", "BAD_REQUEST"
READING: Final = frozenset({OK, BAD_QUERY, BAD_INPUT, LIMIT, "NOT_FOUND"})
"""What a harmless but odd value may come to."""


@dataclass(frozen=True)
class Call:
    """One HTTP request."""

    body: bytes = b""
    method: str = "POST"
    path: str = "/graphql"
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)

    @property
    def told(self) -> str:
        """What an answer may repeat to whoever sent it."""
        return self.body.decode(errors="replace") + self.path


@dataclass(frozen=True)
class Attack:
    """A class of hostile requests. `codes` are the `extensions.code`s of a right answer, or OK."""

    name: str
    source: str
    calls: SearchStrategy[Call]
    codes: frozenset[str]


def attack(name: str, source: str, calls: SearchStrategy[Call], *codes: str) -> Attack:
    """An entry of the table."""
    return Attack(name, source, calls, frozenset(codes))


def asked(query: str, variables: Any = None, **more: Any) -> Call:
    """A query as a client would send it."""
    return Call(json.dumps({"query": query, "variables": variables, **more}).encode())


def nested(opening: Iterable[str], inside: str, closing: str) -> str:
    """`{ a { b { inside } } }`."""
    parts = list(opening)
    return " ".join(parts) + inside + closing * len(parts)
