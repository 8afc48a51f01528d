"""Verbs: ingest."""
