"""Pools outcomes by row and method and prints them as one Markdown table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import mean

from benchmarks.runner import PRODUCT, Outcome
from benchmarks.score import calibration_error

HEADER = (
    "worlds",
    "method",
    "n",
    "precision",
    "recall",
    "B-cubed F1",
    "worst F1",
    "false rings",
    "mixed",
    "innocents / 100k",
    "plain",
    "careful",
    "evasive",
    "CPU s",
)


def table(outcomes: Sequence[Outcome]) -> str:
    """The whole table: a line for each row of the matrix and method, then each method over all worlds with rings."""
    rows: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[outcome.row, outcome.method].append(outcome)
        if outcome.score.guilty:
            rows["ALL WITH RINGS", outcome.method].append(outcome)
    lines = [_line(HEADER), _line(["---"] * 2 + ["--:"] * (len(HEADER) - 2))]
    lines += [_line(_cells(row, method, group)) for (row, method), group in rows.items() if row != "ALL WITH RINGS"]
    lines += [_line(_cells(row, method, group)) for (row, method), group in rows.items() if row == "ALL WITH RINGS"]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(row: str, method: str, group: list[Outcome]) -> list[str]:
    scores = [outcome.score for outcome in group]
    hit, flagged, guilty = (sum(getattr(s, name) for s in scores) for name in ("hit", "flagged", "guilty"))
    f1 = [s.f1 for s in scores if s.f1 is not None]
    tiers = []
    for tier in ("plain", "careful", "evasive"):
        found, members = (sum(s.tiers.get(tier, (0, 0))[i] for s in scores) for i in (0, 1))
        tiers.append(_ratio(found, members))
    return [
        row,
        f"**{method}**" if method == PRODUCT else method,
        str(len(group)),
        _ratio(hit, flagged),
        _ratio(hit, guilty),
        f"{mean(f1):.3f}" if f1 else "-",
        f"{min(f1):.3f}" if f1 else "-",
        str(sum(s.false_rings for s in scores)),
        str(sum(s.mixed for s in scores)),
        f"{100_000 * (flagged - hit) / max(sum(s.honest for s in scores), 1):.1f}",
        *tiers,
        f"{mean(outcome.seconds for outcome in group):.1f}",
    ]


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def populations(outcomes: Sequence[Outcome]) -> str:
    """Falsely flagged accounts and groups by honest population, with the upper end of the 95 % interval."""
    from scipy.stats import beta

    pooled: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for outcome in outcomes:
        for name, counts in outcome.score.populations.items():
            pooled[name] = [a + b for a, b in zip(pooled[name], counts, strict=True)]
    lines = [
        _line(["population", "flagged", "accounts", "upper 95 %", "groups touched", "groups"]),
        _line(["---"] + ["--:"] * 5),
    ]
    for name, (flagged, accounts, touched, groups) in sorted(pooled.items()):
        upper = float(beta.ppf(0.975, flagged + 1, max(accounts - flagged, 1)))
        lines.append(_line([name, str(flagged), str(accounts), f"{100 * upper:.3f} %", str(touched), str(groups)]))
    return "\n".join(lines)


def reliability(outcomes: Sequence[Outcome]) -> str:
    """Expected calibration error of member scores and the reliability table, pooled."""
    tables = [outcome.bins for outcome in outcomes if outcome.bins]
    error = calibration_error(tables)
    if error is None:
        return "No scores were given."
    pooled = [[sum(column) for column in zip(*rows, strict=True)] for rows in zip(*tables, strict=True)]
    lines = [f"Expected calibration error {error:.4f} over {int(sum(r[2] for r in pooled)):,} scored accounts.", ""]
    lines += [_line(["mean score", "share in rings", "accounts"]), _line(["--:"] * 3)]
    lines += [_line([f"{r[0] / r[2]:.3f}", f"{r[1] / r[2]:.3f}", str(int(r[2]))]) for r in pooled if r[2]]
    return "\n".join(lines)
