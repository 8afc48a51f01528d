// purpose: rings by id, and where they are wanted whole their evidence and the ids that they came from and went to
// mode:    read
// params:  ring_ids LIST<STRING>, whole BOOLEAN
// returns: ring_id STRING, ring MAP
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id}) WHERE r.state <> 'staged'
RETURN ring_id, r {.*, evidence: CASE WHEN $whole THEN r.evidence END, gap: CASE WHEN $whole THEN r.gap END,
  former: COLLECT { MATCH (r)<-[:BECAME]-(f) WHERE $whole RETURN DISTINCT f.ring_id ORDER BY f.ring_id LIMIT 100 },
  became: COLLECT { MATCH (r)-[:BECAME]->(b) WHERE $whole RETURN DISTINCT b.ring_id ORDER BY b.ring_id LIMIT 100 }
} AS ring
