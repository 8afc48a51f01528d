// purpose: ids of current rings in given states
// mode:    read
// params:  states LIST<STRING>
// returns: ring_id STRING
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
RETURN r.ring_id AS ring_id ORDER BY ring_id
