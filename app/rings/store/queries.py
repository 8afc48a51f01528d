"""Names of the Cypher statements about rings: proposing, reading, writing, judging, explaining."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

FIND_SAME_INSTRUMENT: Final = Query("rings/find_same_instrument")
FIND_SAME_BILLING_NAME: Final = Query("rings/find_same_billing_name")
FIND_SAME_DEVICE: Final = Query("rings/find_same_device")
FIND_SAME_PREFIX_AND_MAIL_PATTERN: Final = Query("rings/find_same_prefix_and_mail_pattern")
FIND_SAME_CLUSTER_AND_CLIENT: Final = Query("rings/find_same_cluster_and_client")

READ_OPEN_BATCHES: Final = Query("rings/read_open_batches")
READ_LAST_RUN: Final = Query("rings/read_last_run")
READ_RUN: Final = Query("rings/read_run")
READ_KNOWN_RINGS: Final = Query("rings/read_known_rings")
READ_ENDED_RINGS: Final = Query("rings/read_ended_rings")
READ_RING_IDS: Final = Query("rings/read_ring_ids")
READ_MEMBER_DIGESTS: Final = Query("rings/read_member_digests")
READ_TRAFFIC_ROWS: Final = Query("rings/read_traffic_rows")

STAGE_RINGS: Final = Query("rings/stage_rings")
STAGE_MEMBERS: Final = Query("rings/stage_members")
WRITE_TRAFFIC: Final = Query("rings/write_traffic")
DELETE_TRAFFIC: Final = Query("rings/delete_traffic")
WRITE_SHARES: Final = Query("rings/write_shares")
DELETE_SHARES: Final = Query("rings/delete_shares")
WRITE_RUN: Final = Query("rings/write_run")
SWITCH_RINGS: Final = Query("rings/switch_rings")
SWITCH_MEMBERS_OUT: Final = Query("rings/switch_members_out")
SWITCH_MEMBERS_IN: Final = Query("rings/switch_members_in")
END_RINGS: Final = Query("rings/end_rings")
WRITE_LINEAGE: Final = Query("rings/write_lineage")
CLEAN_MEMBERS: Final = Query("rings/clean_members")
CLEAN_STAGED_TRAFFIC: Final = Query("rings/clean_staged_traffic")
CLEAN_STAGED_RINGS: Final = Query("rings/clean_staged_rings")

JUDGE_RING: Final = Query("rings/judge_ring")
JUDGE_ACCOUNTS: Final = Query("rings/judge_accounts")
JUDGE_IDENTIFIER: Final = Query("rings/judge_identifier")
WITHDRAW_JUDGEMENT: Final = Query("rings/withdraw_judgement")
READ_JUDGEMENTS: Final = Query("rings/read_judgements")

SET_TRIAGE: Final = Query("rings/set_triage")
ADD_NOTE: Final = Query("rings/add_note")
READ_TRIAGE: Final = Query("rings/read_triage")
READ_TRIAGE_BY_ID: Final = Query("rings/read_triage_by_id")
LIST_NOTES: Final = Query("rings/list_notes")
READ_CURRENT_RINGS: Final = Query("rings/read_current_rings")

RESOLVE_RING: Final = Query("rings/resolve_ring")
LIST_RINGS: Final = Query("rings/list_rings")
READ_RING: Final = Query("rings/read_ring")
LIST_MEMBERS: Final = Query("rings/list_members")
LIST_TRAFFIC: Final = Query("rings/list_traffic")
READ_PAIR: Final = Query("rings/read_pair")
READ_TIES: Final = Query("rings/read_ties")
READ_SHARERS: Final = Query("rings/read_sharers")
READ_HOLDERS: Final = Query("rings/read_holders")
LIST_JUDGED_GROUPS: Final = Query("rings/list_judged_groups")
READ_ACCOUNT: Final = Query("rings/read_account")
READ_SHARED_IDENTIFIERS: Final = Query("rings/read_shared_identifiers")
COUNT_KNOWN_ACCOUNTS: Final = Query("rings/count_known_accounts")
