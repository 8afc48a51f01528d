"""Reads files of a git repository at HEAD: a clone or a bare one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path


class SourceError(Exception):
    """The repository is none, or lacks a file that the set needs."""


class Source:
    """A git repository, of which some files may be absent (a partial copy)."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        listed = self._git("ls-tree", "-r", "-z", "--name-only", "HEAD")
        self.paths: tuple[str, ...] = tuple(listed.decode().split("\0")[:-1])

    def text(self, path: str) -> str:
        """Contents of a file; raises SourceError where it is not there."""
        return self._git("cat-file", "blob", f"HEAD:{path}").decode("utf-8", "replace")

    def each(self, prefix: str) -> Iterator[str]:
        """Contents of the files below a folder; those that a partial copy lacks are left out."""
        for path in self.paths:
            if path.startswith(prefix):
                try:
                    yield self.text(path)
                except SourceError:
                    continue

    def ending(self, name: str) -> str:
        """Contents of the one file of that name, in whatever folder."""
        found = sorted((path for path in self.paths if f"/{path}".endswith(f"/{name}")), key=len)
        if not found:
            raise SourceError(f"{self._repository}: no file {name}")
        return self.text(found[0])

    def _git(self, *words: str) -> bytes:
        done = subprocess.run(["git", "-C", str(self._repository), *words], capture_output=True, check=False)
        if done.returncode:
            raise SourceError(f"{self._repository}: {done.stderr.decode('utf-8', 'replace').strip()}")
        return done.stdout
