"""Dossiers: a report on one ring that a committee can read and anybody can check."""
