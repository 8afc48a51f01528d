"""A detector as a file: settings of linkage and of detection, so that two can be held against each other."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.errors import UsageError
from app.linkage.config import LinkConfig
from app.rings.config import RingConfig


@dataclass(frozen=True, slots=True)
class Detector:
    """The two configurations of a detection; without any change the product's own."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    links: LinkConfig = field(default_factory=LinkConfig)
    """app/linkage/config.py."""
    rings: RingConfig = field(default_factory=RingConfig)
    """app/rings/config.py."""


_DETECTOR: Final = TypeAdapter(Detector)


def read_detector(path: Path) -> Detector:
    """A detector from TOML, or JSON where the name ends in .json: tables `links` and `rings`, each key optional.

    Raises UsageError for a missing or malformed file, an unknown key, and a value out of range.
    """
    try:
        text = path.read_text("utf-8")
        document: Any = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(path)) from error
    except ValueError as error:  # json's and tomllib's errors are ValueErrors
        raise UsageError(f"is neither TOML nor (as .json) JSON: {error}", where=str(path)) from error
    try:
        # as JSON, where a list may stand for a tuple and no string for a number
        return _DETECTOR.validate_json(json.dumps(document, default=str), strict=True)
    except ValidationError as error:
        told = "; ".join(_told(each) for each in error.errors()[:5])
        raise UsageError(told, where=str(path), do="Settings: app/linkage/config.py and app/rings/config.py") from error


def _told(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "unexpected_keyword_argument":
        return f"{key}: no such setting"
    return f"{key}: {error['input']!r} is not allowed ({error['msg']})"
