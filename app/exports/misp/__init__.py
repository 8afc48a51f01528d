"""MISP: rings as an event that other instances read, and the check of an event."""
