// purpose: rings that a run after a given one made, changed or ended
// mode:    read
// params:  states LIST<STRING>, since STRING
// returns: ring_id STRING, state STRING, score FLOAT, accounts INTEGER, exchanges INTEGER, input_tokens INTEGER, output_tokens INTEGER, first_seen DATE, last_seen DATE, families LIST<STRING>, bits FLOAT, reason STRING, change STRING
MATCH (r:Ring)
WHERE r.state <> 'staged' AND (r.last_run > $since OR r.to_run > $since)
RETURN r.ring_id AS ring_id, r.state AS state, r.score AS score, r.size AS accounts, r.exchanges AS exchanges,
       r.input_tokens AS input_tokens, r.output_tokens AS output_tokens, r.first_seen AS first_seen,
       r.last_seen AS last_seen, r.families AS families, r.bits AS bits, coalesce(r.reason, '') AS reason,
       CASE WHEN r.current AND r.state IN $states THEN 'set' ELSE 'removed' END AS change
ORDER BY ring_id
