"""A bulk load that kills itself: `import_and_die.py DIR MOMENT`, before, amid or after the importer's work."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import app.graph.bulk
from app.graph.server import DATABASE, admin
from app.ingest import first_load
from app.settings import load_settings


def die_amid(home: Path) -> None:
    """Let the importer begin to write, then die and leave it running."""

    class Popen(subprocess.Popen):  # type: ignore[type-arg]
        def __enter__(self) -> NoReturn:
            while not list((home / DATABASE).glob("*")):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.wait(0.02)
                    raise SystemExit("the importer ended too early")
            os.kill(os.getpid(), signal.SIGKILL)

    subprocess.Popen = Popen  # type: ignore[misc]


def main(directory: str, moment: str) -> None:
    """Load, and die at the moment."""

    def dying(home: Path, jars: Path, words: list[str], heap: int, hear: object = None) -> NoReturn:
        if moment == "amid":
            die_amid(home)
        if moment != "before":
            admin(home, jars, words, heap)
        os.kill(os.getpid(), signal.SIGKILL)

    app.graph.bulk.admin = dying  # type: ignore[assignment]
    first_load(load_settings(), Path(directory))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
