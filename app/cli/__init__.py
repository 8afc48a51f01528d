"""The command line: one subcommand a verb; parse, call, print."""

from app.cli.root import main

__all__ = ["main"]
