// purpose: what was done to an account, by whom: the greatest row of each key; one that it replaces or outranks stays where it was known earlier
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MERGE (n:Action {action_key: $rows.action_key[i]})
ON CREATE SET n.action = $rows.action[i], n.at = datetime.fromEpochMillis($rows.at_ms[i])
MERGE (a)-[r:SUBJECT_OF]->(n)
WITH a, n, r, i WHERE n.rank IS NULL OR n.rank <> $rows.rank[i]
WITH a, n, r, CASE WHEN n.rank IS NOT NULL THEN n {.reason, .decided_by, .case_id, .rank, .known_from} END AS old, {
       reason: $rows.reason[i], decided_by: $rows.decided_by[i], case_id: $rows.case_id[i], rank: $rows.rank[i],
       known_from: $rows.days[$rows.known_from[i]]} AS new
WITH a, n, r, CASE WHEN old.rank > new.rank THEN [old, new] ELSE [new, old] END AS told
SET n += told[0], r.first_seen = n.at, r.last_seen = n.at, r.known_from = n.known_from
WITH a, n, told[1] AS lost
WHERE lost IS NOT NULL AND lost.known_from < n.known_from
MERGE (a)-[f:FORMERLY_SUBJECT_OF {rank: lost.rank}]->(n)
SET f = lost, f.first_seen = n.at, f.last_seen = n.at, f.known_to = n.known_from
