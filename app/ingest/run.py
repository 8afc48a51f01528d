"""One ingestion run: finish what was open, then take the new files, exactly once (the protocol: docs/feeds.md)."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow.parquet as pq

from app.errors import DataError
from app.facts.store import facts_root
from app.graph.catalogue import Query
from app.graph.keys import load_key
from app.graph.lease import lease
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore, Row
from app.ingest import queries as q
from app.ingest.bars import Bars
from app.ingest.load import WRITERS, Loader
from app.ingest.networks import relink
from app.ingest.plan import PLAN_VERSION
from app.ingest.progress import Report, silent
from app.ingest.scan import FileProblem, Scan, hash_only, scan
from app.ingest.sources import (
    EVERYTHING,
    Selection,
    Source,
    find_sources,
    forget_retries,
    retry_sources,
    waiting_sources,
)
from app.ingest.spool import FileChanged, FileCount, Input, Spool, load_spool, make_spool, rows_of
from app.model.secrets import fingerprint
from app.settings import Settings

ROWS_A_BATCH: Final = 64_000_000
_BYTES_A_ROW: Final = {"csv": 90, "jsonl": 200, "parquet": 25}
_COMPRESSED: Final = 5
NO_KIND: Final = "no known kind of feed: the name has to begin with accounts, payments, exchanges, ... and a - or ."
NO_FORMAT: Final = "no known format: the name has to end in .csv, .jsonl (also .gz, .zst) or .parquet"
NAME_TAKEN: Final = "a file of this name was read before with other content: exchanges are immutable, use a new name"
CHANGED: Final = "changed while it was read; put off to the next run"
NAME_PROBLEMS: Final = (NO_KIND, NO_FORMAT, NAME_TAKEN)
"""What a better name cures: such a content is read once it has one."""


@dataclass(slots=True)
class IngestSummary:
    """Counts of one run. For exchange files rows = exchanges + quarantined + duplicates + erased."""

    files: int = 0
    rows: int = 0
    quarantined: int = 0
    duplicates: int = 0
    exchanges: int = 0
    erased: int = 0
    """Rows of erased accounts, left out: they too are among `rows`."""
    accounts: int = 0
    skipped_files: int = 0
    quarantined_files: int = 0
    seconds: float = 0.0
    put_off: dict[str, str] = field(default_factory=dict)
    """Name -> why it was left to another run."""
    problems: list[FileCount] = field(default_factory=list)

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document other programs rely on."""
        hidden = ("put_off", "problems")
        return {name: value for name, value in asdict(self).items() if name not in hidden}

    @property
    def exit_code(self) -> int:
        """3 when this run quarantined or put off something."""
        return 3 if self.quarantined or self.quarantined_files or self.put_off else 0

    def add(self, count: FileCount) -> None:
        """Add what became of one file."""
        self.files += 1
        self.rows += count.rows
        self.quarantined += count.quarantined
        self.duplicates += count.duplicates
        self.exchanges += count.exchanges
        self.erased += count.erased
        self.quarantined_files += count.status == "quarantined"
        if count.quarantined or count.status == "quarantined":
            self.problems.append(count)


def ingest(
    store: GraphStore,
    settings: Settings,
    directory: Path,
    report: Report = silent,
    writers: int = WRITERS,
    selection: Selection = EVERYTHING,
) -> IngestSummary:
    """Read new feed files below `directory`, or those selected, into graph and facts.

    Raises UsageError for a missing directory, LockedError when another run is at it, DataError when an open batch
    cannot be finished.
    """
    began = time.monotonic()
    sources = find_sources(directory)
    with lease(store, settings, "ingest"):
        run = Run(store, settings, report, writers)
        run.finish_open(sources + retry_sources(settings) + waiting_sources(settings))
        forget_retries(settings)
        chosen = [source for source in sources if selection.takes(source)]
        if selection.names is None:
            run.summary.skipped_files += len(sources) - len(chosen)
        fresh = run.within(run.fresh(chosen), selection.max_rows)
        groups = batches(fresh, ROWS_A_BATCH)
        for number, group in enumerate(groups):
            report("batch", number + 1, len(groups))
            run.batch(batch_id_of(group), group)
        run.summary.accounts = store.read(q.COUNT_ACCOUNTS)[0]["accounts"]
    run.summary.seconds = round(time.monotonic() - began, 3)
    return run.summary


def batch_id_of(inputs: list[Input]) -> str:
    """SHA-256 of the sorted file hashes and names: the same files are the same batch."""
    hashes = sorted(f"{each.scan.sha256} {each.source.name}" for each in inputs)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:40]


