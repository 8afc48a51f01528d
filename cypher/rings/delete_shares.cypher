// purpose: drop the shared identifiers of rings whose evidence changed, before they are written anew
// mode:    write
// params:  ring_ids LIST<STRING>
// returns: none
UNWIND $ring_ids AS ring_id
MATCH (:Ring {ring_id: ring_id})-[s:SHARES]->()
DELETE s
