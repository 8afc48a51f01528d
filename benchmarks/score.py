"""Scores groups of accounts against a truth file: the figures of the quality table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from app.evaluation import truth as evaluation_truth
from app.evaluation.metrics import bcubed_figures, contingency
from app.evaluation.report import false_rings, mixed_rings


@dataclass(frozen=True, slots=True)
class Truth:
    """What a truth file says, as read and by account."""

    table: pd.DataFrame
    ring: Mapping[str, str]
    operator: Mapping[str, str]
    tier: Mapping[str, str]
    group: Mapping[str, str]
    """Of honest accounts: population/group_id."""

    @property
    def honest(self) -> int:
        """Accounts in no ring."""
        return sum(not ring for ring in self.ring.values())


@dataclass(slots=True)
class Score:
    """Figures of one method in one world; an undefined ratio is None."""

    hit: int
    """Ring accounts that were flagged."""
    flagged: int
    guilty: int
    f1: float | None
    """B-cubed."""
    false_rings: int
    mixed: int
    honest: int
    tiers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """tier -> (found, accounts)."""
    rings: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    populations: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    """Of honest accounts: flagged, accounts, groups with a flagged account, groups."""

    @property
    def precision(self) -> float | None:
        """Share of the flagged accounts that are in a ring."""
        return self.hit / self.flagged if self.flagged else None

    @property
    def recall(self) -> float | None:
        """Share of the ring accounts that are flagged."""
        return self.hit / self.guilty if self.guilty else None

    @property
    def innocents(self) -> int:
        """Honest accounts that were flagged."""
        return self.flagged - self.hit


def read_truth(path: Path) -> Truth:
    """Read truth.csv. Raises UsageError for a bad file."""
    return truth_of(evaluation_truth.read_truth(path))


def truth_of(table: pd.DataFrame) -> Truth:
    """The same from a table that was read before."""
    ids = table["account_id"]
    group = table["population"].where(table["population"] != "", "private") + "/" + table["group_id"]
    ring, operator, tier = (dict(zip(ids, table[name], strict=True)) for name in ("ring", "operator", "tier"))
    return Truth(table, ring, operator, tier, dict(zip(ids, group, strict=True)))


def score(groups: Sequence[Sequence[str]], truth: Truth) -> Score:
    """Score groups (account ids, each account in at most one) against the truth."""
    flagged = {account: number for number, group in enumerate(groups) for account in group}
    table = evaluation_truth.join(truth.table, {account: str(number) for account, number in flagged.items()}, None)
    guilty = {account for account, ring in truth.ring.items() if ring}
    hit = len(guilty & flagged.keys())
    tiers: dict[str, tuple[int, int]] = {}
    for tier in sorted({truth.tier[account] for account in guilty}):
        members = [account for account in guilty if truth.tier[account] == tier]
        tiers[tier] = (sum(account in flagged for account in members), len(members))
    about = [_group(group, truth) for group in groups]
    return Score(
        hit=hit,
        flagged=len(flagged),
        guilty=len(guilty),
        f1=bcubed_figures(contingency(table))["f1"] if guilty else None,
        false_rings=false_rings(table),
        mixed=mixed_rings(table),
        honest=truth.honest,
        tiers=tiers,
        rings=_rings(flagged, truth, guilty),
        groups=about,
        populations=_populations(flagged, truth),
    )


def _populations(flagged: Mapping[str, int], truth: Truth) -> dict[str, tuple[int, int, int, int]]:
    table: dict[str, tuple[list[int], dict[str, bool]]] = {}
    for account, label in truth.group.items():
        if not truth.ring[account]:
            population, _, group = label.partition("/")
            counts, groups = table.setdefault(population, ([0, 0], {}))
            counts[0] += account in flagged
            counts[1] += 1
            if group:
                groups[group] = groups.get(group, False) or account in flagged
    return {
        name: (counts[0], counts[1], sum(groups.values()), len(groups))
        for name, (counts, groups) in sorted(table.items())
    }


def _group(group: Sequence[str], truth: Truth) -> dict[str, Any]:
    operators = Counter(truth.operator[a] for a in group if truth.ring.get(a))
    second = operators.most_common(2)[1][1] if len(operators) > 1 else 0
    honest = Counter(truth.group.get(a, "unknown") for a in group if not truth.ring.get(a))
    return {
        "size": len(group),
        "ring_accounts": sum(operators.values()),
        "mixed": second >= 3 and second >= 0.05 * len(group),
        "rings": dict(Counter(truth.ring[a] for a in group if truth.ring.get(a))),
        "honest": dict(honest.most_common(4)),
    }


def _rings(flagged: Mapping[str, int], truth: Truth, guilty: set[str]) -> list[dict[str, Any]]:
    """For each true ring: how much of it was found, in how many pieces."""
    members: dict[str, list[str]] = defaultdict(list)
    for account in guilty:
        members[truth.ring[account]].append(account)
    rows = []
    for ring, accounts in sorted(members.items()):
        pieces = Counter(flagged[a] for a in accounts if a in flagged)
        rows.append(
            {
                "ring": ring,
                "tier": truth.tier[accounts[0]],
                "size": len(accounts),
                "found": sum(pieces.values()),
                "pieces": len(pieces),
                "largest": max(pieces.values(), default=0),
            }
        )
    return rows


def bins(scores: Mapping[str, float], truth: Truth, count: int = 20) -> list[list[float]]:
    """Member scores against the truth: sum of scores, guilty accounts and accounts in each of `count` equal bins."""
    table = [[0.0, 0.0, 0.0] for _ in range(count)]
    for account, value in scores.items():
        row = table[min(int(value * count), count - 1)]
        row[0] += value
        row[1] += bool(truth.ring.get(account))
        row[2] += 1
    return table


def calibration_error(tables: Sequence[Sequence[Sequence[float]]]) -> float | None:
    """Expected calibration error over the pooled bins of several worlds; None without any score."""
    pooled = [[sum(column) for column in zip(*rows, strict=True)] for rows in zip(*tables, strict=True)]
    total = sum(row[2] for row in pooled)
    return sum(abs(row[0] - row[1]) for row in pooled) / total if total else None
