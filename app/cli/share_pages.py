"""What `share` prints for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.cli.output import emit_table, stderr

if TYPE_CHECKING:
    from app.exports.sharing.local import Answer
    from app.exports.sharing.match import Match
    from app.exports.sharing.source import Made

_SHOWN: Final = 50
_LOST: Final = {"expired": "expired", "revoked": "revoked by their sender", "dropped": "dropped here"}


def told_package(name: str, out: Path, made: Made) -> dict[str, Any]:
    """A package that was written, for JSON."""
    document = made.document
    return {
        "package": name,
        "file": str(out),
        "rings": len(document["rings"]),
        "indicators": len(document["indicators"]),
        "tlp": document["tlp"],
        "expires": document["expires"],
        "kept": dict(sorted(made.kept.items())),
        "pseudonyms": made.rings,
        "key": document["key"],
    }


def matches_page(shown: list[Match], answer: Answer) -> None:
    """Matches as a table; what could not be matched on stderr."""
    columns = ("here", "accounts", "ring there", "package", "shared", "families", "bits", "")
    rows = [
        (
            one.subject,
            one.accounts,
            one.ring or "(no ring)",
            one.source,
            len(one.shared),
            " ".join(one.families),
            f"{one.bits:.1f}",
            "likely" if one.likely else "",
        )
        for one in shown[:_SHOWN]
    ]
    title = f"{len(shown):,} matches of {answer.live:,} indicators"
    emit_table(title, columns, rows, right=("accounts", "shared", "bits"), keep=("here",))
    notes = [f"{len(shown) - _SHOWN:,} more: --json tells all"] if len(shown) > _SHOWN else []
    notes += [f"{count:,} indicators do not count: {_LOST[why]}" for why, count in sorted(answer.lost.items())]
    notes += [f"{count:,} indicators need another secret ({name})" for name, count in sorted(answer.locked.items())]
    if answer.common:
        notes.append(f"{len(answer.common):,} shared identifiers are too common here to single anybody out")
    for note in notes:
        stderr.print(note, markup=False, highlight=False)
