"""Worlds by a fifth author: accounts with rings hidden in them, drawn from published cases of account farming."""

from benchmarks.fifth.style import STYLES
from benchmarks.fifth.world import write_world

__all__ = ["STYLES", "write_world"]
