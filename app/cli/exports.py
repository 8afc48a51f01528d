"""Verbs: exports."""
