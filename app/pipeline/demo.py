"""The demonstration: the seed world through the whole flow, held against its truth."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from app.errors import DataError, UsageError
from app.evaluation import evaluate, join, read_truth
from app.graph import open_store
from app.graph.store import GraphStore
from app.ingest import IngestSummary, ingest
from app.ingest.progress import Report, silent
from app.model.rings import Ring, RunSummary
from app.pipeline.detection import Tell, run_detect
from app.rings.store.queries import COUNT_KNOWN_ACCOUNTS
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Match:
    """A ring that was found, beside the true ring that most of its accounts belong to."""

    ring: Ring
    truth_ring: str
    """Empty where none of its accounts is in a true ring."""
    hits: int
    """Accounts of that true ring in it."""
    strangers: int
    """Honest accounts in it."""
    false: bool
    """Less than half of its accounts are in any true ring."""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demonstration did and how well."""

    ingested: IngestSummary
    detected: RunSummary
    evaluation: dict[str, Any]
    """As `ringleader evaluate` prints it."""
    matches: tuple[Match, ...]
    world: Path
    seconds: float


def seed_world() -> Path:
    """The seed world's directory, in the wheel or beside `app/` in a source tree. Raises DataError if missing."""
    base = Path(str(resources.files("app")))
    for place in (base / "_seed_data" / "world", base.parent / "seed_data" / "world"):
        if place.is_dir():
            return place
    raise DataError("the seed world is missing from this installation", do="install the package again")


def run_demo(settings: Settings, tell: Tell = lambda _: None, report: Report = silent) -> DemoReport:
    """Ingest the seed world, detect, evaluate. A second run finds nothing new.

    Raises UsageError where the graph already holds other accounts: a demonstration must not mix with real data.
    """
    clock = time.monotonic()
    world = seed_world()
    truth = read_truth(world / "truth" / "truth.csv")
    with open_store(settings) as store:
        refuse_other_data(store, truth["account_id"].head(1_000).tolist())
        tell("ingesting the seed world")
        ingested = ingest(store, settings, world, report)
        detected = run_detect(settings, tell=tell)
    table = join(truth, {account: ring.ring_id for ring in detected.flagged for account in ring.accounts}, None)
    matches = tuple(match(ring, table) for ring in detected.flagged)
    return DemoReport(ingested, detected, evaluate(table), matches, world, time.monotonic() - clock)


def refuse_other_data(store: GraphStore, seed_accounts: list[str]) -> None:
    """Raise UsageError if there are accounts, but none of the seed world's."""
    (row,) = store.read(COUNT_KNOWN_ACCOUNTS, account_ids=seed_accounts)
    if row["accounts"] and not row["known"]:
        raise UsageError(
            f"the graph already holds {row['accounts']:,} other accounts",
            do="give the demonstration a home of its own, e.g. RINGLEADER_HOME=/tmp/demo, without NEO4J_URI",
        )


def match(ring: Ring, table: pd.DataFrame) -> Match:
    """Hold one found ring against the truth (columns ring, found)."""
    members = table[table["found"] == ring.ring_id]
    guilty = members.loc[members["ring"] != "", "ring"].value_counts()
    best = sorted(guilty.items(), key=lambda item: (-item[1], str(item[0])))[:1]
    name, hits = (str(best[0][0]), int(best[0][1])) if best else ("", 0)
    strangers = len(members) - int(guilty.sum())
    return Match(ring, name, hits, strangers, 2 * strangers > len(members))
