"""Puts folders and files made beside others into their place: once marked it happens, by whoever comes next."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.durable import sync
from app.graph.keys import write_secret

_MARK: Final = "swap.json"


def swap(home: Path, pairs: Iterable[tuple[Path, Path]]) -> None:
    """Replace each (new, old): all of them, also when this process is killed once the mark is on disk.

    Nobody may use the old ones; what is new has to be on disk, on the file system of the old one.
    """
    write_secret(home / _MARK, json.dumps([[str(new), str(old)] for new, old in pairs]))
    sync(home)
    finish_swap(home)


def finish_swap(home: Path) -> bool:
    """Complete a swap that was begun. True if there was one."""
    mark = home / _MARK
    if not mark.exists():
        return False
    for new, old in json.loads(mark.read_text(encoding="utf-8")):
        if Path(new).exists():  # else it is in its place already
            shutil.rmtree(old, ignore_errors=True)
            Path(old).parent.mkdir(parents=True, exist_ok=True)
            os.rename(new, old)  # noqa: PTH104 - a folder onto a name that is free, or a file onto a file
            sync(Path(old).parent)
    mark.unlink()
    sync(home)
    return True


def swapping(home: Path) -> bool:
    """True while a swap waits to be completed."""
    return (home / _MARK).exists()
