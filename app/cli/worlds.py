"""Verbs: worlds."""
