"""Names of the Cypher statements behind the GraphQL API: each answers one field for many objects at once."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

LIST_RINGS: Final = Query("api/list_rings")
COUNT_RINGS: Final = Query("api/count_rings")
READ_RINGS: Final = Query("api/read_rings")
READ_MEMBER_ORDER: Final = Query("api/read_member_order")
READ_MEMBERS: Final = Query("api/read_members")
READ_RING_TRAFFIC: Final = Query("api/read_ring_traffic")
READ_ACCOUNTS: Final = Query("api/read_accounts")
LIST_ACCOUNT_RINGS: Final = Query("api/list_account_rings")
LIST_ACCOUNT_IDENTIFIERS: Final = Query("api/list_account_identifiers")
READ_IDENTIFIERS: Final = Query("api/read_identifiers")
LIST_IDENTIFIER_ACCOUNTS: Final = Query("api/list_identifier_accounts")
LIST_IDENTIFIER_RINGS: Final = Query("api/list_identifier_rings")
READ_JUDGEMENTS: Final = Query("api/read_judgements")
PAGE_JUDGEMENTS: Final = Query("api/page_judgements")
READ_CLIENT_MUTATION: Final = Query("api/read_client_mutation")
REMEMBER_CLIENT_MUTATION: Final = Query("api/remember_client_mutation")
LIST_JUDGEMENTS: Final = Query("api/list_judgements")
SEARCH_TEXT: Final = Query("api/search_text")
PRUNE_CLIENT_MUTATIONS: Final = Query("api/prune_client_mutations")
READ_RING_CHANGES: Final = Query("api/read_ring_changes")
READ_STATUS: Final = Query("api/read_status")