def batches(inputs: list[Input], most: int) -> list[list[Input]]:
    """Cut at about so many rows, guessed from sizes so that the cut needs no reading."""
    groups: list[list[Input]] = []
    rows = 0
    for each in inputs:
        factor = _COMPRESSED if each.source.compression else 1
        guess = each.source.size * factor // _BYTES_A_ROW.get(each.source.format, 100)
        if not groups or rows + guess > most:
            groups.append([])
            rows = 0
        groups[-1].append(each)
        rows += guess
    return groups


def _changed(changed: FileChanged) -> DataError:
    return DataError("the file changed while it was read", where=str(changed), do="Run ingest again")


def inspect(source: Source) -> Input:
    """Hash and scan one file; a file that cannot be read carries its problem."""
    problem = ""
    if not source.kind:
        problem = NO_KIND
    elif not source.format:
        problem = NO_FORMAT
    if not problem:
        try:
            return Input(source, scan(source))
        except FileProblem as error:
            problem = str(error)
    return Input(source, Scan(sha256=hash_only(source)), problem)


class Asked(Protocol):
    """A graph that is asked and not written to."""

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement."""
        ...


class Planner:
    """The steps of one run that write nothing to the graph."""

    def __init__(self, asked: Asked, settings: Settings, report: Report) -> None:
        self.asked, self.settings, self.report = asked, settings, report
        self.key = load_key(settings)
        self.facts = facts_root(settings)
        self.spools = settings.home / "spool"
        self.summary = IngestSummary()
        self.taken: set[str] = set()
        """Contents read by this run; they are not skipped when the directory is looked through."""
        self.settings_digest = f"{fingerprint(self.key)}-plan{PLAN_VERSION}"

    def fresh(self, sources: list[Source]) -> list[Input]:
        """Files whose content was not read before; conflicts and unreadable ones carry their problem."""
        inputs = []
        for number, source in enumerate(sources):
            each = inspect(source)
            if source.unchanged():
                inputs.append(each)
            else:
                self.summary.put_off[source.name] = CHANGED
            self.report("looking", number + 1, len(sources))
        known = self._known(inputs)
        result = []
        for each in self._named(inputs):
            before = known.get(each.scan.sha256)
            renamed = before in NAME_PROBLEMS and each.problem not in NAME_PROBLEMS
            if before is not None and not renamed:
                self.summary.skipped_files += each.scan.sha256 not in self.taken
                continue
            known[each.scan.sha256] = ""
            result.append(each)
        return result

    def within(self, inputs: list[Input], max_rows: int | None) -> list[Input]:
        """The first files, whole, up to so many rows and at least one; the others are put off."""
        if max_rows is None:
            return inputs
        taken, rows = list[Input](), 0
        for each in inputs:
            rows += rows_of(each)
            if taken and rows > max_rows:
                break
            taken.append(each)
        for each in inputs[len(taken) :]:
            self.summary.put_off[each.source.name] = "left to the next run: --max-rows allows no more"
        return taken

    def _known(self, inputs: list[Input]) -> dict[str, str]:
        """Contents that were read before -> why they were refused whole ("" where they were not)."""
        rows = self.asked.read(q.READ_KNOWN_FILES, hashes=[each.scan.sha256 for each in inputs])
        return {row["sha256"]: (row["reason"] or "") if row["status"] == "quarantined" else "" for row in rows}

    def _named(self, inputs: list[Input]) -> list[Input]:
        """Exchanges whose name is taken carry that problem; of equal contents the one without a problem comes first."""
        names = [each.source.name for each in inputs if each.source.kind == "exchanges"]
        rows = self.asked.read(q.READ_KNOWN_NAMES, names=names, kind="exchanges")
        taken = {(row["name"], row["sha256"]) for row in rows}
        told = {name for name, _ in taken}
        found = []
        for each in inputs:
            name, kind = each.source.name, each.source.kind
            if kind == "exchanges" and name in told and (name, each.scan.sha256) not in taken:
                each = Input(each.source, each.scan, NAME_TAKEN)
            found.append(each)
        return sorted(found, key=lambda each: bool(each.problem))

    def plan(self, batch_id: str, inputs: list[Input]) -> Spool:
        """Read the files and spool what is to be written. Raises FileChanged when one changes meanwhile."""
        return make_spool(
            self.spools / batch_id, batch_id, inputs, self.key, self.facts, self.done(), self.report, self._bars()
        )

    def _bars(self) -> Bars:
        for row in self.asked.read(q.READ_BARS):
            return Bars(frozenset(row["tombstones"]), row["pruned_before"])
        return Bars()

    def done(self) -> list[str]:
        """Batches whose facts count."""
        return [row["batch_id"] for row in self.asked.read(LIST_DONE_BATCHES)]


class Run(Planner):
    """The steps of one run over one store."""

    def __init__(self, store: GraphStore, settings: Settings, report: Report, writers: int = WRITERS) -> None:
        super().__init__(store, settings, report)
        self.store, self.writers = store, writers

    def finish_open(self, sources: list[Source]) -> None:
        """Finish batches that a killed run left open, oldest first."""
        for row in self.store.read(q.READ_OPEN_BATCHES):
            batch_id = row["batch_id"]
            if row["settings_digest"] != self.settings_digest and row["plan_hash"]:
                raise DataError(
                    f"batch {batch_id[:12]} was begun with other settings ({row['settings_digest']})",
                    do="Finish it with the version and key that began it",
                )
            spool = load_spool(self.spools / batch_id)
            if spool is None:
                spool = self._again(batch_id, row["files"], sources)
            self._load(batch_id, spool)

    def _again(self, batch_id: str, files: list[dict[str, Any]], sources: list[Source]) -> Spool:
        """The spool is gone: make the same plan from the same files, in the order they were taken."""
        wanted = {file["sha256"]: file for file in files if file["sha256"]}
        found: dict[str, Input] = {}
        for each in map(inspect, sources):
            file = wanted.get(each.scan.sha256)
            if file and (file["name"] == each.source.name or each.scan.sha256 not in found):
                found[each.scan.sha256] = each
        missing = [file["name"] for sha256, file in wanted.items() if sha256 not in found]
        if missing:
            raise DataError(
                f"an interrupted batch needs {', '.join(sorted(missing)[:3])} again, which is gone or changed",
                do="Put the file back as it was and run ingest again",
            )
        ordered = sorted(found.values(), key=lambda each: int(wanted[each.scan.sha256]["position"]))
        try:
            return self.plan(batch_id, ordered)
        except FileChanged as changed:
            raise _changed(changed) from changed

    def batch(self, batch_id: str, inputs: list[Input]) -> None:
        """Open, plan, load and finish one batch; without a file that changes meanwhile."""
        files = [
            {"sha256": each.scan.sha256, "name": each.source.name, "kind": each.source.kind, "position": position}
            for position, each in enumerate(inputs)
        ]
        params = {"plan_version": PLAN_VERSION, "settings_digest": self.settings_digest, "files": files}
        self.store.write((q.OPEN_BATCH, {"batch_id": batch_id, **params}))
        try:
            spool = self.plan(batch_id, inputs)
        except FileChanged as changed:
            self.store.write((q.ABANDON_BATCH, {"batch_id": batch_id}))
            self.summary.put_off[str(changed)] = CHANGED
            if rest := [each for each in inputs if each.source.name != str(changed)]:
                self.batch(batch_id_of(rest), rest)
            return
        self._load(batch_id, spool)

    def _load(self, batch_id: str, spool: Spool) -> None:
        [row] = self.store.write((q.SET_PLAN_HASH, {"batch_id": batch_id, "plan_hash": spool.plan_hash}))[0]
        if row["plan_hash"] != spool.plan_hash:
            raise DataError(
                f"batch {batch_id[:12]} was planned differently before",
                do="Restore the same files, key and version that began it",
            )
        Loader(self.store, batch_id, spool, first=not self.done(), writers=self.writers).load(self.report)
        self.report("finishing", 0, 1)
        self._relink(spool)
        files = [asdict(count) for count in spool.files]
        totals = {name: sum(f[name] for f in files) for name in ("rows", "exchanges", "duplicates", "quarantined")}
        moves = [{"sha256": sha256, "rows": rows} for count in spool.files for sha256, rows in count.settles]
        self.store.write(
            (q.SETTLE_ROWS, {"batch_id": batch_id, "moves": moves, "outcome": "retried"}),
            (q.FINISH_BATCH, {"batch_id": batch_id, "files": files, "counts": totals}),
            (q.DROP_LOAD_UNITS, {"prefix": f"{batch_id}:"}),
        )
        self.report("finishing", 1, 1)
        spool.remove()
        for count in spool.files:
            self.taken.add(count.sha256)
            self.summary.add(count)

    def _relink(self, spool: Spool) -> None:
        """New prefixes concern every address, new addresses only themselves."""
        if spool.rows("network_rows"):
            relink(self.store, None)
        elif spool.rows("addresses"):
            values = pq.read_table(spool.path("addresses")).column("value").to_pylist()
            relink(self.store, [str(value) for value in values])
