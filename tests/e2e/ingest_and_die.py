"""An ingestion that kills itself: `ingest_and_die.py DIR [STAGE:]N [PID]` sends SIGKILL at the N-th step (0: never).

It kills itself, or the process PID: the database, whose loss it then has to end with an error.

Steps are the progress reports, so a kill falls while files are looked at, read and planned, between load units, and
after the last. Even this little is cut into shards and small units, so several are at work when the kill comes. Prints
the number of steps when it lives.
"""

import os
import signal
import sys
from pathlib import Path

import app.ingest.part_files
import app.ingest.spool
from app.graph import open_store
from app.ingest import ingest
from app.settings import load_settings


def main(directory: str, fatal: int, victim: int, only: str = "") -> None:
    """Ingest, and kill the victim at step `fatal`, of one stage if asked."""
    steps = 0

    def report(stage: str, done: int, of: int) -> None:
        nonlocal steps
        steps += not only or stage == only
        if steps == fatal:
            os.kill(victim, signal.SIGKILL)

    app.ingest.spool.SHARD_ROWS, app.ingest.spool.SHARDS = 100, 3  # type: ignore[misc,attr-defined]
    app.ingest.part_files.UNIT_ROWS = 20  # type: ignore[misc,attr-defined]
    settings = load_settings()
    with open_store(settings) as store:
        ingest(store, settings, Path(directory), report)
    print(steps)


if __name__ == "__main__":
    named, _, number = sys.argv[2].rpartition(":")
    main(sys.argv[1], int(number), int(sys.argv[3]) if len(sys.argv) > 3 else os.getpid(), named)
