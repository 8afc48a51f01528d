"""Measuring the product from outside: held-out worlds, quality matrix, peers. Ships in no wheel."""
