// purpose: every ring id that a finished run ever gave
// mode:    read
// params:  none
// returns: ring_ids LIST<STRING>
MATCH (r:Ring)
WHERE r.state <> 'staged'
RETURN collect(r.ring_id) AS ring_ids
