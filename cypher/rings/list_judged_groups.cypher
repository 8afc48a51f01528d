// purpose: current groups in given states with the terms that are tests of the whole group, the most suspicious first
// mode:    read
// params:  states LIST<STRING>, limit INTEGER
// returns: ring_id STRING, state STRING, size INTEGER, reason STRING, evidence LIST<STRING>
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
WITH r ORDER BY r.score DESC, r.size DESC, r.ring_id LIMIT $limit
RETURN r.ring_id AS ring_id, r.state AS state, r.size AS size, coalesce(r.reason, '') AS reason,
       [term IN coalesce(r.evidence, []) WHERE term CONTAINS '"identifier": ""'] AS evidence
