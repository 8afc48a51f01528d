"""Labelled worlds for tests and quality figures."""

from app.worlds.presets import PRESETS, preset, scaled
from app.worlds.simulate import simulate
from app.worlds.spec import RingSpec, WorldSpec

__all__ = ["PRESETS", "RingSpec", "WorldSpec", "preset", "scaled", "simulate"]
