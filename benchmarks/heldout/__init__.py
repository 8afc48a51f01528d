"""Worlds by an outside examiner: feed directories in many dialects, with truth, from public cases only."""

from benchmarks.heldout.style import STYLES, Style, draw_style
from benchmarks.heldout.world import write_world

__all__ = ["STYLES", "Style", "draw_style", "write_world"]
