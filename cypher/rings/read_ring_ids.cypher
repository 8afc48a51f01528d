// purpose: every ring id that was ever given
// mode:    read
// params:  none
// returns: ring_ids LIST<STRING>
MATCH (r:Ring)
RETURN collect(r.ring_id) AS ring_ids
