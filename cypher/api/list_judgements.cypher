// purpose: what people said of several rings, newest first
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, judgements LIST<MAP>
UNWIND $ring_ids AS ring_id
CALL (ring_id) {
  MATCH (j:Judgement)-[:ABOUT]->(:Ring {ring_id: ring_id})
  WITH j ORDER BY j.made_at DESC, j.judgement_id LIMIT 100
  RETURN collect(j {.judgement_id, .verdict, .author, .reason, .made_at, .expires_at, .withdrawn_at, accounts: size(j.members)}) AS judgements
}
RETURN ring_id, judgements
