// purpose: a claim about a ring, or about some of its present members; no row where ring, operator or a member is missing
// mode:    write
// params:  ring_id STRING, operator_id STRING, accounts LIST<STRING>, properties MAP
// returns: claim MAP, operator_id STRING, operator_name STRING, ring_id STRING
MATCH (r:Ring {ring_id: $ring_id}), (o:Operator {operator_id: $operator_id})
CALL (r) {
  MATCH (a)-[m:MEMBER_OF]->(r)
  WHERE (r.current AND m.to_run IS NULL) OR m.to_run = r.to_run
  WITH a.account_id AS account_id
  WHERE size($accounts) = 0 OR account_id IN $accounts
  WITH DISTINCT account_id ORDER BY account_id
  RETURN collect(account_id) AS members
}
WITH r, o, members WHERE size($accounts) = 0 OR size(members) = size($accounts)
CREATE (o)<-[:NAMES]-(c:Claim {claim_id: $properties.claim_id})-[:CONCERNS]->(r)
SET c += $properties, c.members = members
RETURN properties(c) AS claim, o.operator_id AS operator_id, o.name AS operator_name, r.ring_id AS ring_id
