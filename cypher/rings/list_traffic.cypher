// purpose: a ring's traffic by day, capability and model
// mode:    read
// params:  ring_id STRING
// returns: day DATE, capability STRING, model STRING, exchanges INTEGER, input_tokens INTEGER, output_tokens INTEGER, accounts INTEGER
MATCH (:Ring {ring_id: $ring_id})-[:HAS_TRAFFIC]->(t:TrafficDay)
RETURN t.day AS day, t.capability AS capability, t.model AS model, t.exchanges AS exchanges,
       t.input_tokens AS input_tokens, t.output_tokens AS output_tokens, t.accounts AS accounts
ORDER BY day, capability, model
