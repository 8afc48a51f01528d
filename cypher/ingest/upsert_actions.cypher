// purpose: what was done to an account, by whom; the winning row of each key
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MERGE (n:Action {action_key: $rows.action_key[i]})
ON CREATE SET n.action = $rows.action[i], n.at = datetime.fromEpochMillis($rows.at_ms[i])
MERGE (a)-[r:SUBJECT_OF]->(n)
WITH n, r, i WHERE n.rank IS NULL OR $rows.rank[i] > n.rank
SET n.reason = $rows.reason[i],
    n.decided_by = $rows.decided_by[i],
    n.case_id = $rows.case_id[i],
    n.rank = $rows.rank[i], n.known_from = $rows.days[$rows.known_from[i]],
    r.first_seen = n.at, r.last_seen = n.at, r.known_from = n.known_from
