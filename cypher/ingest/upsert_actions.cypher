// purpose: what was done to an account, by whom; the winning row of each key
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
MERGE (n:Action {action_key: row.account_id + "|" + toString(row.us_at) + "|" + row.action})
ON CREATE SET n.action = row.action, n.at = datetime({epochMillis: row.at_ms})
MERGE (a)-[r:SUBJECT_OF]->(n)
WITH n, r, row WHERE n.rank IS NULL OR row.rank > n.rank
SET n.reason = row.reason, n.decided_by = row.decided_by, n.case_id = row.case_id,
    n.rank = row.rank, n.known_from = date(row.known_from),
    r.first_seen = n.at, r.last_seen = n.at, r.known_from = n.known_from
