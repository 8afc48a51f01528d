// purpose: an account with the ring it is in now, why it is in, and how far; ring_id is null for an account in no group
// mode:    read
// params:  account_id STRING
// returns: account_id STRING, exchanges INTEGER, ring_id STRING, state STRING, size INTEGER, score FLOAT, bits FLOAT, evidence LIST<STRING>
MATCH (a:Account {account_id: $account_id})
OPTIONAL MATCH (a)-[m:MEMBER_OF]->(r:Ring)
WHERE r.current AND m.to_run IS NULL
RETURN a.account_id AS account_id, coalesce(a.exchanges, 0) AS exchanges, r.ring_id AS ring_id, r.state AS state,
       r.size AS size, m.score AS score, m.bits AS bits, coalesce(m.evidence, []) AS evidence
