"""Parquet facts: writing, the view over done batches, retention."""

from app.facts.view import FactsView, attach_facts, open_facts
from app.facts.writer import write_table

__all__ = ["FactsView", "attach_facts", "open_facts", "write_table"]
