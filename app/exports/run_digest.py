"""What runs changed among the rings: new, grown, split, merged and gone ones, as data and as a text to mail."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import NotFoundError, UsageError
from app.exports import queries as q
from app.graph.store import GraphStore, Row
from app.model.rings import RINGS
from app.rings.store.queries import READ_RUN


@dataclass(frozen=True, slots=True)
class RunDigest:
    """Changes after run `since` up to `until`; rows are those of `exports/list_lineage_changes`."""

    since: str
    until: str
    as_of: str
    new: tuple[Row, ...]
    grown: tuple[Row, ...]
    """Rings of before with accounts that joined."""
    split: tuple[tuple[str, tuple[str, ...]], ...]
    """An id of before, and the two or more rings that its accounts are in now."""
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    """A ring of now, and the ids of before that ended and whose accounts went nowhere else."""
    gone: tuple[Row, ...]

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "since": self.since,
            "until": self.until,
            "as_of": self.as_of,
            "new": list(self.new),
            "grown": list(self.grown),
            "split": [{"ring_id": old, "became": list(parts)} for old, parts in self.split],
            "merged": [{"ring_id": ring, "from": list(old)} for ring, old in self.merged],
            "gone": list(self.gone),
        }


def message(told: RunDigest, graph: str) -> tuple[str, bytes]:
    """Id and body of a webhook: the same for the same runs of one graph, so that a receiver takes it once."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"https://ringleader.invalid/digest/{graph}/{told.since}/{told.until}")
    at = {"timestamp": f"{told.as_of}T23:59:59Z"} if told.as_of else {}
    content = {"type": "ringleader.digest", **at, "data": {"graph": graph, **told.document(), "text": mail(told)}}
    return f"msg_{name.hex}", json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()


def read_digest(store: GraphStore, since: str | None, states: Sequence[str] = RINGS) -> RunDigest:
    """Changes since a run, by default since the one before the last. Raises NotFoundError; UsageError without runs."""
    runs = store.read(q.LIST_LAST_RUNS, limit=2)
    if not runs:
        raise UsageError("nothing was detected yet", do="ringleader detect")
    if since is not None and not store.read(READ_RUN, run_id=since):
        raise NotFoundError(f"no detection run {since!r}", do="FILE.meta.json of an export names the run that it is of")
    start = since if since is not None else runs[1]["run_id"] if len(runs) == 2 else ""
    rows = store.read(q.LIST_LINEAGE_CHANGES, states=list(states), since=start)
    return digest_of(rows, start, runs[0]["run_id"], str(runs[0]["as_of"] or ""), states)


def digest_of(rows: Sequence[Row], since: str, until: str, as_of: str, states: Sequence[str] = RINGS) -> RunDigest:
    """Sort the changes. Each ended ring is in exactly one of split, merged and gone; those judged away are gone too."""
    parts = {row["ring_id"]: tuple(row["heirs"]) + ((row["ring_id"],) if row["current"] else ()) for row in rows}
    heirs = {heir for row in rows for heir in row["heirs"]}
    into: dict[str, list[str]] = {}
    for row in rows:
        if not row["current"] and len(parts[row["ring_id"]]) == 1:
            into.setdefault(row["heirs"][0], []).append(row["ring_id"])
    judged = [row for row in rows if row["current"] and row["state"] not in states]
    here = [row for row in rows if row["current"] and row["state"] in states]
    return RunDigest(
        since=since,
        until=until,
        as_of=as_of,
        new=tuple(row for row in here if row["fresh"] and row["ring_id"] not in heirs),
        grown=tuple(row for row in here if not row["fresh"] and row["joined"]),
        split=tuple((old, tuple(sorted(now))) for old, now in sorted(parts.items()) if len(now) > 1),
        merged=tuple((ring, tuple(sorted(old))) for ring, old in sorted(into.items())),
        gone=(*(row for row in rows if not row["current"] and not row["heirs"]), *judged),
    )


def mail(told: RunDigest) -> str:
    """Subject, an empty line, and plain text: ring ids and volumes only, no identifier and no account."""
    counts = ", ".join(f"{len(getattr(told, name))} {name}" for name in ("new", "grown", "split", "merged", "gone"))
    lines = [f"Subject: Rings as of {told.as_of or 'no data'}: {counts}", ""]
    lines.append(f"Detection {told.until}, compared with {told.since or 'an empty graph'}.")
    lines += _section("New", [_ring(row) for row in told.new])
    lines += _section("Grown", [f"{_ring(row)}; {row['joined']:,} joined, {row['left']:,} left" for row in told.grown])
    lines += _section("Split", [f"{old} is now {' and '.join(now)}" for old, now in told.split])
    lines += _section("Merged", [f"{' and '.join(old)} became part of {ring}" for ring, old in told.merged])
    lines += _section("Gone", [_ring(row) + _judged(row) for row in told.gone])
    if len(lines) == 3:
        lines += ["", "Nothing changed."]
    lines += ["", "What the software finds are hypotheses until a person confirms them: ringleader explain RING"]
    return "\n".join(lines) + "\n"


def _section(title: str, entries: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {entry}" for entry in entries)] if entries else []


def _judged(row: Row) -> str:
    return f"; judged {row['state']}" if row["current"] else ""


def _ring(row: Row) -> str:
    return f"{row['ring_id']}  {row['accounts']:,} accounts, {row['exchanges']:,} exchanges, score {row['score']:.3f}"
