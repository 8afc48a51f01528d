"""Feeds in: sources, contracts, normalise, aggregate, batch, load."""

from app.ingest.first_load import ingest_bulk
from app.ingest.run import IngestSummary, ingest

__all__ = ["IngestSummary", "ingest", "ingest_bulk"]
