// purpose: judgements, newest first; of one ring or of exactly these accounts where asked
// mode:    read
// params:  ring_id STRING, members LIST<STRING>, kind STRING, identifier STRING, in_force BOOLEAN, limit INTEGER
// returns: judgement_id STRING, verdict STRING, author STRING, reason STRING, made_at DATETIME, expires_at DATETIME, withdrawn_at DATETIME, ring_id STRING, kind STRING, identifier STRING, members LIST<STRING>
MATCH (j:Judgement)
WHERE (NOT $in_force OR (j.withdrawn_at IS NULL AND (j.expires_at IS NULL OR j.expires_at > datetime())))
  AND ($members IS NULL OR j.members = $members)
  AND ($identifier IS NULL OR (j.kind = $kind AND j.identifier = $identifier))
OPTIONAL MATCH (j)-[:ABOUT]->(r:Ring)
WITH j, r
WHERE $ring_id IS NULL OR r.ring_id = $ring_id
RETURN j.judgement_id AS judgement_id, j.verdict AS verdict, j.author AS author, j.reason AS reason,
       j.made_at AS made_at, j.expires_at AS expires_at, j.withdrawn_at AS withdrawn_at, r.ring_id AS ring_id,
       j.kind AS kind, j.identifier AS identifier, j.members AS members
ORDER BY made_at DESC, judgement_id LIMIT $limit
