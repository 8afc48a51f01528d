// purpose: what people noted on rings and on those that became them, newest first, at most 100 each
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, notes LIST<MAP>
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id})
CALL (r) {
  MATCH (r)<-[:BECAME*0..12]-(on:Ring)<-[:NOTE_ON]-(n:Note)
  WITH DISTINCT n, on ORDER BY n.made_at DESC, n.note_id LIMIT 100
  RETURN collect(n {.*, ring_id: on.ring_id}) AS notes
}
RETURN ring_id, notes
