"""Rings in the graph: read, written, continued from run to run."""
