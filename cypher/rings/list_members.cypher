// purpose: a page of a ring's members by account id, with score, bits and evidence
// mode:    read
// params:  ring_id STRING, after STRING, limit INTEGER
// returns: account_id STRING, score FLOAT, bits FLOAT, evidence LIST<STRING>, exchanges INTEGER, from_run STRING
MATCH (a:Account)-[m:MEMBER_OF]->(r:Ring {ring_id: $ring_id})
WHERE a.account_id > $after AND ((r.current AND m.to_run IS NULL) OR m.to_run = r.to_run)
RETURN a.account_id AS account_id, m.score AS score, m.bits AS bits, m.evidence AS evidence,
       coalesce(a.exchanges, 0) AS exchanges, m.from_run AS from_run
ORDER BY account_id LIMIT $limit
