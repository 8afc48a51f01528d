"""Labelled worlds for tests and quality figures."""
