"""Every DuckDB connection of the program is in UTC and prints nothing."""

import re
from pathlib import Path

import app
from app.facts import open_duckdb


def test_no_bar_goes_to_stdout() -> None:
    with open_duckdb() as connection:
        told = connection.execute("SELECT current_setting('enable_progress_bar'), current_setting('TimeZone')")
        assert told.fetchall() == [(False, "UTC")]


def test_there_is_no_other_way_to_connect() -> None:
    package = Path(next(iter(app.__path__)))
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if _connects(path)}
    assert found == {"facts/connection.py"}


def _connects(path: Path) -> bool:
    return re.search(r"duckdb\.(connect|sql|execute|query)\(", path.read_text(encoding="utf-8")) is not None
