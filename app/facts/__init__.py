"""Parquet facts: writing, the view over done batches, retention."""
