// purpose: members of current rings in given states, with their scores, a ring at a time
// mode:    read
// params:  states LIST<STRING>
// returns: ring_id STRING, accounts LIST<STRING>, scores LIST<FLOAT>
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
CALL (r) {
  MATCH (a:Account)-[m:MEMBER_OF]->(r)
  WHERE m.to_run IS NULL
  WITH a.account_id AS account, m.score AS score ORDER BY account
  RETURN collect(account) AS accounts, collect(score) AS scores
}
RETURN r.ring_id AS ring_id, accounts, scores
ORDER BY ring_id
