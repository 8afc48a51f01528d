// purpose: the rings of the last detection with their members and the digest of what is stored of them
// mode:    read
// params:  none
// returns: ring_id STRING, content STRING, members LIST<STRING>
MATCH (r:Ring)
WHERE r.current
CALL (r) {
  MATCH (a)-[m:MEMBER_OF]->(r)
  WHERE m.to_run IS NULL
  RETURN collect(a.account_id) AS members
}
RETURN r.ring_id AS ring_id, r.content AS content, members
