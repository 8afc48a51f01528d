"""A verb that kills itself: `forget_and_die.py erase|prune|restore WHAT N` kills itself at the N-th step (0: never).

Steps are statements sent to the graph and everything that opens, renames or removes a file. Prints their number when
it lives.
"""

import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from app.graph import Neo4jStore, open_store
from app.graph.backup import restore
from app.ingest.retention import erase, prune
from app.settings import load_settings

EVENTS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


class Steps:
    """Counts once it is armed."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.count, self.armed = fatal, 0, False
        sys.addaudithook(lambda event, words: self.step() if event in EVENTS else None)
        for name in ("write", "auto", "read"):
            setattr(Neo4jStore, name, self._counted(getattr(Neo4jStore, name)))

    def step(self) -> None:
        if self.armed:
            self.count += 1
            if self.count == self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    def _counted(self, function: Any) -> Any:
        def call(*words: Any, **more: Any) -> Any:
            self.step()
            result = function(*words, **more)
            self.step()
            return result

        return call


def main(verb: str, what: str, fatal: int) -> None:
    """Do it, and die at step `fatal`."""
    settings, steps = load_settings(), Steps(fatal)
    if verb == "restore":
        steps.armed = True
        restore(settings, Path(what), replace=True)
    else:
        with open_store(settings) as store:
            steps.armed = True
            if verb == "erase":
                erase(store, settings, what)
            else:
                prune(store, settings, date.fromisoformat(what))
            steps.armed = False
    print(steps.count)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
