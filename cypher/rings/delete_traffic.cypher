// purpose: remove traffic that a ring no longer has
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (t:TrafficDay {ring_id: row.ring_id, day: row.day, capability: row.capability, model: row.model})
DETACH DELETE t
