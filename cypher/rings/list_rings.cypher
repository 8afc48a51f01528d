// purpose: current rings in given states, highest score first
// mode:    read
// params:  states LIST<STRING>, limit INTEGER
// returns: ring_id STRING, state STRING, score FLOAT, size INTEGER, exchanges INTEGER, first_seen DATE, last_seen DATE, families LIST<STRING>, bits FLOAT, evidence LIST<STRING>, reason STRING
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
RETURN r.ring_id AS ring_id, r.state AS state, r.score AS score, r.size AS size, r.exchanges AS exchanges,
       r.first_seen AS first_seen, r.last_seen AS last_seen, r.families AS families, r.bits AS bits,
       r.evidence AS evidence, r.reason AS reason
ORDER BY score DESC, exchanges DESC, ring_id LIMIT $limit
