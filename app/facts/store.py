"""Where fact files are, and how they are named: <table>/day=YYYY-MM-DD/<batch>_<n>.parquet."""

from __future__ import annotations

from pathlib import Path

from app.errors import UsageError
from app.settings import Settings


def facts_root(settings: Settings) -> Path:
    """Directory of the facts. Raises UsageError for a URL: this version keeps facts on a file system."""
    if "://" in settings.facts:
        raise UsageError(
            "facts on object stores are not supported yet", where="RINGLEADER_FACTS", do="Give a (shared) directory"
        )
    return Path(settings.facts)


def batch_of(path: Path) -> str:
    """The batch that a fact file belongs to."""
    return path.name.partition("_")[0]


def batch_files(root: Path, table: str, batch_id: str) -> list[Path]:
    """Files of one batch, sorted."""
    return sorted((root / table).glob(f"day=*/{batch_id}_*.parquet"))
