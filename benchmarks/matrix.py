"""The worlds of the quality matrix: styles and seeds; validation (to be looked into) and test (numbers only) apart."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import (
    eighth,
    eleventh,
    fifteenth,
    fifth,
    fourteenth,
    fourth,
    heldout,
    ninth,
    seventh,
    sixteenth,
    sixth,
    tenth,
    third,
    twelfth,
)

STYLE_SEEDS = {"validation": tuple(range(101, 106)), "test": tuple(range(901, 906))}
"""Five of each for every style; nothing was ever tuned on the second row."""
RANDOM_SEEDS = {"validation": tuple(range(201, 211)), "test": tuple(range(801, 821))}
QUIET_SEEDS = {"validation": tuple(range(1001, 1011)), "test": tuple(range(2001, 2021))}
RINGED = (
    "full",
    "bare",
    "no-payments",
    "no-clusters",
    "hashed",
    "prefixes",
    "shared-proxies",
    "evasive",
    "relay",
)
THIRD_SEEDS = {"validation": (1, 2, 3, 5, 7), "test": (4, 6, 8, 10, 12)}
"""Of the third generator, whose first two seeds were looked into before they were split."""
THIRD = ("mixed", "noschedule", "evasive", "pool", "smallrings", "norings", "sparse", "bigcell")
THIRD_LARGE = ("needle",)
"""Styles of which one world takes minutes; only when their row is asked for by name."""
FOURTH_SEEDS = {"validation": (1, 2, 3, 5, 7), "test": (4, 6, 8, 10, 12)}
"""Of the fourth generator; its first two seeds were looked into."""
FIFTH_SEEDS = {"validation": tuple(range(1, 9)), "test": STYLE_SEEDS["test"]}
"""Of the fifth generator, whose first eight seeds may be looked into."""
FIFTH = ("contract", "mixed", "evasive", "small", "pool", "none", "sparse")
SIXTH_SEEDS = {"validation": tuple(range(1, 5)), "test": STYLE_SEEDS["test"]}
"""Of the sixth generator, whose first four seeds were looked into."""
LATER_SEEDS = {"validation": (1, 2, 3), "test": STYLE_SEEDS["test"]}
"""Of the seventh generator and those after it, whose first three seeds were looked into."""
Write = Callable[[Path, str, int], object]
AUTHORS: Final[dict[str, tuple[Write, tuple[str, ...], dict[str, tuple[int, ...]]]]] = {
    "fourth": (fourth.write_world, fourth.STYLES, FOURTH_SEEDS),
    "fifth": (fifth.write_world, FIFTH, FIFTH_SEEDS),
    "sixth": (sixth.write_world, sixth.STYLES, SIXTH_SEEDS),
    "seventh": (seventh.write_world, seventh.STYLES, LATER_SEEDS),
    "eighth": (eighth.write_world, eighth.STYLES, LATER_SEEDS),
    "ninth": (ninth.write_world, ninth.STYLES, LATER_SEEDS),
    "tenth": (tenth.write_world, tenth.STYLES, LATER_SEEDS),
    "eleventh": (eleventh.write_world, eleventh.STYLES, LATER_SEEDS),
    "twelfth": (twelfth.write_world, twelfth.STYLES, LATER_SEEDS),
    "fourteenth": (fourteenth.write_world, fourteenth.STYLES, LATER_SEEDS),
    "fifteenth": (fifteenth.write_world, fifteenth.STYLES, LATER_SEEDS),
    "sixteenth": (sixteenth.write_world, sixteenth.STYLES, LATER_SEEDS),
}
"""What writes a world of a style and a seed, styles with a row, seeds."""
RINGLESS = ("quiet", "traps", "own:none", "third:norings", *(f"{author}:none" for author in AUTHORS))
"""Rows whose worlds have no ring at all."""
PRESETS = ("mixed", "small", "none")
"""Presets of `ringleader simulate`, the product's own generator; those it does not name are skipped."""


@dataclass(frozen=True, slots=True)
class World:
    """One world of the matrix, not yet written."""

    row: str
    """Row of the table it counts in."""
    style: str
    seed: int
    generator: str = "heldout"
    """heldout, third, one of AUTHORS, or own: the product's own simulator."""

    @property
    def name(self) -> str:
        """For logs and file names."""
        return f"{self.row}-{self.seed}"

    def write(self, out: Path) -> None:
        """Write the world to a new directory. Raises CalledProcessError when the simulator fails."""
        if self.generator == "own":
            _simulate(self.style, self.seed, out)
        elif self.generator == "third":
            third.write_world(out, third.order_of(self.style, self.seed))
        elif self.generator in AUTHORS:
            AUTHORS[self.generator][0](out, self.style, self.seed)
        elif self.row == "quiet":
            heldout.write_world(out, heldout.draw_style("quiet", self.seed, honest=8_000, days=14))
        else:
            heldout.write_world(out, heldout.draw_style(self.style, self.seed))


def worlds(split: str, *, rows: tuple[str, ...] = (), seeds: int | None = None) -> list[World]:
    """All worlds of `validation` or `test`; only some rows or so many seeds a row if asked."""
    every = [World("random", "random", seed) for seed in RANDOM_SEEDS[split][:seeds]]
    every += [World(style, style, seed) for style in RINGED for seed in STYLE_SEEDS[split][:seeds]]
    every += [World("rare", "rare", seed) for seed in STYLE_SEEDS[split][:seeds]]
    every += [World("quiet", "quiet", seed) for seed in QUIET_SEEDS[split][:seeds]]
    every += [World("traps", "traps", seed) for seed in STYLE_SEEDS[split][:seeds]]
    for preset in presets():
        every += [World(f"own:{preset}", preset, seed, "own") for seed in STYLE_SEEDS[split][:seeds]]
    for style in (*THIRD, *(style for style in THIRD_LARGE if f"third:{style}" in rows)):
        every += [World(f"third:{style}", style, seed, "third") for seed in THIRD_SEEDS[split][:seeds]]
    for author, (_, styles, seeds_of) in AUTHORS.items():
        for style in styles:
            every += [World(f"{author}:{style}", style, seed, author) for seed in seeds_of[split][:seeds]]
    return [world for world in every if not rows or world.row in rows]


def _command() -> list[str]:
    script = Path(sys.executable).with_name("ringleader")
    return [str(script)] if script.exists() else [shutil.which("ringleader") or "ringleader"]


def presets() -> list[str]:
    """Those of PRESETS that `ringleader simulate --help` names; none without the verb."""
    run = subprocess.run([*_command(), "simulate", "--help"], capture_output=True, text=True, check=False)
    return [preset for preset in PRESETS if run.returncode == 0 and preset in run.stdout]


def _simulate(preset: str, seed: int, out: Path) -> None:
    command = [*_command(), "simulate", str(out), "--preset", preset, "--seed", str(seed)]
    subprocess.run(command, check=True, capture_output=True)
