"""The web console: a built page and its sources."""
