"""Feeds in: sources, contracts, normalise, aggregate, batch, load."""

from app.ingest.first_load import first_load
from app.ingest.run import IngestSummary, ingest

__all__ = ["IngestSummary", "first_load", "ingest"]
