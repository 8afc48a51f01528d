"""Feeds in: sources, contracts, normalise, aggregate, batch, load."""

from app.ingest.run import IngestSummary, ingest

__all__ = ["IngestSummary", "ingest"]
