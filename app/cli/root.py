"""The command line's root: global behaviour, and where every verb is registered."""

from __future__ import annotations

import errno
import importlib
import signal
import sys

import typer

from app import __version__
from app.cli.output import report_error
from app.errors import DataError, RingleaderError

VERB_MODULES = (
    "demo",
    "replay",
    "ingest",
    "check",
    "quarantine",
    "networks",
    "rings",
    "attribution",
    "attach",
    "ledger",
    "worlds",
    "exports",
    "reports",
    "stix",
    "misp",
    "share",
    "run_digest",
    "db",
    "retention",
    "backup",
    "serve",
    "api",
    "signature",
    "audit",
)

_OUTER = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
"""What a disk or its permissions refuse: for the operator to mend, and no fault of the program to trace."""

cli = typer.Typer(
    name="ringleader",
    help="Find, explain and report rings: accounts that one actor runs together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ringleader {__version__}")
        raise typer.Exit


@cli.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Exit codes: 0 done, 1 failed, 2 wrong use, 3 done but something was left or quarantined, 4 locked."""


def main() -> None:
    """Entry point of the `ringleader` script: errors become one line on stderr and the exit code they carry."""
    # A job that is told to end leaves in order: locks and leases are given back, the embedded server is stopped.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for module in VERB_MODULES:
        importlib.import_module(f"app.cli.{module}")
    try:
        cli()
    except RingleaderError as error:
        report_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(141)
    except OSError as error:
        if error.errno not in _OUTER:
            raise
        do = "Nothing was lost: mend that and run it again"
        report_error(DataError(error.strerror or str(error), where=str(error.filename or ""), do=do))
        sys.exit(DataError.exit_code)
