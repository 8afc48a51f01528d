"""How many examples a property is tried on: the number that its test names, in `make test` a part of it."""

from __future__ import annotations

from hypothesis import settings

ALL = 100
"""What a property without a number of its own is tried on, where the profile is the full one."""


def examples(count: int) -> int:
    """`count`, or the part of it that the profile in force draws of ALL (see tests/conftest.py)."""
    return max(4, count * settings.default.max_examples // ALL)
