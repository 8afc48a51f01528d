"""Worlds by a fourth, independent author: honest crowds, look-alikes and operators, drawn afresh by seed."""

from benchmarks.fourth.build import write_world
from benchmarks.fourth.styles import STYLES

__all__ = ["STYLES", "write_world"]
