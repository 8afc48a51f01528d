// purpose: rings by id; with `follow` an ended ring's id leads to the current ring that most of it became
// mode:    read
// params:  ring_ids LIST<STRING>, follow BOOLEAN
// returns: ring_id STRING, ring MAP
UNWIND $ring_ids AS ring_id
MATCH (o:Ring {ring_id: ring_id}) WHERE o.state <> 'staged'
CALL (o) {
  OPTIONAL MATCH way = (o)-[:BECAME*1..10]->(n:Ring {current: true})
  WHERE $follow AND NOT o.current
  WITH n, reduce(least = null, link IN relationships(way) |
                 CASE WHEN least <= link.shared THEN least ELSE link.shared END) AS shared
  RETURN n ORDER BY shared DESC, n.ring_id LIMIT 1
}
WITH ring_id, coalesce(n, o) AS r
RETURN ring_id, r {.*, former: COLLECT { MATCH (r)<-[:BECAME]-(f) RETURN f.ring_id ORDER BY f.ring_id LIMIT 100 },
                   became: COLLECT { MATCH (r)-[:BECAME]->(b) RETURN b.ring_id ORDER BY b.ring_id LIMIT 100 }} AS ring
