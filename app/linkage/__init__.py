"""Blocks, composites, evidence and scored pairs."""

from app.linkage.linker import link

__all__ = ["link"]
