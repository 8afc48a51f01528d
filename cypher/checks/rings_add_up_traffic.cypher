// purpose: a ring's totals are the sums over its days
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (r:Ring {current: true})
CALL (r) {
  OPTIONAL MATCH (r)-[:HAS_TRAFFIC]->(t:TrafficDay)
  RETURN sum(t.exchanges) AS exchanges, sum(t.input_tokens) AS input_tokens, sum(t.output_tokens) AS output_tokens
}
WITH r, exchanges, input_tokens, output_tokens
WHERE r.exchanges <> exchanges OR r.input_tokens <> input_tokens OR r.output_tokens <> output_tokens
WITH count(r) AS times, min(r.ring_id) AS example
WHERE times > 0
RETURN 'rings whose totals differ from their traffic' AS problem, times, example
