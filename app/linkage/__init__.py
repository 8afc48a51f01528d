"""Blocks, composites, evidence and scored pairs."""
