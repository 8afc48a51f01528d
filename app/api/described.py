"""How a GraphQL field is declared here: always with a description, and with what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import strawberry

DEFAULT_SIZE: Final = 10
"""Assumed length of a list that takes no `first`."""


def attr(description: str, **options: Any) -> Any:
    """A plain field whose value the object holds."""
    return strawberry.field(description=description, **options)


def resolved(description: str, *, cost: int = 1, size: int | None = None, **options: Any) -> Callable[..., Any]:
    """A field with a resolver. `cost` is charged once; `size` is the assumed length of a list without `first`."""
    decorator: Callable[..., Any] = strawberry.field(
        description=description, metadata={"cost": cost, "size": size}, **options
    )
    return decorator


def streamed(description: str, *, cost: int) -> Callable[..., Any]:
    """A subscription; each of its answers is charged `cost` and what is asked of it."""
    decorator: Callable[..., Any] = strawberry.subscription(description=description, metadata={"cost": cost})
    return decorator


def listed(description: str, *, size: int = DEFAULT_SIZE) -> Any:
    """A plain list; `size` is its assumed length, 1 where an argument above it is charged already."""
    return strawberry.field(description=description, metadata={"cost": 1, "size": size})
