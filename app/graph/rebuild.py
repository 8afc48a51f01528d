"""Makes the embedded database anew out of what it tells, so that nothing deleted stays in its pages, index or logs.

Everything is exported, imported into a fresh store beside the old one, and put into its place by `swap`. Killed before
the swap is marked it changes nothing, killed after it the next start completes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from app.durable import sync
from app.errors import EngineError
from app.graph.bulk import Table, import_beside
from app.graph.engine import Engine
from app.graph.fetch import ensure_engine
from app.graph.keys import write_secret
from app.graph.queries import EXPORT_LINKS, EXPORT_NODES, RESTORE_EMPTY_LINKS, RESTORE_EMPTY_NODES
from app.graph.server import DATABASE, LOGS
from app.graph.store import GraphStore
from app.graph.swap import swap
from app.model.schema import LINKS, NODES
from app.settings import Settings

_TYPES: Final = {
    "STRING": "string",
    "INTEGER": "long",
    "FLOAT": "double",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DATETIME": "datetime",
    "LIST<STRING>": "string[]",
}
_WORDS: Final = ("--array-delimiter=U+001F", "--multiline-fields=true", "--bad-tolerance=0")
_EMPTY: Final = "\x1e"
_SIGNS: Final = "signs.pending"
"""While this file is in the home of Neo4j, lists without an item may stand as a sign in the database."""
_REMADE: Final = frozenset({"ringleader", "lease"})
"""Records of the schema: left out, so that the next start applies it to the fresh store."""


def export(store: GraphStore, settings: Settings) -> list[Table]:
    """The whole graph as CSV files in a folder of the home, for `rebuild`."""
    folder = settings.home / "rebuild"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tables").mkdir(parents=True, mode=0o700)
    tables = []
    for label, node in NODES.items():
        header = [":ID", *(f"{name}:{_TYPES[kind]}" for name, kind in node.properties.items())]
        path = folder / "tables" / f"{label}.csv"
        if _write(path, header, _node_rows(store, label, node.properties)):
            tables.append(Table(label, path))
    for name, link in LINKS.items():
        header = [":START_ID", ":END_ID", *(f"{key}:{_TYPES[kind]}" for key, kind in link.properties.items())]
        path = folder / "tables" / f"{name}.csv"
        if _write(path, header, _link_rows(store, name, link.properties)):
            tables.append(Table(name, path, links=True))
    return tables


def rebuild(settings: Settings, tables: list[Table]) -> None:
    """Replace the embedded database by these tables. Nobody may use the server: it is stopped.

    Raises EngineError while other verbs use it, or with the importer's complaint; then nothing has changed.
    """
    engine = Engine(settings)
    jars = ensure_engine(engine.jars_base)
    work = settings.home / "rebuild"
    fresh = work / "neo4j"
    with engine.alone():
        if not tables:
            raise EngineError("there is nothing to rebuild: the graph is empty", where=str(engine.home))
        import_beside(fresh, jars, tables, _WORDS)
        for folder in (DATABASE, LOGS):
            for path in sorted((fresh / folder).rglob("*")):
                sync(path)
        write_secret(engine.home / _SIGNS, "")
        swap(engine.home, [(fresh / folder, engine.home / folder) for folder in (DATABASE, LOGS)])
        for log in (engine.home / "logs").iterdir():
            log.unlink()
        shutil.rmtree(work)


def restore_empty(store: GraphStore, home: Path) -> None:
    """After a rebuild give lists without an item back, which stand as a sign; done by whoever opens the graph next."""
    if not (home / _SIGNS).exists():
        return
    for label, node in NODES.items():
        if lists := sorted(_lists(node.properties)):
            store.write((RESTORE_EMPTY_NODES, {"label": label, "names": lists}))
    for name, link in LINKS.items():
        if lists := sorted(_lists(link.properties)):
            store.write((RESTORE_EMPTY_LINKS, {"type": name, "names": lists}))
    (home / _SIGNS).unlink(missing_ok=True)


def _lists(properties: dict[str, str]) -> set[str]:
    return {name for name, kind in properties.items() if kind == "LIST<STRING>"}


def _node_rows(store: GraphStore, label: str, properties: dict[str, str]) -> Iterator[list[str | None]]:
    names, lists = list(properties), _lists(properties)
    for row in store.stream(EXPORT_NODES, label=label, names=names):
        if label != "Meta" or row["cells"][names.index("name")] not in _REMADE:
            yield [row["id"], *_trimmed(row["cells"], names, lists)]


def _link_rows(store: GraphStore, name: str, properties: dict[str, str]) -> Iterator[list[str | None]]:
    names, lists = list(properties), _lists(properties)
    for row in store.stream(EXPORT_LINKS, type=name, names=names):
        yield [row["start"], row["end"], *_trimmed(row["cells"], names, lists)]


def _trimmed(cells: list[str | None], names: list[str], lists: set[str]) -> Iterator[str | None]:
    """Lists end with their delimiter; an empty one, for which CSV has no cell, becomes a sign."""
    for name, cell in zip(names, cells, strict=True):
        yield cell if cell is None or name not in lists else cell.removesuffix("\x1f") or _EMPTY


def _write(path: Path, header: list[str], rows: Iterable[list[str | None]]) -> int:
    """Lines below the header. A null is an empty cell, an empty text has quotes."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(",".join(header) + "\n")
        for row in rows:
            cells = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row)
            handle.write(",".join(cells) + "\n")
            count += 1
    return count
