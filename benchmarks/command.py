"""The command of a generator that draws worlds by style and seed: `python -m benchmarks.NAME OUT --style S`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd


def refuse(out: Path, style: str, styles: Sequence[str]) -> None:
    """Raise ValueError for a style that is none, FileExistsError for a directory that holds something."""
    if style not in styles:
        raise ValueError(f"{style} is no style: {', '.join(styles)}")
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty: name a new directory")


def facts(truth: pd.DataFrame, exchanges: int, ring: Callable[[str, pd.DataFrame], dict[str, Any]]) -> dict[str, Any]:
    """What a world holds, by its truth, a row an account; `ring` tells of one by its name and its members' rows."""
    ours = truth["ring"] != ""
    return {
        "exchanges": exchanges,
        "honest": int((~ours).sum()),
        "ring_accounts": int(ours.sum()),
        "populations": {str(name): int(n) for name, n in truth["population"][~ours].value_counts().items()},
        "rings": [ring(str(name), members) for name, members in truth[ours].groupby("ring")],
    }


@dataclass(frozen=True, slots=True)
class Command:
    """What a generator takes, and how it tells of a ring that it made."""

    name: str
    write: Callable[..., dict[str, Any]]
    """Takes a directory, a style, a seed, and what was given of `accounts` and `days`; tells what it wrote."""
    styles: Sequence[str]
    style: str
    """The one that is drawn where none is given."""
    ring: Sequence[str] = ()
    """What is told of each of the written `rings`, by name; nothing where they are lines already."""
    least_accounts: int = 500
    days: range | None = None
    """Days that may be asked for; None where the style alone decides."""

    def run(self) -> int:
        """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
        options = vars(self._parser().parse_args())
        out, style, seed = (options.pop(name) for name in ("out", "style", "seed"))
        began = time.process_time()
        try:
            about = self.write(out, style, seed, **options)
        except (FileExistsError, NotADirectoryError) as error:
            print(f"{self.name}: {error}", file=sys.stderr)
            return 2
        rings = [":".join(str(ring[name]) for name in self.ring) if self.ring else ring for ring in about["rings"]]
        print(json.dumps(about | {"rings": rings, "cpu_seconds": round(time.process_time() - began, 1)}))
        return 0

    def _parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(
            prog=f"python -m benchmarks.{self.name}", description="Write a labelled world."
        )
        parser.add_argument("out", type=Path, help="new or empty directory")
        parser.add_argument("--seed", type=_of("a seed", range(2**63)), default=1)
        parser.add_argument("--style", choices=self.styles, default=self.style)
        accounts = range(self.least_accounts, 10**9)
        parser.add_argument(
            "--accounts", type=_of("accounts", accounts), help=f"honest ones, about; at least {self.least_accounts}"
        )
        if self.days is not None:
            told = f"days of the world, {self.days[0]}-{self.days[-1]}; else drawn"
            parser.add_argument("--days", type=_of("days", self.days), help=told)
        return parser


def _of(what: str, numbers: range) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) not in numbers:
            raise argparse.ArgumentTypeError(f"{text}: {what} from {numbers[0]} to {numbers[-1]}")
        return int(text)

    return parse
