// purpose: stored traffic of some rings, as lists by ring
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, days LIST<DATE>, capabilities LIST<STRING>, models LIST<STRING>, numbers LIST<LIST<INTEGER>>
UNWIND $ring_ids AS ring_id
MATCH (:Ring {ring_id: ring_id})-[:HAS_TRAFFIC]->(t:TrafficDay)
RETURN ring_id, collect(t.day) AS days, collect(t.capability) AS capabilities, collect(t.model) AS models,
       collect([t.exchanges, t.input_tokens, t.output_tokens, t.accounts]) AS numbers
