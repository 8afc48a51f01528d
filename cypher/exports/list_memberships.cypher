// purpose: members of current rings in given states, by ring and account
// mode:    read
// params:  states LIST<STRING>
// returns: ring_id STRING, account_id STRING, score FLOAT
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
MATCH (a:Account)-[m:MEMBER_OF]->(r)
WHERE m.to_run IS NULL
RETURN r.ring_id AS ring_id, a.account_id AS account_id, m.score AS score
ORDER BY ring_id, account_id
