"""Rings. `detect.py` is detection whole; the folders are its steps, in this order.

population, seeding, evidence, joining, membership, explanation; then store (the graph) and review (people).
"""
