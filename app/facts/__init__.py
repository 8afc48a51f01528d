"""Parquet facts: writing, the view over done batches, retention."""

from app.facts.asked import asked_view
from app.facts.connection import open_duckdb
from app.facts.rewrite import drop_unknown, prune_days, remove_rows
from app.facts.view import FactsView, attach_facts, open_facts
from app.facts.writer import write_table

__all__ = [
    "FactsView",
    "asked_view",
    "attach_facts",
    "drop_unknown",
    "open_duckdb",
    "open_facts",
    "prune_days",
    "remove_rows",
    "write_table",
]
