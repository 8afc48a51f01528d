// purpose: who the members of rings are, with score, and what changes when they do; an ended ring keeps its last members
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, revision LIST<ANY>, settled BOOLEAN, account_ids LIST<STRING>, scores LIST<FLOAT>
UNWIND $ring_ids AS ring_id
MATCH (r:Ring {ring_id: ring_id})
WITH ring_id, r, r.size AS size, [r.content, r.current, r.to_run, r.size, r.erased] AS revision
OPTIONAL MATCH (r)<-[m:MEMBER_OF]-(a:Account)
WHERE CASE WHEN r.current THEN m.to_run IS NULL ELSE m.to_run = r.to_run END
// a COMMIT becomes visible piece by piece: who read a part of it has another number of members, and keeps nothing
WITH ring_id, revision, size, count(a) AS seen, collect(a.account_id) AS account_ids, collect(m.score) AS scores
RETURN ring_id, revision, seen = size AS settled, account_ids, scores
