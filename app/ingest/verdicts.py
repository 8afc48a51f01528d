"""What is wrong with the rows of one file, in sum: a file that is mostly rotten is refused whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.ingest.scan import FileProblem
from app.ingest.staging import Staged

ROTTEN_ROWS: Final = 1000
ROTTEN_SHARE: Final = 0.5
"""A file of so many rows of which more than this share are bad is refused whole."""


@dataclass(slots=True)
class Verdicts:
    """Rows that were looked at, and which of them are bad for what."""

    rows: int = 0
    bad: int = 0
    problems: dict[str, tuple[int, int]] = field(default_factory=dict)
    """'column|reason' -> rows, and the first line."""
    split: str = ""
    """Example of a record that could not be split into cells."""

    def add(self, staged: Staged, rows: int, bad: int, problems: list[tuple[str, int, int]]) -> None:
        """Count what was found in `staged`: rows, bad ones, and of each problem how many and the first row."""
        self.rows, self.bad = self.rows + rows, self.bad + bad
        if staged.rejects and not self.split:
            self.split = f"line {staged.rejects[0].line}: {staged.rejects[0].reason}"
        for problem, count, row_no in problems:
            before, line = self.problems.get(problem, (0, staged.line_of(row_no)))
            self.problems[problem] = (before + count, line)

    def stop_rotten(self) -> None:
        """Raise FileProblem where most rows are bad: the file's writer is broken, and what passes is mere luck."""
        if self.rows < ROTTEN_ROWS or self.bad <= self.rows * ROTTEN_SHARE:
            return
        example = self.split
        if self.problems:
            problem, (_, line) = min(self.problems.items(), key=lambda each: (-each[1][0], each[0]))
            column, _, reason = problem.partition("|")
            example = f"line {line}: {f'{column}: ' if column else ''}{reason}"
        told = f"{self.bad:,} of {self.rows:,} rows are bad"
        raise FileProblem(f"{told}: the file is mostly rotten (most often as in {example})")
