// purpose: rings that ended with any of these accounts in them, with their last members
// mode:    read
// params:  account_ids LIST<STRING>
// returns: ring_id STRING, members LIST<STRING>
UNWIND $account_ids AS account_id
MATCH (a:Account {account_id: account_id})-[m:MEMBER_OF]->(r:Ring)
WHERE r.to_run IS NOT NULL AND m.to_run = r.to_run
WITH DISTINCT r
CALL (r) {
  MATCH (a)-[m:MEMBER_OF]->(r)
  WHERE m.to_run = r.to_run
  RETURN collect(a.account_id) AS members
}
RETURN r.ring_id AS ring_id, members
