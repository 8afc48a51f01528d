"""JSON documents that others made: of bounded size, and with text that can be written again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from app.errors import DataError, UsageError

_AGAIN: Final = "Ask its sender for the file again"
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(path: Path, most: int) -> Any:
    """What a file of at most so many bytes holds. Raises UsageError for no file, DataError for no such document."""
    if not path.is_file():
        raise UsageError("no such file", where=str(path))
    size = path.stat().st_size
    if size > most:
        raise DataError(f"{size:,} bytes; such a file may have {most:,}", where=str(path), do="Ask for it in parts")
    return parse_json(path.read_bytes(), str(path))


def parse_json(content: bytes, where: str) -> Any:
    """A JSON document in UTF-8, 16 or 32. Raises DataError; also for half characters, which UTF-8 cannot hold."""
    try:
        text = content.decode(json.detect_encoding(content))
        told = json.loads(text, parse_constant=_refuse)
        if _SURROGATE.search(text):
            json.dumps(told, ensure_ascii=False).encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise DataError(f"no text that UTF-8 can hold ({error.reason})", where=where, do=_AGAIN) from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"no JSON document ({error})", where=where, do=_AGAIN) from error
    return told


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON number")
