"""What failed on validation worlds, worst first, with the evidence: for whoever improves the detector."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.runner import Outcome


def write_failures(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write a list of missed, fragmented, merged and false rings of validation worlds."""
    lines = ["# Failures on validation worlds", ""]
    for outcome in sorted(outcomes, key=_badness, reverse=True):
        found = _of_world(outcome)
        if found:
            s = outcome.score
            head = (
                f"## {outcome.row} seed {outcome.seed}: precision {_r(s.precision)} recall {_r(s.recall)} F1 {_r(s.f1)}"
            )
            lines += [
                f"{head} false {s.false_rings} mixed {s.mixed} ({outcome.seconds:.1f} s)",
                _style(outcome),
                "",
                *found,
                "",
            ]
    path.write_text("\n".join(lines), "utf-8")


def _badness(outcome: Outcome) -> float:
    s = outcome.score
    return s.false_rings + s.mixed + (1 - (s.f1 if s.f1 is not None else 1.0)) * 3


def _r(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _style(outcome: Outcome) -> str:
    keep = ("feeds", "content", "clients", "devices", "email", "ip", "days", "honest", "volume", "shared_pool")
    return ", ".join(f"{name}={outcome.style[name]}" for name in keep if name in outcome.style)


def _of_world(outcome: Outcome) -> list[str]:
    lines = []
    about = {row["ring"]: row for row in outcome.style.get("rings", [])}
    for row in outcome.score.rings:
        if row["largest"] < 0.9 * row["size"]:
            what = "MISSED" if row["found"] < 0.1 * row["size"] else "PARTLY" if row["pieces"] <= 1 else "FRAGMENTED"
            lines.append(
                f"- {what} {row['ring']} ({row['tier']}, {row['size']} accounts): found {row['found']} in "
                f"{row['pieces']} piece(s), largest {row['largest']}. Truth: {_plan(about.get(row['ring'], {}))}"
            )
            lines += [_held(group) for group in outcome.detail if _holds(group, row["ring"])][:6]
    for group in outcome.detail:
        if group["state"] == "flagged":
            lines += _flagged(group)
    return lines


def _holds(group: dict[str, Any], ring: str) -> bool:
    return group["state"] != "flagged" and group["rings"].get(ring, 0) >= 3


def _held(group: dict[str, Any]) -> str:
    why = group["reason"] or f"score {group['score']:.2f}"
    terms = "; ".join(group["terms"][:3])
    return f"    - in a {group['state']} group of {group['size']} ({why}): {group['rings']}; {terms}"


def _plan(row: dict[str, Any]) -> str:
    levels = " ".join(f"{channel}:{level}" for channel, level in row.get("levels", {}).items())
    flags = [name for name in ("human_schedule", "succession", "shared_pool", "behind_reseller") if row.get(name)]
    return f"{levels} cover={row.get('cover')} {' '.join(flags)}"


def _flagged(group: dict[str, Any]) -> list[str]:
    innocents = group["size"] - group["ring_accounts"]
    kind = (
        "FALSE RING"
        if group["ring_accounts"] * 2 < group["size"]
        else "MIXED OPERATORS"
        if group["mixed"]
        else "INNOCENTS INSIDE"
        if innocents >= max(2, 0.02 * group["size"])
        else ""
    )
    if not kind:
        return []
    return [
        f"- {kind}: {group['size']} accounts, score {group['score']:.3f}, families {', '.join(group['families'])}; "
        f"rings {group['rings']}, honest {group['honest']}",
        *(f"    - {term}" for term in group["terms"]),
    ]
