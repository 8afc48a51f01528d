"""Writes a plan's load units to the graph: several writers side by side, never two on one shard of nodes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import groupby
from typing import Any, Final

from app.graph.store import GraphStore, Step
from app.ingest.plan import EARLIER, OF_ACCOUNT
from app.ingest.progress import Report
from app.ingest.queries import (
    CLOSE_ACCOUNT_VERSIONS,
    COMPARE_RANKS,
    DROP_ACCOUNT_VERSIONS,
    ORDER_EARLIER_ROWS,
    PART_STATEMENTS,
    UPSERT_ACCOUNT_VERSIONS,
)
from app.ingest.spool import Spool, Unit

WRITERS: Final = max(2, min(8, os.cpu_count() or 2))
"""A writer waits for the server most of the time, so one core still feeds two."""

_STAYING: Final = frozenset({"account_versions", *EARLIER.values()})
_STARTS: Final = {"account_id": "Account", "prefix": "Network", "query_cluster": "QueryCluster"}
"""First column of a key -> label of the node that has it."""


class Loader:
    """Applies the units of one batch; what was applied before is left out by its LoadUnit."""

    def __init__(self, store: GraphStore, batch_id: str, spool: Spool, *, first: bool, writers: int = WRITERS) -> None:
        self.store, self.batch_id, self.spool, self.writers = store, batch_id, spool, writers
        self.first = first
        """Nothing was loaded before this batch: no account has a row that could win over the batch's."""
        self.outranked: frozenset[str] = frozenset()
        """Accounts whose row in the graph wins over the batch's, as far as its rows were compared."""

    def load(self, report: Report) -> None:
        """Write every unit, phase by phase. Raises the first error once the writers at work have ended."""
        units = self.spool.units()
        total, done = sum(unit.rows for unit in units), 0

        def wrote(unit: Unit) -> None:
            nonlocal done
            done += unit.rows
            report("writing", done, total)

        for _, members in groupby(units, key=lambda unit: unit.phase):
            side_by_side(list(members), self._touches, self._apply, wrote, self.writers)

    def _touches(self, unit: Unit) -> frozenset[str]:
        # Rows that replace others delete links, wherever these lead: one writer at a time.
        # What stays beside a winner may be in two units: so are these.
        replaces = unit.part in _STAYING or (unit.part == "accounts" and not self.first)
        return frozenset({"replaced"}) if replaces else unit.touches

    def _apply(self, unit: Unit) -> None:
        columns = self.spool.columns(unit)
        if unit.part in OF_ACCOUNT and self.outranked:
            columns = _chosen(columns, set(columns["account_id"]) - self.outranked)
        steps: list[Step] = [(PART_STATEMENTS[unit.part], {"rows": columns})]
        if unit.part == "account_versions":
            steps += _in_order(columns["account_id"])
        elif unit.part == "accounts" and not self.first:
            steps += self._kept(columns)
        elif unit.part in _STAYING or (unit.part in EARLIER and not self.first):
            steps.append((ORDER_EARLIER_ROWS, _keys(columns)))
        self.store.apply_unit(f"{self.batch_id}:{unit.part}:{unit.number}", steps)

    def _kept(self, columns: dict[str, list[Any]]) -> list[Step]:
        """What keeps the rows that these replace, and those of them that do not win, for the days they were known."""
        rows = {name: columns[name] for name in ("account_id", "rank")}
        [found] = self.store.read(COMPARE_RANKS, rows=rows)
        self.outranked |= set(found["outranked"])
        if not found["outranked"] and not found["replaced"]:
            return []
        lost = _chosen(columns, set(found["outranked"]))
        return [(UPSERT_ACCOUNT_VERSIONS, {"rows": lost}), *_in_order(found["outranked"] + found["replaced"])]


def _keys(columns: dict[str, list[Any]]) -> dict[str, Any]:
    """Of rows of a kind the nodes that their keys begin with, for the statement that puts earlier rows in order."""
    [name] = _STARTS.keys() & columns.keys()
    return {"label": _STARTS[name], "keys": columns[name]}


def _in_order(accounts: list[str]) -> list[Step]:
    """Versions of these accounts follow each other again, and none is left that no day shows."""
    return [(query, {"accounts": accounts}) for query in (DROP_ACCOUNT_VERSIONS, CLOSE_ACCOUNT_VERSIONS)]


def _chosen(columns: dict[str, list[Any]], accounts: Collection[str]) -> dict[str, list[Any]]:
    """The rows of some accounts; `days`, which dates are numbers into, stays whole."""
    keep = [at for at, name in enumerate(columns["account_id"]) if name in accounts]
    return {name: values if name == "days" else [values[at] for at in keep] for name, values in columns.items()}


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
