"""Indicators that labs exchange as keyed hashes: made, signed, imported, revoked, matched (docs/adr/0008)."""
