// purpose: remove traffic of rings that a killed run left staged, some at a time
// mode:    write
// params:  batch INTEGER
// returns: removed INTEGER
MATCH (r:Ring {state: 'staged'})-[:HAS_TRAFFIC]->(t:TrafficDay)
WITH t LIMIT $batch
DETACH DELETE t
RETURN count(*) AS removed
