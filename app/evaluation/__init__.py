"""Scores of a detection against truth."""
