"""Writes a plan's load units to the graph: several writers side by side, never two on one shard of nodes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import groupby
from typing import Any, Final

from app.graph.store import GraphStore
from app.ingest.plan import OF_ACCOUNT
from app.ingest.progress import Report
from app.ingest.queries import PART_STATEMENTS, READ_OUTRANKED
from app.ingest.spool import Spool, Unit

WRITERS: Final = max(2, min(8, os.cpu_count() or 2))
"""A writer waits for the server most of the time, so one core still feeds two."""


class Loader:
    """Applies the units of one batch; what was applied before is left out by its LoadUnit."""

    def __init__(self, store: GraphStore, batch_id: str, spool: Spool, *, first: bool, writers: int = WRITERS) -> None:
        self.store, self.batch_id, self.spool, self.writers = store, batch_id, spool, writers
        self.first = first
        """Nothing was loaded before this batch: no account has a row that could win over the batch's."""
        self.outranked: frozenset[str] = frozenset()

    def load(self, report: Report) -> None:
        """Write every unit, phase by phase. Raises the first error once the writers at work have ended."""
        units = self.spool.units()
        total, done = sum(unit.rows for unit in units), 0

        def wrote(unit: Unit) -> None:
            nonlocal done
            done += unit.rows
            report("writing", done, total)

        for phase, members in groupby(units, key=lambda unit: unit.phase):
            if phase == 2 and not self.first:
                self.outranked = self._outranked(units)
            side_by_side(list(members), self._touches, self._apply, wrote, self.writers)

    def _touches(self, unit: Unit) -> frozenset[str]:
        # Rows that replace others delete links, wherever these lead: one writer at a time.
        return frozenset({"replaced"}) if unit.part == "accounts" and not self.first else unit.touches

    def _apply(self, unit: Unit) -> None:
        columns = self.spool.columns(unit)
        if unit.part in OF_ACCOUNT and self.outranked:
            columns = _without(columns, self.outranked)
        step = (PART_STATEMENTS[unit.part], {"rows": columns})
        self.store.apply_unit(f"{self.batch_id}:{unit.part}:{unit.number}", [step])

    def _outranked(self, units: Iterable[Unit]) -> frozenset[str]:
        found: set[str] = set()
        for unit in units:
            if unit.part == "accounts":
                columns = self.spool.columns(unit)
                rows = {name: columns[name] for name in ("account_id", "rank")}
                found.update(self.store.read(READ_OUTRANKED, rows=rows)[0]["accounts"])
        return frozenset(found)


def _without(columns: dict[str, list[Any]], accounts: frozenset[str]) -> dict[str, list[Any]]:
    keep = [at for at, name in enumerate(columns["account_id"]) if name not in accounts]
    return {name: [values[at] for at in keep] for name, values in columns.items()}


def side_by_side(
    units: list[Unit],
    touches: Callable[[Unit], frozenset[str]],
    apply: Callable[[Unit], None],
    wrote: Callable[[Unit], None],
    writers: int,
) -> None:
    """Apply units in several threads; two that touch one name never run at the same time.

    `wrote` is called in the caller's thread. Raises the first error once the units at work have ended.
    """
    waiting, running = list(units), dict[Future[None], Unit]()
    with ThreadPoolExecutor(writers, "writer") as pool:
        while waiting or running:
            busy = frozenset[str]().union(*(touches(unit) for unit in running.values()))
            while len(running) < writers:
                at = next((at for at, unit in enumerate(waiting) if busy.isdisjoint(touches(unit))), None)
                if at is None:
                    break
                unit = waiting.pop(at)
                busy |= touches(unit)
                running[pool.submit(apply, unit)] = unit
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                unit = running.pop(future)
                future.result()
                wrote(unit)
