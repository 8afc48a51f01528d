// purpose: withdraw a judgement; it stays readable, and its ring shows again what the software found
// mode:    write
// params:  judgement_id STRING, author STRING, reason STRING, at DATETIME
// returns: judgement_id STRING, verdict STRING, ring_id STRING, members LIST<STRING>
MATCH (j:Judgement {judgement_id: $judgement_id})
WHERE j.withdrawn_at IS NULL
SET j.withdrawn_at = $at, j.withdrawn_by = $author, j.withdrawn_reason = $reason
WITH j
OPTIONAL MATCH (j)-[:ABOUT]->(r:Ring)
WHERE j.verdict IN ['benign', 'confirmed']
FOREACH (ring IN CASE WHEN r IS NULL THEN [] ELSE [r] END |
  SET ring.state = coalesce(ring.found_state, ring.state),
      ring.reason = j.verdict + ' withdrawn by ' + $author + ': ' + $reason)
RETURN j.judgement_id AS judgement_id, j.verdict AS verdict, r.ring_id AS ring_id, j.members AS members
