"""Writes docs/quality.md from a run: the command, the tables, how the worlds were made, what was tuned on what."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.report import populations, reliability, table
from benchmarks.runner import PRODUCT, Outcome
from benchmarks.tune import TUNED

_HEAD = """# Detection quality

Measured {when} at commit `{commit}` by `{command}` (Python {python}). Worlds are of fifteen generators: the held-out
one (`python -m benchmarks.heldout OUT --seed S --style STYLE`), written from the feed contract and public cases without
looking at the detector or at the product's simulator; the third and the fourth (`python -m
benchmarks.third`, `python -m benchmarks.fourth`, rows `third:` and `fourth:`), by two other authors without sight of
the detection code; the fifth (`python -m benchmarks.fifth`, rows `fifth:`), by one who had also read the text on the
method; the sixth to the twelfth and the fourteenth to the sixteenth (`python -m
benchmarks.sixth` and so on, rows `sixth:` to `sixteenth:`), by ten more;
and the product's own `ringleader simulate` (rows `own:`). Seeds are in
`benchmarks/matrix.py`: validation seeds may be looked into and tuned on, test seeds give numbers only. The table below
is of the **{split}** seeds.

Figures are pooled over the worlds of a row: precision and recall of flagged accounts; B-cubed F1 as the mean over
worlds, and the worst world's; a *false ring* has under half ring accounts; *mixed* has a second operator with at
least 3 members and 5 %; innocents per 100,000 honest accounts; recall by the truth's tier of evasion; CPU seconds of
the method with the snapshot in memory.
"""


def write_document(path: Path, outcomes: Sequence[Outcome], split: str, command: str) -> None:
    """Write the document; prose that people put under `## Where it falls short` is kept."""
    kept = _kept(path)
    own = [outcome for outcome in outcomes if outcome.method == PRODUCT]
    head = _HEAD.format(
        when=datetime.now(UTC).date(), commit=_commit(), command=command, python=platform.python_version(), split=split
    )
    parts = [head, table(outcomes), "", "## Honest populations", "", populations(own), "", "## Calibration", ""]
    parts += [reliability(own), "", "## Peers", "", _peers(), "", kept]
    path.write_text("\n".join(parts).rstrip() + "\n", "utf-8")


def _kept(path: Path) -> str:
    mark = "## Where it falls short"
    text = path.read_text("utf-8") if path.exists() else ""
    return mark + text.split(mark, 1)[1] if mark in text else mark + "\n"


def _commit() -> str:
    run = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return run.stdout.strip() or "unknown"


def _peers() -> str:
    tuned = json.loads(TUNED.read_text("utf-8"))
    lines = ["Each peer's best parameters by mean B-cubed F1 on validation seeds (`python -m benchmarks.tune`).", ""]
    lines += ["| peer | chosen | mean F1 there | grid |", "|---|---|--:|---|"]
    for name, entry in tuned.items():
        grid = "; ".join(f"{text} {f1:.3f}" for text, f1 in entry["grid"].items())
        lines.append(f"| {name} | {json.dumps(entry['parameters'])} | {entry['mean_f1']:.3f} | {grid} |")
    return "\n".join(lines)
