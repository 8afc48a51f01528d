"""Watches a directory that a gateway writes: takes files that no longer change, one run a look, until told to stop."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from app.ingest.sources import Source, find_sources

Mark = tuple[int, int]
"""Size and time of change (ns)."""


class Watch:
    """What was seen of a directory. A file is whole when two looks in a row found it the same."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._before: dict[str, Mark] = {}
        self._taken: dict[str, Mark] = {}

    def look(self) -> list[Source]:
        """Files that are whole and were not taken, in order. Raises UsageError when the directory is gone."""
        now = find_sources(self.directory)
        marks = {source.name: (source.size, source.modified_ns) for source in now}
        whole = [source for source in now if self._before.get(source.name) == marks[source.name]]
        self._before = marks
        self._taken = {name: mark for name, mark in self._taken.items() if name in marks}
        return [source for source in whole if self._taken.get(source.name) != marks[source.name]]

    def took(self, sources: list[Source]) -> None:
        """These are done with, as they are now."""
        self._taken |= {source.name: (source.size, source.modified_ns) for source in sources}


class Stop:
    """True once SIGTERM or SIGINT has come. What is being worked on ends first; a second signal does not wait."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self._told = False

    def __bool__(self) -> bool:
        return self._told

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until told to stop; True when told."""
        select.select([self._read], [], [], 0 if self._told else seconds)
        return self._told

    def tell(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Stop at the next occasion (a signal handler)."""
        if self._told and number:
            raise SystemExit(128 + number)
        self._told = True
        os.write(self._write, b".")

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self._read)
        os.close(self._write)


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """A Stop that SIGTERM and SIGINT tell, for the length of the block."""
    stop = Stop()
    kept = {number: signal.signal(number, stop.tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        stop.close()


def follow(watch: Watch, work: Callable[[list[Source]], bool], stop: Stop, every: float) -> None:
    """Look, hand what is whole to `work`, wait; until told to stop. What `work` did not take (False) comes again."""
    while not stop:
        whole = watch.look()
        if whole and work(whole):
            watch.took(whole)
        stop.wait(every)
