"""Statements of the graph's own housekeeping."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from app.graph.catalogue import Query


class ServerRow(TypedDict):
    """A component of the server."""

    name: str
    version: str
    edition: str


class MetaRow(TypedDict):
    """What the graph says of itself."""

    graph_version: int
    key_fingerprint: str
    applied: list[str]


class HolderRow(TypedDict):
    """Who has the lease, and whether it runs."""

    owner: str
    since: datetime
    held: bool


class LeaseRow(TypedDict):
    """The answer to an attempt at the lease."""

    taken: bool
    owner: str
    since: datetime
    fence: int


class HeldRow(TypedDict):
    """Whether the lease is still ours."""

    held: bool


class BatchRow(TypedDict):
    """A batch that is done."""

    batch_id: str


class NodeTextRow(TypedDict):
    """A node as text."""

    id: str
    cells: list[str | None]


class LinkTextRow(TypedDict):
    """A link as text."""

    start: str
    end: str
    cells: list[str | None]


EXPORT_NODES = Query("graph/export_nodes", NodeTextRow)
EXPORT_LINKS = Query("graph/export_links", LinkTextRow)
RESTORE_EMPTY_NODES = Query("graph/restore_empty_nodes")
RESTORE_EMPTY_LINKS = Query("graph/restore_empty_links")
MERGE_LOAD_UNIT = Query("graph/merge_load_unit")
CHANGE_PASSWORD = Query("graph/change_password")
READ_SERVER_VERSION = Query("graph/read_server_version", ServerRow)
READ_META = Query("graph/read_meta", MetaRow)
AWAIT_INDEXES = Query("graph/await_indexes")
WRITE_META = Query("graph/write_meta")
TAKE_LEASE = Query("graph/take_lease", LeaseRow)
READ_LEASE = Query("graph/read_lease", HolderRow)
CHECK_LEASE = Query("graph/check_lease", HeldRow)
RENEW_LEASE = Query("graph/renew_lease", HeldRow)
DROP_LEASE = Query("graph/drop_lease")
LIST_DONE_BATCHES = Query("graph/list_done_batches", BatchRow)

DIGEST_ENTITIES = Query("graph/digest_entities")
EMPTY_LINKS = Query("graph/empty_links")
EMPTY_NODES = Query("graph/empty_nodes")
