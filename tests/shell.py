"""The command line inside the tests' own process: a fresh one takes seconds a verb, most of them to import.

What only a process can show (a signal, a limit, its standard input) runs as one.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from app.cli import main


@contextlib.contextmanager
def as_it_was() -> Iterator[None]:
    """What `main` sets for a whole process is undone: logs would go on to a stderr that was this test's."""
    logs, handler = structlog.get_config(), signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        structlog.configure(**logs)
        signal.signal(signal.SIGTERM, handler)


class Shell:
    """Runs verbs through the script's own entry point and gives back what they print."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: str) -> None:
        self.monkeypatch, self.capsys, self.home = monkeypatch, capsys, Path(home)

    def told(self, *words: str | Path) -> tuple[int, Any, str]:
        """Exit code, the JSON document on stdout (None for nothing; else what is there, as text) and stderr."""
        code, out, err = self._run(*map(str, words))
        return code, json.loads(out) if out.startswith("{") else out or None, err

    def run(self, *words: str, code: int = 0) -> str:
        """What a verb prints: on stdout, or on stderr where it has to fail with `code`."""
        ended, out, err = self._run(*words)
        assert ended == code, f"{words}: {ended}\n{out}\n{err}"
        return out if code == 0 else err

    def ask(self, *words: str) -> Any:
        """The one JSON document a verb prints."""
        return json.loads(self.run(*words, "--json"))

    def _run(self, *words: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["ringleader", *words])
        with as_it_was(), pytest.raises(SystemExit) as ended:
            main()
            sys.exit(0)
        out, err = self.capsys.readouterr()
        return int(ended.value.code or 0), out, err
