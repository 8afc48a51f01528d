// purpose: write a ring's traffic of a day by capability and model
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.ring_id})
MERGE (t:TrafficDay {ring_id: row.ring_id, day: row.day, capability: row.capability, model: row.model})
SET t.exchanges = row.exchanges, t.input_tokens = row.input_tokens, t.output_tokens = row.output_tokens,
    t.accounts = row.accounts
MERGE (r)-[:HAS_TRAFFIC]->(t)
