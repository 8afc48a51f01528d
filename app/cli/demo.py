"""Verbs: demo."""
