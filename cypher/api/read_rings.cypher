// purpose: rings by id, with the ids that they came from and went to
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, ring MAP
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id}) WHERE r.state <> 'staged'
RETURN ring_id, r {.*, former: COLLECT { MATCH (r)<-[:BECAME]-(f) RETURN DISTINCT f.ring_id ORDER BY f.ring_id LIMIT 100 },
                   became: COLLECT { MATCH (r)-[:BECAME]->(b) RETURN DISTINCT b.ring_id ORDER BY b.ring_id LIMIT 100 }} AS ring
