// purpose: claims in given states, of one operator or all, newest first
// mode:    read
// params:  states LIST<STRING>, operator_id STRING, limit INTEGER
// returns: claim MAP, operator_id STRING, operator_name STRING, ring_id STRING
MATCH (o:Operator)<-[:NAMES]-(c:Claim)-[:CONCERNS]->(r:Ring)
WHERE c.state IN $states AND ($operator_id IS NULL OR o.operator_id = $operator_id)
RETURN properties(c) AS claim, o.operator_id AS operator_id, o.name AS operator_name, r.ring_id AS ring_id
ORDER BY c.made_at DESC, c.claim_id LIMIT $limit
