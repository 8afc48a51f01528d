"""Labelled worlds for tests and quality figures."""

from app.worlds.simulate import simulate
from app.worlds.spec import PRESETS, RingSpec, WorldSpec, preset

__all__ = ["PRESETS", "RingSpec", "WorldSpec", "preset", "simulate"]
