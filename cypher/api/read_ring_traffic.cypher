// purpose: what rings did by day, capability and model, in a half-open range of days
// mode:    read
// params:  ring_ids LIST<STRING>, from_day DATE, until_day DATE
// returns: ring_id STRING, rows LIST<MAP>
UNWIND $ring_ids AS ring_id
CALL (ring_id) {
  MATCH (:Ring {ring_id: ring_id})-[:HAS_TRAFFIC]->(t:TrafficDay)
  WHERE ($from_day IS NULL OR t.day >= $from_day) AND ($until_day IS NULL OR t.day < $until_day)
  WITH t ORDER BY t.day, t.capability, t.model
  RETURN collect(t {.day, .capability, .model, .exchanges, .input_tokens, .output_tokens, .accounts}) AS rows
}
RETURN ring_id, rows
