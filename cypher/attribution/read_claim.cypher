// purpose: one claim with its operator and its ring
// mode:    read
// params:  claim_id STRING
// returns: claim MAP, operator_id STRING, operator_name STRING, ring_id STRING
MATCH (o:Operator)<-[:NAMES]-(c:Claim {claim_id: $claim_id})-[:CONCERNS]->(r:Ring)
RETURN properties(c) AS claim, o.operator_id AS operator_id, o.name AS operator_name, r.ring_id AS ring_id
