// purpose: the triage of rings: the last one said of the ring or of any ring that became it
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, triage MAP
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id})
CALL (r) {
  MATCH (r)<-[:BECAME*0..12]-(:Ring)<-[:TRIAGES]-(t:Triage)
  RETURN t ORDER BY t.made_at DESC, t.triage_id LIMIT 1
}
RETURN ring_id, t {.triage_id, .state, .assignee, .author, .reason, .made_at} AS triage
