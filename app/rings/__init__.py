"""Detection, group test, ring lifecycle, traffic."""
