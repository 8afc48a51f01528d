// purpose: end rings that a run found no more; they keep their last members, traffic and evidence
// mode:    write
// params:  ring_ids LIST<STRING>, run_id STRING
// returns: none
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id})
SET r.current = false, r.to_run = $run_id
WITH r
MATCH (r)<-[m:MEMBER_OF]-()
WHERE m.to_run IS NULL
SET m.to_run = $run_id
