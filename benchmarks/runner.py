"""Runs methods on one world of the matrix and scores them; each world in its own process, so that memory comes back."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.matrix import World
from benchmarks.score import Score, Truth, bins, read_truth, score, truth_of

PRODUCT = "Ringleader"
Found = TypeVar("Found")
_HERE = Path(__file__).resolve().parent
_APP = _HERE.parent / "app"
_DETECTION = tuple(_APP / stage for stage in ("model", "linkage", "rings", "pipeline"))


@dataclass(slots=True)
class Outcome:
    """One method in one world."""

    row: str
    seed: int
    method: str
    score: Score
    seconds: float
    """CPU seconds of the method alone, the snapshot being in memory."""
    accounts: int
    parameters: dict[str, Any] = field(default_factory=dict)
    bins: list[list[float]] = field(default_factory=list)
    """Member scores against the truth, of methods that give scores."""
    detail: list[dict[str, Any]] = field(default_factory=list)
    """Of validation worlds only: what each group was and why."""
    style: dict[str, Any] = field(default_factory=dict)


def run_all(
    worlds: Iterable[World],
    *,
    peers: dict[str, list[dict[str, Any]]] | None = None,
    product: bool = True,
    detail: bool = False,
    workers: int = 1,
) -> Iterator[list[Outcome]]:
    """Outcomes of each world as it gets ready; `peers` maps a peer's name to the parameters to try."""
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        jobs = {pool.submit(run_world, world, peers or {}, product, detail): world for world in worlds}
        for job in as_completed(jobs):
            yield job.result()


def run_world(world: World, peers: dict[str, list[dict[str, Any]]], product: bool, detail: bool) -> list[Outcome]:
    """Write and read the world, run every method, score; what an earlier run kept of all that is not done again."""
    read = functools.cache(lambda: _read(world))
    outcomes = []
    if detail:
        snapshot, truth, style = read()
        outcomes.append(_product(world, snapshot, truth, style))
    elif product:
        outcomes.append(_kept(world, f"{PRODUCT}-{_source(*_DETECTION)}", lambda: _product(world, *read()[:2], None)))
    for name, grid in peers.items():
        for parameters in grid:
            about = f"{name}-{json.dumps(parameters, sort_keys=True)}-{_source(_HERE / 'peers')}"
            ask = functools.partial(_peer, world, name=name, parameters=parameters)
            outcome = _kept(world, about, lambda ask=ask: ask(*read()[:2]))  # type: ignore[misc]
            if outcome is not None:
                outcomes.append(outcome)
    return outcomes


def _kept(world: World, about: str, ask: Callable[[], Found]) -> Found:
    """What is known about a world, unless it is kept under RINGLEADER_QUALITY_CACHE: a run that was stopped goes on."""
    cache = os.environ.get("RINGLEADER_QUALITY_CACHE")
    if not cache:
        return ask()
    name = hashlib.sha256(f"{world.name} {_version(world.generator)} {about}".encode()).hexdigest()[:24]
    kept = Path(cache) / f"{world.name.replace(':', '-')}-{name}.pickle"
    if kept.exists():
        known: Found = pickle.loads(kept.read_bytes())
        return known
    found = ask()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return found


def _read(world: World) -> tuple[Any, Truth, dict[str, Any]]:
    """Snapshot, truth and style of a world."""
    snapshot, table, style = _kept(world, "world", lambda: _write_and_read(world))
    return snapshot, truth_of(table), style


def _write_and_read(world: World) -> tuple[Any, Any, dict[str, Any]]:
    """Snapshot, table of the truth and style of a world that is written for it."""
    from benchmarks.offline import load_snapshot

    with tempfile.TemporaryDirectory(prefix="ringleader-quality-") as folder:
        out = Path(folder) / "world"
        world.write(out)
        snapshot, truth = load_snapshot(out), read_truth(out / "truth" / "truth.csv")
        abouts = [path for path in (out / "truth" / "style.json", out / "_world.json") if path.exists()]
        style = json.loads(abouts[0].read_text("utf-8")) if abouts else {}
    return snapshot, truth.table, style


def _version(generator: str) -> str:
    """Changes whenever the generator (a package beside this file) or the reader does."""
    folder = _APP / "worlds" if generator == "own" else _HERE / generator
    return _source(folder, _HERE / "offline.py")


def _source(*places: Path) -> str:
    """A digest of the code of folders and files."""
    files = [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _product(world: World, snapshot: Any, truth: Truth, style: dict[str, Any] | None) -> Outcome:
    from app.model.detection import State
    from benchmarks.offline import detect_offline

    started = time.process_time()
    detection = detect_offline(snapshot)
    seconds = time.process_time() - started
    flagged = [group for group in detection.groups if group.state is State.FLAGGED]
    result = score([[member.account_id for member in group.members] for group in flagged], truth)
    members = {member.account_id: member.score for group in detection.groups for member in group.members}
    return Outcome(
        world.row,
        world.seed,
        PRODUCT,
        result,
        seconds,
        len(truth.ring),
        bins=bins(members, truth),
        detail=[_explain(group, truth) for group in detection.groups] if style is not None else [],
        style=style or {},
    )


def _explain(group: Any, truth: Truth) -> dict[str, Any]:
    """What a group was, for whoever improves the detector."""
    from benchmarks.score import _group

    about = _group([member.account_id for member in group.members], truth)
    terms = [
        f"{t.family}/{t.kind} {t.bits:.1f}b members={t.members} degree={t.degree} {t.note}" for t in group.terms[:8]
    ]
    return about | {
        "state": str(group.state),
        "score": group.score,
        "families": list(group.families),
        "reason": group.reason,
        "terms": terms,
    }


def _peer(world: World, snapshot: Any, truth: Truth, name: str, parameters: dict[str, Any]) -> Outcome | None:
    """None where the peer gives up on the world: its row counts fewer worlds, and hours of others' work stay."""
    from benchmarks.peers import PEERS, groups_of

    peer = next(peer for peer in PEERS if peer.name == name)
    started = peer.clock()
    try:
        groups = groups_of(snapshot, peer, **parameters)
    except ValueError as problem:  # Splink, where its estimates run to 0
        print(f"{world.name}: {name} gave up: {problem}", file=sys.stderr)
        return None
    seconds = peer.clock() - started
    return Outcome(world.row, world.seed, name, score(groups, truth), seconds, len(truth.ring), parameters)
