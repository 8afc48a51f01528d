// purpose: current rings that claims' rings are or became, and how many of the claimed accounts each holds
// mode:    read
// params:  claim_ids LIST<STRING>
// returns: claim_id STRING, ring_id STRING, size INTEGER, own BOOLEAN, claimed INTEGER
UNWIND $claim_ids AS claim_id
MATCH (c:Claim {claim_id: claim_id})-[:CONCERNS]->(r:Ring)
MATCH (r)-[:BECAME*0..12]->(h:Ring)
WHERE h.current AND h.state <> 'staged'
WITH DISTINCT c, r, h
CALL (c, h) {
  UNWIND c.members AS member
  MATCH (a:Account {account_id: member})-[m:MEMBER_OF]->(h)
  // a seek, although statistics of an empty graph make a scan look as cheap: a ring may have 25,000 members by now
  USING INDEX SEEK a:Account(account_id)
  WHERE m.to_run IS NULL
  RETURN count(*) AS claimed
}
RETURN c.claim_id AS claim_id, h.ring_id AS ring_id, h.size AS size, h = r AS own, claimed
ORDER BY claim_id, own DESC, claimed DESC, ring_id
