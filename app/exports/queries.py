"""Names of the Cypher statements that exports read."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

LIST_MEMBERSHIPS: Final = Query("exports/list_memberships")
LIST_RINGS: Final = Query("exports/list_rings")
LIST_TRAFFIC: Final = Query("exports/list_traffic")
