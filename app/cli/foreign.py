"""What `stix import` and `misp import` have in common: keep what a checked document names, and say what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, stderr, stdout
from app.settings import load_settings

if TYPE_CHECKING:
    from app.exports.sharing.foreign import Observed

Days = Annotated[int, typer.Option("--days", min=1, max=366, help="Days after which nothing of it matches any more.")]


def keep(
    source: Literal["stix", "misp"],
    file: Path,
    name: str,
    tlp: str,
    observed: Iterable[Observed],
    left: Counter[str],
    days: int,
    as_json: bool,
) -> None:
    """Hash and keep; everything or nothing. Raises DataError for a set that was dropped here."""
    from app.exports.sharing.box import Box
    from app.exports.sharing.foreign import Own, make_set
    from app.graph import load_key

    settings = load_settings()
    box = Box(settings.home)
    now, told = box.now(), list(observed)
    valid = [one for one in told if one.expires is None or one.expires > now]
    taken = Own(load_key(settings)).take(valid)
    left = left + taken.left + Counter({"indicator that has expired": len(told) - len(valid)})
    made = make_set(source, name, tlp, taken, now, days)
    with recorded(settings, f"{source} import", objects=[f"File:{file.name}"]):
        fresh = box.receive_set(made) if made.indicators else False
    if as_json:
        done = {"set": made.id, "indicators": len(made.indicators), "new": fresh, "left": dict(sorted(left.items()))}
        emit_json({"file": str(file), **done, "tlp": tlp, "expires": made.expires.isoformat()})
        return
    here = "kept" if fresh else "were here already"
    line = f"{made.id}: {len(made.indicators):,} indicators, {here}; TLP:{tlp.upper()}; `ringleader share match`"
    if not made.indicators:
        line = f"{file}: nothing to keep"
    stdout.print(line, markup=False, highlight=False, soft_wrap=True)
    for why, count in sorted(left.items()):
        stderr.print(f"{count:,} left out: {why}", markup=False, highlight=False)
