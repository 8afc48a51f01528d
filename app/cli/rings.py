"""Verbs: rings."""
