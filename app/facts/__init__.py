"""Parquet facts: writing, the view over done batches, retention."""

from app.facts.asked import asked_view
from app.facts.connection import open_duckdb
from app.facts.view import FactsView, attach_facts, open_facts
from app.facts.writer import sync, write_table

__all__ = ["FactsView", "asked_view", "attach_facts", "open_duckdb", "open_facts", "sync", "write_table"]
