// purpose: make the staged memberships of some rings current
// mode:    write
// params:  ring_ids LIST<STRING>
// returns: none
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id})<-[m:MEMBER_OF]-()
WHERE m.to_run = 'staged'
SET m.to_run = null
