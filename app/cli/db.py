"""Verbs: db."""
