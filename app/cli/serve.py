"""Verbs: serve."""
