"""Verb: replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import emit_json, progress, setup_logs, stdout
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

if TYPE_CHECKING:
    from app.pipeline.replay import Replayed


@cli.command("replay")
def replay(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A drop directory of feed files.")],
    every: Annotated[int, typer.Option(min=1, help="Close only every n-th day, and the last.")] = 1,
    detector: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Compare with another detector on the same history: TOML (or .json) with tables `links` and `rings`, "
            "keys as in app/linkage/config.py and app/rings/config.py.",
        ),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw the largest flagged rings (at most 8) as SVG.")
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep each ring's gap on the ring of this graph that it became, for the console, GraphQL and `ring`; "
            "a replay that was kept before is forgotten.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell when each ring would have been flagged, and what it had captured, had the feed come in day by day.

    Ingests DIR once into a second, embedded home, detects as of the end of each day, and removes that home: without
    --keep it leaves no trace. Before the flag counts the whole day of the flag. A family of evidence would have
    sufficed from the day on which it flags the group, as all evidence found it, without the rest of its sort
    (infrastructure or behaviour). Looking hourly saves at most what was drawn from the first hour after the last
    closing that did not flag it.
    """
    from app.cli import replay_pages as pages
    from app.pipeline.detector import read_detector
    from app.pipeline.replay import run_replay

    setup_logs()
    if chart is not None and (chart.suffix != ".svg" or not chart.parent.is_dir()):
        raise UsageError("must end in .svg, in a directory that is there", where=f"--chart {chart}")
    other = read_detector(detector) if detector else None
    with progress("replaying") as tell:
        done = run_replay(load_settings(), directory, every, tell, other=other)
    if chart is not None:
        chart.write_text(pages.drawn(done), "utf-8")
    if as_json:
        emit_json(pages.document(done))
    else:
        pages.print_replay(done)
        if chart is not None:
            stdout.print(f"Drawn: {chart}", markup=False, highlight=False)
    if keep:
        _keep(done, quiet=as_json)


def _keep(done: Replayed, *, quiet: bool) -> None:
    """After printing: a graph that cannot be reached costs nobody the answer."""
    from app.pipeline.kept import keep_gaps

    with progress("keeping"):
        kept = keep_gaps(load_settings(), done)
    if not quiet:
        pairs = ", ".join(f"{old} as {new}" for old, new in kept.items()) or "none of them is a ring of this graph"
        stdout.print(f"Kept {len(kept)} of {len(done.rings)} rings: {pairs}", markup=False, highlight=False)
