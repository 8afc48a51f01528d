// purpose: make rings of a run current, with what is new about them
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.ring_id})
SET r += row.properties, r.current = true, r.to_run = null
