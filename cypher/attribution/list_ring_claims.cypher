// purpose: claims about several rings, or about rings that became them, whatever their state, newest first
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: asked STRING, claim MAP, operator_id STRING, operator_name STRING, ring_id STRING
UNWIND $ring_ids AS asked
MATCH (:Ring {ring_id: asked})<-[:BECAME*0..12]-(r:Ring)
WITH DISTINCT asked, r
MATCH (o:Operator)<-[:NAMES]-(c:Claim)-[:CONCERNS]->(r)
RETURN asked, properties(c) AS claim, o.operator_id AS operator_id, o.name AS operator_name, r.ring_id AS ring_id
ORDER BY asked, c.made_at DESC, c.claim_id
