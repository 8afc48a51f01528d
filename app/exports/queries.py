"""Names of the Cypher statements that exports read."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

LIST_MEMBERSHIPS: Final = Query("exports/list_memberships")
LIST_MEMBERSHIP_CHANGES: Final = Query("exports/list_membership_changes")
LIST_RINGS: Final = Query("exports/list_rings")
LIST_RING_CHANGES: Final = Query("exports/list_ring_changes")
LIST_RING_IDS: Final = Query("exports/list_ring_ids")
LIST_TRAFFIC: Final = Query("exports/list_traffic")
LIST_LINKS: Final = Query("exports/list_links")
LIST_SHARED: Final = Query("exports/list_shared")
LIST_RING_DATES: Final = Query("exports/list_ring_dates")
LIST_LINEAGE_CHANGES: Final = Query("exports/list_lineage_changes")
LIST_LAST_RUNS: Final = Query("exports/list_last_runs")
LIST_RING_IDENTIFIERS: Final = Query("exports/list_ring_identifiers")
LIST_IDENTIFIERS: Final = Query("exports/list_identifiers")
LIST_HOLDERS: Final = Query("exports/list_holders")
