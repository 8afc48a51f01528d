"""Feeds in: sources, contracts, normalise, aggregate, batch, load."""
