// purpose: create rings that a run found anew, invisible until the run switches
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
CREATE (r:Ring)
SET r = row.properties, r.ring_id = row.ring_id, r.state = 'staged', r.current = false
