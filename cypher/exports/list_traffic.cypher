// purpose: traffic of current rings in given states by day, capability and model
// mode:    read
// params:  states LIST<STRING>
// returns: ring_id STRING, day DATE, capability STRING, model STRING, exchanges INTEGER, input_tokens INTEGER, output_tokens INTEGER, accounts INTEGER
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
MATCH (r)-[:HAS_TRAFFIC]->(t:TrafficDay)
RETURN r.ring_id AS ring_id, t.day AS day, t.capability AS capability, t.model AS model, t.exchanges AS exchanges,
       t.input_tokens AS input_tokens, t.output_tokens AS output_tokens, t.accounts AS accounts
ORDER BY ring_id, day, capability, model
