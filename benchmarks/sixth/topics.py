"""What is asked: query clusters with their capability, and the tasks that groups ask by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.sixth.mail import AFTER, BEFORE
from benchmarks.sixth.mixing import UNRELATED

_TABLE = (
    ("writing", 0.17, "email letter essay blog caption speech resume cover-letter story poem"),
    ("everyday-guidance", 0.16, "recipe travel fitness budget parenting pets repair garden gift health"),
    ("information", 0.14, "history law science news geography biography finance sport film music"),
    ("tutoring", 0.10, "algebra calculus physics chemistry grammar history-essay statistics biology vocabulary exam"),
    ("translation", 0.06, "contract chat manual subtitle website certificate"),
    (
        "software-engineering",
        0.11,
        "bugfix refactor unit-test sql regex api frontend docker migration review typing async",
    ),
    ("data-analysis", 0.05, "spreadsheet pandas chart forecast cleaning survey ab-test"),
    ("agentic-reasoning", 0.04, "tool-call browse plan multi-step repo-task terminal api-chain form-fill"),
    ("long-horizon-planning", 0.02, "project simulation game research-plan scheduling"),
    ("mathematical-reasoning", 0.04, "olympiad proof combinatorics number-theory geometry step-by-step"),
    ("evaluation", 0.02, "rubric grade compare-answers judge critique preference"),
    ("roleplay", 0.05, "companion adventure interview debate"),
    ("marketing", 0.04, "ad seo slogan product-page newsletter"),
)
CAPABILITIES = [row[0] for row in _TABLE]
WANTED = [
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematical-reasoning",
    "evaluation",
    "data-analysis",
]
"""Capabilities that rings are after."""
_IS_WANTED = np.array([name in WANTED for name in CAPABILITIES])


@dataclass(frozen=True, slots=True)
class Task:
    """Topics that a group asks by a rule.

    Modes: `random` over all; `weekly` a topic a week; `shard` a part for each account; `lot` a lot a day, dealt to
    several accounts. `flip` is the noise in the template's signature, `variants` the templates a topic.
    """

    clusters: Any
    mode: str
    flip: int = UNRELATED
    variants: int = 1
    skew: float = 1.5
    tokens_in: tuple[float, float] = (300, 0.5)
    tokens_out: tuple[float, float] = (700, 0.6)
    lots: int = 1


class Topics:
    """All query clusters of a world: everybody's (popular ones first), then those of groups."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.labels: list[str] = []
        capability: list[int] = []
        weights = []
        for index, (_, share, words) in enumerate(_TABLE):
            stems, count = words.split(), int(60 + 900 * share)
            self.labels += [self._label(stems[i % len(stems)]) for i in range(count)]
            capability += [index] * count
            fall = 1 / (np.arange(count) + 3.0) ** 1.05
            weights.append(share * fall / fall.sum())
        self.capability = np.array(capability)
        self.weight = np.concatenate(weights)
        self.cumulative = np.cumsum(self.weight / self.weight.sum())
        self.everyday = len(self.labels)

    def _label(self, stem: str) -> str:
        return f"{stem} {self.rng.choice(BEFORE)} {self.rng.choice(AFTER)}"

    def __len__(self) -> int:
        return len(self.labels)

    def wanted(self, cluster: Any) -> Any:
        """Whether a topic is of a capability that rings are after."""
        return _IS_WANTED[self.capability[cluster]]

    def fresh(self, count: int, capability: str, stem: str | None = None) -> Any:
        """New topics that nobody else asks by habit."""
        index, first = CAPABILITIES.index(capability), len(self)
        stems = _TABLE[index][2].split()
        self.labels += [self._label(stem or stems[i % len(stems)]) for i in range(count)]
        self.capability = np.append(self.capability, np.full(count, index))
        return np.arange(first, first + count)

    def tail(self, capabilities: Sequence[str], count: int, flat: float = 0.5) -> Any:
        """Everyday topics of these capabilities; with flat near 1 the popular ones are likelier."""
        indices = [CAPABILITIES.index(name) for name in capabilities]
        fitting = np.flatnonzero(np.isin(self.capability[: self.everyday], indices))
        odds = self.weight[fitting] ** flat
        return self.rng.choice(fitting, min(count, len(fitting)), replace=False, p=odds / odds.sum())

    def popular(self, draws: Any) -> Any:
        """The everyday topics that draws of 0-1 fall on."""
        return np.minimum(np.searchsorted(self.cumulative, draws), self.everyday - 1)
