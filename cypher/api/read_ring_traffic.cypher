// purpose: what rings did by day, in a half-open range of days; for each capability and model a list a column
// mode:    read
// params:  ring_ids LIST<STRING>, from_day DATE, until_day DATE
// returns: ring_id STRING, groups LIST<LIST<ANY>>
UNWIND $ring_ids AS ring_id
CALL (ring_id) {
  MATCH (:Ring {ring_id: ring_id})-[:HAS_TRAFFIC]->(t:TrafficDay)
  WHERE ($from_day IS NULL OR t.day >= $from_day) AND ($until_day IS NULL OR t.day < $until_day)
  // days as text: the driver makes a date far slower than Python reads it
  WITH t.capability AS capability, t.model AS model, collect(toString(t.day)) AS days, collect(t.exchanges) AS exchanges,
       collect(coalesce(t.input_tokens, 0)) AS input_tokens, collect(coalesce(t.output_tokens, 0)) AS output_tokens
  RETURN collect([capability, model, days, exchanges, input_tokens, output_tokens]) AS groups
}
RETURN ring_id, groups
