// purpose: two accounts with the rings they are in, and how many accounts there are
// mode:    read
// params:  a STRING, b STRING
// returns: account_id STRING, exchanges INTEGER, ring_id STRING, state STRING, score FLOAT, evidence LIST<STRING>, population INTEGER
UNWIND [$a, $b] AS wanted
MATCH (n:Account {account_id: wanted})
OPTIONAL MATCH (n)-[m:MEMBER_OF]->(r:Ring)
WHERE r.current AND m.to_run IS NULL
RETURN n.account_id AS account_id, coalesce(n.exchanges, 0) AS exchanges, r.ring_id AS ring_id, r.state AS state,
       m.score AS score, m.evidence AS evidence, COUNT { (:Account) } AS population
