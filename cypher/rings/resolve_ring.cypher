// purpose: the current ring that a ring became: itself, or its nearest heir with most of its accounts; itself once more where none is current
// mode:    read
// params:  ring_id STRING
// returns: ring_id STRING, current BOOLEAN
MATCH (r:Ring {ring_id: $ring_id})
WHERE r.state <> 'staged'
CALL (r) {
  MATCH path = (r)-[:BECAME*0..12]->(heir:Ring)
  WHERE heir.current AND heir.state <> 'staged'
  RETURN heir ORDER BY length(path), reduce(most = 0, step IN relationships(path) | -step.shared), heir.ring_id LIMIT 1
  UNION
  WITH r WHERE NOT r.current
  RETURN r AS heir
}
RETURN heir.ring_id AS ring_id, heir.current AS current
ORDER BY current DESC LIMIT 1
