"""Names of the Cypher statements about operators and claims, and about what accounts and rings look like."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

CREATE_OPERATOR: Final = Query("attribution/create_operator")
LIST_OPERATORS: Final = Query("attribution/list_operators")
FIND_OPERATOR: Final = Query("attribution/find_operator")
CREATE_CLAIM: Final = Query("attribution/create_claim")
READ_CLAIM: Final = Query("attribution/read_claim")
LIST_CLAIMS: Final = Query("attribution/list_claims")
LIST_RING_CLAIMS: Final = Query("attribution/list_ring_claims")
READ_CLAIM_RINGS: Final = Query("attribution/read_claim_rings")
UPDATE_CLAIM: Final = Query("attribution/update_claim")
READ_STANDING: Final = Query("attribution/read_standing")
READ_RING_SHARES: Final = Query("attribution/read_ring_shares")
READ_RING_HOLDERS: Final = Query("attribution/read_ring_holders")
LIST_ACCOUNT_VALUES: Final = Query("attribution/list_account_values")
LIST_RING_ACCOUNTS: Final = Query("attribution/list_ring_accounts")
READ_SNAPSHOT: Final = Query("attribution/read_snapshot")
READ_TRAITS: Final = Query("attribution/read_traits")
SAMPLE_ACCOUNTS: Final = Query("attribution/sample_accounts")
LIST_ONE_RING: Final = Query("attribution/list_one_ring")
CLEAR_GAPS: Final = Query("attribution/clear_gaps")
KEEP_GAPS: Final = Query("attribution/keep_gaps")
