// purpose: keep the detection gap that a replay found on each ring
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.ring_id})
SET r.gap = row.gap
