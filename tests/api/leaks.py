"""Internal text that no answer may hold: places in our code, Cypher, Python's and the driver's words."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import app

_PATTERNS: Final = {
    "path": re.compile(rf"{re.escape(str(Path(app.__file__).parents[1]))}|site-packages|{re.escape(sys.prefix)}/"),
    "traceback": re.compile(r"Traceback|File \"|, line \d+, in |\b\w+\.py:\d+"),
    "object": re.compile(r"<[\w.]+ object at 0x|<function |<class '|\bNoneType\b"),
    "exception": re.compile(r"\b(?!RateLimit|GraphQLError)[A-Z]\w+(?:Error|Exception)\b(?!\")"),
    "Cypher": re.compile(
        r"\b(?:OPTIONAL )?MATCH \(|\bUNWIND \$|\bMERGE \(|\bDETACH DELETE [a-z]\b(?! //)|Neo\.\w+Error"
    ),
    "driver": re.compile(r"\bbolt://|\bneo4j\b|\blocalhost:7687"),
}


def leaks(text: str) -> list[str]:
    """What of it is in a text: `kind: excerpt`, empty for a clean one."""
    return [f"{kind}: {found[0]!r}" for kind, pattern in _PATTERNS.items() if (found := pattern.search(text))]
