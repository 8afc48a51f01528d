// purpose: when each current ring was first found, and when it last changed: by a run or by somebody's judgement
// mode:    read
// params:  states LIST<STRING>
// returns: ring_id STRING, created DATETIME, modified DATETIME
MATCH (r:Ring)
WHERE r.current AND r.state IN $states
OPTIONAL MATCH (f:DetectionRun {run_id: r.from_run})
OPTIONAL MATCH (l:DetectionRun {run_id: r.last_run})
CALL (r) {
  OPTIONAL MATCH (j:Judgement)-[:ABOUT]->(r)
  RETURN max(j.made_at) AS made, max(j.withdrawn_at) AS withdrawn
}
UNWIND [f.started_at, l.started_at, made, withdrawn] AS at
WITH r.ring_id AS ring_id, f.started_at AS found, min(at) AS first, max(at) AS modified
RETURN ring_id, coalesce(found, first) AS created, modified
ORDER BY ring_id
